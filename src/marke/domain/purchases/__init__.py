"""Costs of units: what a unit buys, paid by the enterprise from the unit's budget."""
