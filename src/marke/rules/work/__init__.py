"""Work through a unit, country-free: what is proposed, what is worked, and what stands against it. Pure."""
