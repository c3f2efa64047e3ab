"""The kernel: records, sources, access, history and the verbs that write them; it names no register."""
