"""Funding agreements: what a funder promised, what was claimed of it, what came in, and what is reported."""
