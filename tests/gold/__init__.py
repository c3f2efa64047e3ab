"""Sentences with the facts that a reader of foreign affairs finds in them, to measure the reading by."""
