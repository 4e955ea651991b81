"""Files of the bank, country-free: statements and notices in, payment orders out. Pure."""
