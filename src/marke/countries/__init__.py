"""Countries: each a package of pure rules that implements `marke.countries.protocol.Country`."""
