"""Keys with which a member's own programs act in the member's name."""
