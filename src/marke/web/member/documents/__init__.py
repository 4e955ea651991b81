"""What the forms of documents for clients have in common: their lines."""
