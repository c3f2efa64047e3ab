"""Procedures: dossiers taken through the states, clocks and authorities that a profile declares."""
