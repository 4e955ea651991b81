"""Journeys across domains: each one a business act from start to end, in one transaction."""
