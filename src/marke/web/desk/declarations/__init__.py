"""Declarations of work at the desk: what a person must put right, with the time that is left."""
