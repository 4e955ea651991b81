"""The invoices of the whole enterprise."""
