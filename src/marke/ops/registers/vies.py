"""VIES, the European register of VAT numbers, by its REST service.

The service answers for the member states and fails with them: busy, down, or refusing the caller never means that a
number is invalid. One call, one answer, no repetition: whoever asks decides when to ask again.
"""

from __future__ import annotations

from typing import Any

import requests

from marke.kernel.registers import VatAnswer, VatOutcome

URL = "https://ec.europa.eu/taxation_customs/vies/rest-api"
TIMEOUT = (3.05, 10)
"""Seconds to connect, and to wait for an answer."""

LONGEST = 500


class Vies:
    """Asks VIES. ``url`` is its root, which tests replace by a simulator."""

    def __init__(self, url: str = URL) -> None:
        self.url = url.rstrip("/")

    def ask(self, *, number: str, requester: str) -> VatAnswer:
        """Whether a number is valid today, with the consultation number that proves the question."""
        body = {
            "countryCode": number[:2],
            "vatNumber": number[2:],
            "requesterMemberStateCode": requester[:2],
            "requesterNumber": requester[2:],
        }
        try:
            response = requests.post(f"{self.url}/check-vat-number", json=body, timeout=TIMEOUT, allow_redirects=False)
            found = response.json()
        except requests.RequestException as failure:
            return _unanswered(type(failure).__name__)
        if response.status_code != requests.codes.ok or not isinstance(found, dict):
            return _unanswered(f"HTTP {response.status_code}")
        return _read(found)


def _read(found: dict[str, Any]) -> VatAnswer:
    """The answer in our terms. Only a plain yes or no of the service counts as one."""
    if errors := found.get("errorWrappers"):
        return _unanswered(str(errors[0].get("error", "")) if isinstance(errors[0], dict) else "")
    if not isinstance(found.get("valid"), bool) or found.get("userError", "VALID") not in {"VALID", "INVALID"}:
        return _unanswered(str(found.get("userError", "")))
    return VatAnswer(
        VatOutcome.VALID if found["valid"] else VatOutcome.INVALID,
        consultation=_text(found.get("requestIdentifier")),
        name=_text(found.get("name")),
        address=_text(found.get("address")),
    )


def _text(value: object) -> str:
    """What a member state tells; three dashes say that it tells nothing."""
    text = " ".join(str(value or "").split())[:LONGEST]
    return "" if set(text) <= {"-"} else text


def _unanswered(problem: str) -> VatAnswer:
    return VatAnswer(VatOutcome.UNANSWERED, problem=problem[:LONGEST] or "no answer")
