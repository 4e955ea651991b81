"""Files of Belgian banks: CODA, and the international statements that replace it."""

from __future__ import annotations

from marke.countries.be.banking.coda import reader as coda
from marke.rules.banking import camt
from marke.rules.banking.statements import StatementFile, proven


def read_bank_file(content: bytes) -> StatementFile:
    """The statements in a file, whichever format the bank sends; each proven by its balances.

    Raises `UnableToReadStatement` or `UnableToReadXml` with the reason, and then nothing of the file counts.
    """
    return proven(coda.read(content) if coda.is_coda(content) else camt.read(content))
