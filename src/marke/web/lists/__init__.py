"""Saved views above every list: tabs, «save this view», the page to arrange them, and the one that opens a list."""
