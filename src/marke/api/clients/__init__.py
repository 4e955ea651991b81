"""The clients of a unit."""
