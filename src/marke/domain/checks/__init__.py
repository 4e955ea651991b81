"""A second pair of eyes before a document binds the enterprise, and who has earned to go without."""
