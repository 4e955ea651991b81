"""Reads: saved views, and what is done to many rows at once."""
