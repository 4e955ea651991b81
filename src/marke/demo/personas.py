"""The invented people with whose eyes a visitor can look around De Marke."""

from __future__ import annotations

from collections.abc import Sequence

from marke.demo.founding import STAFF, Founded
from marke.demo.plan import Plan
from marke.domain.accounts.personas import introduce
from marke.domain.people.models import StaffRole, User
from marke.kernel.refusal import gettext_noop

STORIES = {
    StaffRole.ADVISER: (
        gettext_noop("Adviser"),
        gettext_noop("Guides members: screens new units, follows a portfolio, opens the portal as a member."),
    ),
    StaffRole.PAYROLL: (
        gettext_noop("Payroll officer"),
        gettext_noop("Declares work before it starts, runs the wages, and sees that each arrives in time."),
    ),
    StaffRole.ACCOUNTANT: (
        gettext_noop("Accountant"),
        gettext_noop("Receives clients' payments, approves costs, watches the books."),
    ),
    StaffRole.BOARD: (
        gettext_noop("Board member"),
        gettext_noop("Decides on admissions and exits, reads the register of shares."),
    ),
    StaffRole.ADMINISTRATOR: (
        gettext_noop("Administrator"),
        gettext_noop("Sets the cooperative's dated choices and writes the contract of use."),
    ),
    StaffRole.AUDITOR: (
        gettext_noop("Auditor"),
        gettext_noop("Reads everything, changes nothing: who did what, and when."),
    ),
}
BUSY = gettext_noop("Runs a busy unit: many clients, a healthy budget, invoices on the way.")
STEADY = gettext_noop("Has a steady unit beside other work: a few clients a year.")
STARTING = gettext_noop("Has just begun: one small unit, the first client.")


def introduce_personas(plan: Plan, founded: Founded, units: Sequence[int]) -> None:
    """Choose a busy, an ordinary and a starting member, and one of each staff role."""
    by_turnover = sorted(range(len(plan.units)), key=lambda index: plan.units[index].turnover, reverse=True)
    members = [
        (by_turnover[len(by_turnover) // 50], BUSY),
        (by_turnover[len(by_turnover) // 4], STEADY),
        (by_turnover[-1], STARTING),
    ]
    order = 1
    for index, story in members:
        person = plan.people[index]
        user = User.objects.get(email=person.email)
        name = f"{person.given_name} {person.family_name}"
        introduce(user=user, name=name, title=plan.units[index].name, story=story, order=order)
        order += 1
    introduced: set[StaffRole] = set()
    for role, name, first_name, _language in STAFF:
        if role in STORIES and role not in introduced:
            introduced.add(role)
            title, story = STORIES[role]
            user = User.objects.get(pk=founded.staff[first_name])
            introduce(user=user, name=name, title=title, story=story, order=order)
            order += 1
