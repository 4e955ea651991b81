"""The first page of a member."""
