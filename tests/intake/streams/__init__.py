"""Tests of other people's data."""
