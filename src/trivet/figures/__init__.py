"""Figures and claims: counted queries, and what documents say, compared and never mixed."""
