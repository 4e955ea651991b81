"""Wage runs at the desk: start, preview, approve; what is parked and why; how soon wages arrive."""
