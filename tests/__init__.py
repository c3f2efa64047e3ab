"""Tests tell stories with named people; what all registers owe is tested once, over all of them."""
