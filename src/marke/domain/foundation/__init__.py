"""What every domain stands on: attributed transactions, the audit trail, row-level security, base models."""
