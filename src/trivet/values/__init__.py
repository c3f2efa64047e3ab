"""Kinds of value in pure Python: text, dates, numbers, markings; no Django here."""
