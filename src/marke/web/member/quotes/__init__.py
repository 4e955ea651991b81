"""The quotes of a unit: write one with the document beside it, send it, follow it to the signature."""
