"""What the wage guarantee has at stake: on which clients, and for which units."""
