"""Questions to the payroll engine."""
