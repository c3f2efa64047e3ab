"""Trivet: the working system of a country's foreign affairs."""

__version__ = "0.1.0"
