"""The front page of the cooperative."""
