"""Wage runs and payslips: what is owed to whom, by when, and that it was paid."""
