"""The clients of the whole enterprise."""
