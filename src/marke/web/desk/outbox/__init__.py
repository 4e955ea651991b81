"""Everything that leaves the house: what waits, what failed, and what a person has to decide."""
