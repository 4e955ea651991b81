"""What is read of sales: `clients`, `invoices`, `payments`."""
