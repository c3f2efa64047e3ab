"""The desk of reading: documents that are kept, and their proposals until a person accepts or rejects them."""
