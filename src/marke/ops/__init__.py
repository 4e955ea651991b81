"""What runs the product: the embedded database, checks, backups."""
