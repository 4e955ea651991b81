"""A person's own work in every unit: contracts to sign, payslips, what payroll must know."""
