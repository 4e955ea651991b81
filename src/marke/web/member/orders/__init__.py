"""The orders of a unit: what was agreed, what is invoiced next, what of it was."""
