"""Joining: seven screens from an e-mail address to a signed contract of use (journey J1)."""
