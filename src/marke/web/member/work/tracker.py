"""The way of a contract to the account: signed, declared, worked, computed, paid; promised and actual dates."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from marke.domain.declarations.enums import STUCK
from marke.domain.declarations.models import Declaration
from marke.domain.wages.enums import PayslipState
from marke.domain.wages.models import Payslip
from marke.domain.work.enums import ContractState, MonthState
from marke.domain.work.models import Contract, ContractMonth, Signature
from marke.rules.work.guarantee import WageMoney
from marke.web.components.formatting import format_day, format_month
from marke.web.components.tables import Badge
from marke.web.einvoicing.tracker import Milestone
from marke.web.member.work.money import money_badge

TONES = {
    ContractState.OFFERED: "waiting",
    ContractState.SIGNED: "waiting",
    ContractState.DECLARED: "good",
    ContractState.CANCELLED: "empty",
    ContractState.REFUSED: "bad",
}
ALREADY_COMPUTED = (PayslipState.COMPUTED, PayslipState.POSTED, PayslipState.ORDERED, PayslipState.PAID)


def state_badge(contract: Contract) -> Badge:
    """Where a contract stands, in one word."""
    return Badge(str(contract.get_state_display()), TONES[ContractState(contract.state)])


def milestones(
    contract: Contract,
    *,
    months: Sequence[ContractMonth],
    slips: Sequence[Payslip],
    signatures: Sequence[Signature],
    declaration: Declaration | None,
    moneys: Mapping[uuid.UUID, WageMoney],
    language: str,
) -> list[Milestone]:
    """Every step of a contract that stands, and what pays it; one that was cancelled says so and no more."""
    if not contract.is_live:
        return [Milestone(str(contract.get_state_display()), contract.cancelled_at, note=contract.reason)]
    several = len(months) > 1
    steps = [*_signed(contract, signatures), _declared(contract, declaration)]
    for month in months:
        slip = next((each for each in reversed(slips) if each.month_id == month.pk), None)
        name = f"{format_month(month.month, language=language)}: " if several else ""
        steps += _month(month, slip, contract, name, language)
        steps.append(_paid(month, moneys[month.pk], name, language))
    return steps


def _signed(contract: Contract, signatures: Sequence[Signature]) -> Iterator[Milestone]:
    if contract.signed_at:
        yield Milestone(_("Signed by both"), contract.signed_at, note=", ".join(each.name for each in signatures))
    elif signatures:
        note = _("The worker signed. Somebody at the desk weighs what was warned of and signs for the enterprise.")
        yield Milestone(_("Signed by both"), note=note, state="now")
    else:
        yield Milestone(_("Signed by both"), note=_("The worker still has to sign."), state="now")


def _declared(contract: Contract, declaration: Declaration | None) -> Milestone:
    what = _("Declared to social security")
    if contract.declared_at:
        return Milestone(what, contract.declared_at)
    if declaration is not None and declaration.state in STUCK:
        note = _("Somebody at the desk looks at it. Nobody starts before it is accepted.")
        return Milestone(what, note=note, state="now", badge=Badge(str(declaration.get_state_display()), "bad"))
    state = "now" if contract.state == ContractState.SIGNED else "ahead"
    badge = Badge(str(declaration.get_state_display()), "waiting") if declaration is not None else None
    return Milestone(what, note=_("Nobody starts before it is accepted."), state=state, badge=badge)


def _month(
    month: ContractMonth, slip: Payslip | None, contract: Contract, name: str, language: str
) -> Iterator[Milestone]:
    declared = contract.state == ContractState.DECLARED
    if month.state == MonthState.PLANNED:
        note = _("The last day is %(day)s.") % {"day": format_day(month.last_day, language=language)}
        yield Milestone(name + _("Worked"), note=note, state="now" if declared else "ahead")
    else:
        yield Milestone(name + _("Worked"), month.confirmed_at or month.last_day)
    yield _computed(month, slip, name)


def _computed(month: ContractMonth, slip: Payslip | None, name: str) -> Milestone:
    what = name + _("Payslip computed")
    if slip is not None and slip.state == PayslipState.PARKED:
        return Milestone(what, note=_("Somebody in payroll looks at it."), state="now", badge=Badge(_("Parked"), "bad"))
    if slip is not None and slip.state in ALREADY_COMPUTED:
        return Milestone(what, slip.posted_on, state="" if slip.posted_on else "now")
    return Milestone(what, state="now" if month.state in (MonthState.CONFIRMED, MonthState.IN_RUN) else "ahead")


def _paid(month: ContractMonth, money: WageMoney, name: str, language: str) -> Milestone:
    promised = _("Promised by %(day)s") % {"day": format_day(month.due_on, language=language)}
    if month.paid_on:
        late = Badge(_("Late"), "bad") if month.paid_on > month.due_on else None
        return Milestone(name + _("Paid"), month.paid_on, note=promised, badge=late or money_badge(money))
    return Milestone(name + _("Paid"), note=promised, state="ahead", badge=money_badge(money))
