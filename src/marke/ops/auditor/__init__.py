"""The independent auditor: reads the books and recomputes them, sharing no code with what wrote them.

It imports nothing of Marke, calls no function of the ledger and trusts no derived figure. Run it as the read-only
login: ``python -m marke.ops.auditor --dsn ...``. Exit status 1 means that a finding needs a person.
"""
