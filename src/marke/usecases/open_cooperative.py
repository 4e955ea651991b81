"""Open a cooperative: who it is, what it chose, its books, its first administrator."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from marke.countries.registry import country
from marke.domain.ledger import operations as ledger
from marke.domain.parameters import operations as parameters
from marke.domain.parameters.models import Cooperative
from marke.domain.people.models import StaffRole, User
from marke.kernel.refusal import Refusal, gettext_noop

LANGUAGES = {"nl", "fr", "en"}


@dataclass(frozen=True, slots=True)
class NewCooperative:
    """What must be known to open a cooperative. ``choices`` overrides the usual dated choices by name."""

    name: str
    legal_name: str
    enterprise_number: str
    seller_name: str
    seller_enterprise_number: str
    administrator_email: str
    languages: tuple[str, ...] = ("nl", "fr", "en")
    street: str = ""
    postcode: str = ""
    municipality: str = ""
    iban: str = ""
    country: str = "be"
    choices: Mapping[str, Decimal] = field(default_factory=dict)


def open_cooperative(*, new: NewCooperative, opens_on: dt.date, actor: uuid.UUID) -> tuple[Cooperative, User]:
    """Open the cooperative and its books for the year of ``opens_on``; returns it with its first administrator.

    The administrator has no password yet. Raises `Refusal`, beside the answer it belongs to, for a number that fails
    its check digits, an unknown language, a contribution outside 0 to 50 %, or when a cooperative exists already.
    """
    identifiers = country(new.country).identifiers
    cooperative = parameters.open_cooperative(
        actor=actor,
        valid_from=dt.date(opens_on.year, 1, 1),
        choices=dict(new.choices),
        name=_required(new.name, "name"),
        legal_name=_required(new.legal_name, "legal_name"),
        seller_name=_required(new.seller_name, "seller_name"),
        enterprise_number=_beside("enterprise_number", identifiers.read_enterprise_number, new.enterprise_number),
        seller_enterprise_number=_beside(
            "seller_enterprise_number", identifiers.read_enterprise_number, new.seller_enterprise_number
        ),
        iban=_beside("iban", identifiers.read_iban, new.iban) if new.iban else "",
        country=new.country,
        languages=_languages(new.languages),
        street=new.street,
        postcode=new.postcode,
        municipality=new.municipality,
    )
    _require_sensible_contribution(new.choices)
    ledger.open_year(year=opens_on.year, actor=actor)
    administrator = User.objects.create_user(
        _email(new.administrator_email), staff_role=StaffRole.ADMINISTRATOR, language=new.languages[0]
    )
    return cooperative, administrator


def _required(text: str, field: str) -> str:
    if not text.strip():
        raise Refusal("cooperative.answer-missing", gettext_noop("Fill this in."), field=field)
    return text.strip()


def _beside(field: str, read, text: str) -> str:  # type: ignore[no-untyped-def]
    """Read an identifier; its refusal belongs beside this answer."""
    try:
        return str(read(text))
    except Refusal as refusal:
        refusal.field = field
        raise


def _languages(languages: tuple[str, ...]) -> list[str]:
    if not languages or not set(languages) <= LANGUAGES:
        raise Refusal(
            "cooperative.unknown-language",
            gettext_noop("Marke speaks nl, fr and en; choose at least one of them."),
            field="languages",
        )
    return list(languages)


def _require_sensible_contribution(choices: Mapping[str, Decimal]) -> None:
    rate = choices.get("contribution.rate", Decimal(0))
    if not Decimal(0) <= rate <= Decimal("0.5"):
        raise Refusal(
            "cooperative.contribution-out-of-range",
            gettext_noop("The contribution lies between 0 and 50 %."),
            field="contribution_rate",
        )


def _email(text: str) -> str:
    name, at, host = text.strip().partition("@")
    if not (name and at and "." in host and " " not in text.strip()):
        raise Refusal("cooperative.email", gettext_noop("This is not an e-mail address."), field="administrator_email")
    return text.strip()
