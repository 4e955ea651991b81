"""Documents of pay on paper, made from stored payslips each time they are asked for, and always the same."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from marke.countries.protocol import SocialLaw
from marke.countries.registry import country
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.parameters.queries import cooperative
from marke.domain.wages.models import Payslip
from marke.domain.wages.records import BOOKED, of_work_between, paid_between, payroll_of, slip_of
from marke.kernel.ports import PORTS
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.social.papers import Paper


def social_law() -> SocialLaw:
    """What the cooperative's country declares about pay. Raises `Refusal` where it declares nothing."""
    law = country(cooperative().country).social
    if law is None:
        raise Refusal("social.no-law", gettext_noop("No declaration of pay is known for this country."))
    return law


def payslip_pdf(*, payslip: Payslip, language: str = "") -> bytes:
    """A booked payslip as PDF/A in the worker's language."""
    return typeset(social_law().payslip(slip_of(payslip), language=language))


def typeset(paper: Paper) -> bytes:
    return PORTS.typesetter.typeset(template=paper.template, data=paper.data)


def own_payslip_pdf(*, payslip_id: uuid.UUID, person_id: uuid.UUID) -> tuple[str, bytes] | None:
    """A worker's own payslip with the name of its file; None for another's, or one that is not booked.

    A worker need not belong to the unit that hired them: the payslip is looked up across units, by the worker alone.
    """
    with enterprise_view():
        rows = Payslip.objects.filter(pk=payslip_id, person_id=person_id, state__in=BOOKED)
        found = rows.select_related("contract", "month").first()
        return (file_name(found), payslip_pdf(payslip=found)) if found else None


def file_name(payslip: Payslip) -> str:
    """``payslip-2026-09-3F2A91BC.pdf``: the month, and the end of the payslip's key, so that files do not collide."""
    return f"payslip-{payslip.month.month:%Y-%m}-{payslip.pk.hex[-8:].upper()}.pdf"


@dataclass(frozen=True, slots=True)
class Vault:
    """What a worker can take on paper: payslips newest first, and the years that have documents of their own."""

    payslips: QuerySet[Payslip]
    worked_in: list[int]
    paid_in: list[int]
    certified_in: list[int]
    """Years in which holiday pay was paid at the end of a contract."""


def vault_of(*, person_id: uuid.UUID) -> Vault:
    """The documents of one worker. Read it inside `enterprise_view`: the units need not be their own."""
    booked = Payslip.objects.filter(person_id=person_id, state__in=BOOKED)
    certified = booked.filter(amounts__exit_holiday_single__gt=0)
    return Vault(
        payslips=booked.select_related("contract", "month").order_by("-month__month", "-last_day", "-id"),
        worked_in=_years(booked, "month__month"),
        paid_in=_years(booked.filter(paid_on__isnull=False), "paid_on"),
        certified_in=_years(certified, "month__month"),
    )


def own_year_pdf(*, kind: str, year: int, person_id: uuid.UUID) -> tuple[str, bytes] | None:
    """A document of a year for the worker it is about; None where the country has no such document, or no pay is in it.

    Raises `Refusal` when the document cannot be made as things are known.
    """
    law, first, last = social_law(), dt.date(year, 1, 1), dt.date(year, 12, 31)
    of_work = kind in law.of_work_year
    make = (law.of_work_year if of_work else law.of_paid_year).get(kind)
    with enterprise_view():
        rows = of_work_between(first, last) if of_work else paid_between(first, last)
        mine = rows.filter(person_id=person_id)
        if make is None or not mine.exists():
            return None
        paper = make(payroll_of(mine, on=last), person=str(person_id), year=year)
    return f"{kind}-{year}.pdf", typeset(paper)


def own_contract_pdf(*, kind: str, contract_id: uuid.UUID, person_id: uuid.UUID) -> tuple[str, bytes] | None:
    """A document at the end of a contract, for the worker it was with; None for another's contract."""
    make = social_law().of_contract.get(kind)
    with enterprise_view():
        mine = Payslip.objects.filter(contract_id=contract_id, person_id=person_id, state__in=BOOKED)
        last = mine.aggregate(last=Max("last_day"))["last"]
        if make is None or last is None:
            return None
        paper = make(payroll_of(mine, on=last), person=str(person_id), contract=str(contract_id))
    return f"{kind}-{contract_id.hex[-8:].upper()}.pdf", typeset(paper)


def _years(rows: QuerySet[Payslip], field: str) -> list[int]:
    """The years of a day, newest first."""
    return [day.year for day in rows.dates(field, "year", order="DESC")]
