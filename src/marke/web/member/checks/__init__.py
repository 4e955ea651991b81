"""What the desk looks at of a member's documents, and what leaves unseen."""
