"""The interface for other programs: HTTP and JSON at /api/, derived from what the registers declare."""
