"""Funding agreements of all units."""
