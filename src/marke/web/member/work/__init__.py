"""Engage people through a unit: pay someone, follow each contract until the money arrives."""
