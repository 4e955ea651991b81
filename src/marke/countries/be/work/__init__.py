"""Belgian labour law as a shared enterprise meets it: functions, limits, and the facts of a payslip."""
