"""Read along in a member's portal."""
