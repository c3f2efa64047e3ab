"""The pages: plain, derived from what registers declare."""
