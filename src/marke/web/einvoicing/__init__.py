"""How structured invoices look wherever they are shown: the tracker of one document, verdicts, answers, reach."""
