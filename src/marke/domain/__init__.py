"""The domain: one Django app per part of the enterprise; operations write, queries read."""
