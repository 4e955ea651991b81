"""What each grade of identity opens, and who may be an account holder.

========  ==========================================  =======================================================
grade     what is known                               what it opens
========  ==========================================  =======================================================
0         the e-mail address answers                  look around, start to join
1         address and phone                           training and paid services, subscribe a share, sign the
                                                      contract of use
2         identity card or eID checked by staff       open a unit, receive money
========  ==========================================  =======================================================

Shares and the contract of use open at grade 1, so that somebody can join in one sitting: what they sign binds only
themselves. A unit opens, and money leaves the house, after staff have seen who they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from marke.domain.people.models import Person
from marke.kernel.refusal import Refusal, gettext_noop

ADULT_FROM = 18
"""Years. Whoever is younger cannot bind themselves (Belgian old Civil Code, article 388)."""


class Ability(StrEnum):
    """What somebody can do that depends on how well they are known."""

    USE_SERVICES = "use_services"
    SUBSCRIBE_SHARE = "subscribe_share"
    SIGN_CONTRACT = "sign_contract"
    OPEN_UNIT = "open_unit"
    BE_PAID = "be_paid"


GRADE_NEEDED: Mapping[Ability, int] = MappingProxyType(
    {
        Ability.USE_SERVICES: 1,
        Ability.SUBSCRIBE_SHARE: 1,
        Ability.SIGN_CONTRACT: 1,
        Ability.OPEN_UNIT: 2,
        Ability.BE_PAID: 2,
    }
)

_WHAT_IS_MISSING = {
    1: gettext_noop("Add your address and phone number under «My details» first."),
    2: gettext_noop("Your identity has not been checked yet. Send your identity card under «My details» first."),
}


class NotKnownWellEnough(Refusal):
    """The identity grade is too low for what was asked."""


class NotAnAdult(Refusal):
    """A minor cannot join alone."""


class AccountSuspended(Refusal):
    """Staff suspended the account."""


def require_grade(person: Person, ability: Ability) -> None:
    """Raise `NotKnownWellEnough` or `AccountSuspended` unless this person may do what is asked."""
    if person.state in (Person.State.SUSPENDED, Person.State.DECEASED):
        raise AccountSuspended(
            "person.suspended",
            gettext_noop("This account is suspended. Call or visit the desk: they tell you why and what to do."),
        )
    needed = GRADE_NEEDED[ability]
    if person.identity_grade < needed:
        raise NotKnownWellEnough("person.identity-grade", _WHAT_IS_MISSING[person.identity_grade + 1])


def require_adult(*, birth_date: dt.date, today: dt.date) -> None:
    """Raise `NotAnAdult` for somebody under eighteen on that day."""
    if (birth_date.year + ADULT_FROM, birth_date.month, birth_date.day) > (today.year, today.month, today.day):
        raise NotAnAdult(
            "person.adult",
            gettext_noop(
                "You can join alone from your eighteenth birthday. Until then a parent or guardian signs with you: "
                "make an appointment with the desk."
            ),
            field="birth_date",
        )


def grade_from_contact(*, street: str, postcode: str, municipality: str, phone: str) -> int:
    """Grade 1 once address and phone are known, else 0."""
    return 1 if street and postcode and municipality and phone else 0
