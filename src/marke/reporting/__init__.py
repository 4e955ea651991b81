"""Read models and exports; imports queries, never operations."""
