"""Public registers of organisations: an extract that was loaded, and the one of VAT numbers that is asked."""
