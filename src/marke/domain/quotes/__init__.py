"""Quotes: what a unit offers a client, in versions, until the client signs one or it ends otherwise."""
