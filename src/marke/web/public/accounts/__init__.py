"""Signing in and one's own log-in, around allauth."""
