"""The cooperative's own choices."""
