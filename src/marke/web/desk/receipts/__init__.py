"""Receipts without invoice of all units: the late ones first."""
