"""Utopia: an invented country with five payroll rules, which proves that the engine knows no real one."""
