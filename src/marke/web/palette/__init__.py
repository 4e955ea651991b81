"""Find or do anything."""
