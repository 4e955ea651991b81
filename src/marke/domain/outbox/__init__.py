"""Everything that leaves the house, from the transaction that decided it to the answer of whoever received it."""
