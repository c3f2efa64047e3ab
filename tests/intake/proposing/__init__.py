"""Tests of what documents propose for the record."""
