"""Receipts without invoice: takings of a day from private people, which the member pays in."""
