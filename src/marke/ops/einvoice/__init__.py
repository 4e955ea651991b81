"""Judging structured invoices: rule packs, schemas, the engine that runs them, and one report."""
