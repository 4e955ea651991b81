"""VAT numbers of the member states of the European Union, checked by python-stdnum (format and check digits)."""

from __future__ import annotations

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from marke.kernel.refusal import Refusal, gettext_noop


def read_vat_number(text: str) -> str:
    """A VAT number with its country prefix, compact: «fr 40 303 265 045» becomes «FR40303265045».

    Raises `Refusal` beside the field ``number`` when no member state gives such a number.
    """
    try:
        return str(vat.validate(text)).upper()
    except ValidationError:
        raise Refusal(
            "identifier.eu-vat-number",
            gettext_noop(
                "This is not a VAT number of the European Union. It starts with the country, for example FR40303265045."
            ),
            field="number",
        ) from None


def country_of(vat_number: str) -> str:
    """The country (ISO 3166) that gave a VAT number: Greece writes EL there."""
    prefix = vat_number[:2]
    return "GR" if prefix == "EL" else prefix
