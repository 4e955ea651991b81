"""What clients pay: record it, and say what waiting money pays."""
