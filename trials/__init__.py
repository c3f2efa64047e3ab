"""The long runs: full counts that the tests only sample."""
