"""Structured references, wherever a payer put them: in their own field, or in the middle of a free text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iso11649
from stdnum.be import ogm_vcs

BELGIAN = re.compile(r"(?<!\d)(\d{3})[\s/.\-]*(\d{4})[\s/.\-]*(\d{5})(?!\d)")
CREDITOR = re.compile(r"\bRF\d{2}(?: ?[0-9A-Z]){1,21}\b", re.IGNORECASE)


def structured_reference(text: str) -> str:
    """The compact form of a text that is one structured reference and nothing else, or nothing."""
    found = list(references_in(text))
    return found[0] if len(found) == 1 else ""


def references_in(text: str) -> Iterator[str]:
    """Every structured reference inside a text whose check digits are right, in order and each once.

    People write the Belgian communication (royal decree of 1 July 1980; modulo 97) with plus signs, stars, slashes,
    blanks or nothing around it.
    """
    seen = set()
    for reference in (*_belgian(text), *_creditor(text)):
        if reference not in seen:
            seen.add(reference)
            yield reference


def _belgian(text: str) -> Iterator[str]:
    for match in BELGIAN.finditer(text):
        digits = "".join(match.groups())
        if ogm_vcs.is_valid(digits):
            yield digits


def _creditor(text: str) -> Iterator[str]:
    """ISO 11649: the longest run of groups that has right check digits."""
    for match in CREDITOR.finditer(text):
        groups = match.group().upper().split(" ")
        for count in range(len(groups), 0, -1):
            candidate = "".join(groups[:count])
            if iso11649.is_valid(candidate):
                yield candidate
                break
