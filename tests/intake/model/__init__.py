"""Tests of the optional second reader, against a server of our own."""
