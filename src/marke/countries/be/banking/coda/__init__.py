"""CODA, the bank statement of Belgian banks (Febelfin, Standard CODA 2): lines of 128 characters."""
