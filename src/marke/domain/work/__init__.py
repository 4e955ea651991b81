"""Work through units: who is engaged for which days, what was worked, and what is then to be paid."""
