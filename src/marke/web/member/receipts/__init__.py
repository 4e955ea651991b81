"""Receipts without invoice: declare the takings of a day, pay them in, follow them."""
