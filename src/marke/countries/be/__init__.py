"""Belgium: parameters, payroll, calendar and the other rules of one country, written beside the law."""
