"""Which open document a line of the bank pays: pure, with a score and the reasons for it."""
