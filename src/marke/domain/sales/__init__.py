"""Clients and invoices: what units sell and what clients still owe."""
