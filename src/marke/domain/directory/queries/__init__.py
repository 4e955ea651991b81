"""Read what the enterprise knows about its clients."""
