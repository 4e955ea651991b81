"""Pages for the staff of the enterprise."""
