"""The quotes of the whole enterprise, and those that wait for an adviser's look."""
