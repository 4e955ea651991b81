"""An address written on one line, as on an envelope: «Kerkstraat 12 bus 3, 9000 Gent»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marke.kernel.refusal import Refusal, gettext_noop

_ONE_LINE = re.compile(
    r"(?P<street>[^,\n]*\S)\s*[,\n]\s*(?:[A-Z]{1,2}-)?(?P<postcode>\d{4,5}(?: ?[A-Z]{2})?)\s+(?P<municipality>\S.*)"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Street and number, postcode, municipality."""

    street: str
    postcode: str
    municipality: str


def read_address(text: str) -> Address:
    """Read an address written on one line, with a comma before the postcode. Raises `Refusal` (field ``address``)."""
    match = _ONE_LINE.fullmatch(text.strip())
    if match is None:
        raise Refusal(
            "person.address",
            gettext_noop("Write the address on one line, such as Kerkstraat 12, 9000 Gent."),
            field="address",
        )
    return Address(**{name: " ".join(part.split()) for name, part in match.groupdict().items()})
