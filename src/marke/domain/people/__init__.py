"""People and their accounts: who somebody is, how sure we are of it, and how they log in."""
