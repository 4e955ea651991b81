"""The personas of the demo."""
