"""Views of lists that people keep, and deeds for many rows at once."""
