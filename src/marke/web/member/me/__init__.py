"""My details: name, address, account, identity, and everything that is stored about me."""
