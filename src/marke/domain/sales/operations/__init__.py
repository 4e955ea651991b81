"""What changes in sales: `clients`, `invoices`, `payments`. Journeys that also touch money are in `marke.usecases`."""
