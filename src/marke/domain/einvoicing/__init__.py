"""Structured invoices on their way: who can be reached, what was sent, what came back, what arrived."""
