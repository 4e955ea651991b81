"""My shares: the years they cover, how to pay and buy one, the certificate, leaving."""
