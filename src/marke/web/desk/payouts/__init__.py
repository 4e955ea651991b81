"""Money out at the desk: what is due, batches that two others approve, doubtful payees, odd accounts."""
