"""Account roles."""
