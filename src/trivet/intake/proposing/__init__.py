"""From what documents state to proposals for the registers, and what each would do to the record."""
