"""The costs of a unit: hand in a receipt, follow it until it is paid."""
