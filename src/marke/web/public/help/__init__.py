"""Help for everybody."""
