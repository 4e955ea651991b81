"""Pure engines without a country: the same inputs always give the same answer."""
