"""Measures of Trivet at size: `python -m bench [name ...] [--quick]` on the database that the environment names."""
