"""The invoices of a unit."""
