"""What was agreed with a client, when it is invoiced, and what of it was."""
