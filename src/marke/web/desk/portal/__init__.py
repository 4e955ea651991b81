"""Pages of the desk: what clients see without an account."""
