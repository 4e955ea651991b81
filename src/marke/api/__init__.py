"""The programming interface: the same rules as the pages, as JSON over HTTP."""
