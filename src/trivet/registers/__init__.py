"""Registers: one file declares one register; the kernel finds them here."""
