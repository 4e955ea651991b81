"""A member's unit: where it stands, its statement, transfers, projects, people, adviser, closing."""
