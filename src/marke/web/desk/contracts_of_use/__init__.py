"""Contracts of use at the desk: write a version, preview it, announce it, follow who accepts."""
