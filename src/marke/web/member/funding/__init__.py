"""Funding agreements of a unit: what was promised, claimed, received and reported."""
