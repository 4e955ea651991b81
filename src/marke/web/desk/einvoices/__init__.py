"""Structured invoices at the desk: what did not arrive first, what came in, and the network itself."""
