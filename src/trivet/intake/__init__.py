"""Reading: documents in, claims and proposals out; nothing here enters a register without a person."""
