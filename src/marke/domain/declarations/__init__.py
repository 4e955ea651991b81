"""Declarations of work to social security: what was declared, what the office said, and what still has to be said."""
