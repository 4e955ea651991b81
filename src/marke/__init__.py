"""Marke: the software of a shared enterprise."""
