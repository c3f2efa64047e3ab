"""Settings, addresses and the server's entry; nothing else."""
