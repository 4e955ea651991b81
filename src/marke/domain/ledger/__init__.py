"""The ledger: the one door through which money moves."""
