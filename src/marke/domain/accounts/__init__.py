"""Accounts: the personas of the demo, and who of the staff looked with a member's eyes."""
