"""The contract of use as a member sees it: read, accept, or be blocked until then."""
