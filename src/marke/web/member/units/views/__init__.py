"""The pages of a member's unit, one module per concern."""
