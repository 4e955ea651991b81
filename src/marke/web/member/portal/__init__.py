"""Pages of a unit: what its clients see without an account."""
