"""The live side of «pay someone»: four linked values, what stands against the contract, and when the pay arrives."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from marke.domain.parameters.queries import choice
from marke.domain.people.models import Person
from marke.domain.units.models import Unit
from marke.kernel.money import Cents
from marke.reporting.pay_budget import pay_budget
from marke.rules.contribution import net_to_invoice
from marke.usecases.hire import Offer, consider
from marke.usecases.sign_contract import contract_language
from marke.web.member.work.forms import EngageForm
from marke.web.refusals import sentence

NOBODY_YET = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a contract as filled in so far would mean. Amounts in cents."""

    usable: Cents
    missing: str = ""
    offer: Offer | None = None
    is_self: bool = True
    invoice: Cents = 0
    pay_day: Cents = 0
    due: dt.date | None = None
    against: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def left(self) -> Cents:
        """What the unit may still use for pay afterwards."""
        return self.usable - self.offer.terms.employment_budget if self.offer else self.usable


def figures_of(form: EngageForm, *, unit: Unit, now: dt.datetime) -> Figures:
    """The figures of what was filled in; a sentence says what is missing first."""
    usable = pay_budget(unit_id=unit.pk).usable
    if not form.is_bound:
        return Figures(usable, _("Choose days to see what reaches whose account."))
    if not form.is_valid():
        return Figures(usable, _missing(form))
    if form.is_new:
        return Figures(usable, _("What it costs is shown once the contract is offered."), is_self=False)
    person = person_of(form)
    told = form.family() if form.is_self and form.asks_family else None
    given = form.agreed(unit_id=unit.pk, person_id=person.pk, language=contract_language(person=person))
    (offer,) = consider(contracts=[given], now=now, seen_by=form.me.pk, told=told)
    return Figures(
        usable=usable,
        offer=offer,
        is_self=form.is_self,
        invoice=net_to_invoice(offer.terms.employment_budget, rate=choice("contribution.rate", as_of=now.date())),
        pay_day=round(offer.gross / max(len(given.engagement.days), 1)),
        due=max(offer.terms.due.values(), default=None),
        against=tuple(sentence(each.refusal) for each in offer.concerns if each.blocks),
        warnings=tuple(sentence(each.refusal) for each in offer.concerns if not each.blocks),
    )


def _missing(form: EngageForm) -> str:
    if "days" in form.errors:
        return _("Choose days to see what reaches whose account.")
    if "function" in form.errors:
        return _("Choose what the work is to see what it costs.")
    return _("Fill in what is marked to see what it costs.")


def person_of(form: EngageForm) -> Person:
    """Whoever was chosen among the people of the unit."""
    return form.me if form.is_self else next(each for each in form.people if each.pk == form.person_id)
