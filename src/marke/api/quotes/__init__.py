"""The quotes of a unit."""
