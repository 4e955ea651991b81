"""What changes in work: offers, signatures, days, months, pay files."""
