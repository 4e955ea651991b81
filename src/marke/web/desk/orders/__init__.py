"""The orders of the whole enterprise."""
