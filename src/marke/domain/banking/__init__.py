"""The cooperative's own bank accounts: statements as the bank told them, and what each line did in the books."""
