"""Coordination: texts drafted together and cleared, advice and decisions, and information asked for and shared."""
