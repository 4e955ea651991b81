"""Money out: payment orders, batches that two people approve, and what the bank says of them."""
