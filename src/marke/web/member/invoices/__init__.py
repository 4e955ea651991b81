"""The invoices of a unit: write one beside its live document, follow it until it is paid, take it back."""
