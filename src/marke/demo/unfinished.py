"""What is still open on the last day of the plan: people to check, trades to screen, shares to pay, members leaving.

A desk with nothing to do would show nothing; these are the cases that every ordinary week brings.
"""

from __future__ import annotations

from collections.abc import Sequence

import segno

from marke.demo import names
from marke.demo.founding import STAFF, Founded
from marke.demo.joining import at_noon
from marke.demo.life import Life
from marke.demo.plan import Plan
from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.queries import unit_budgets
from marke.domain.members.exits import request_exit
from marke.domain.members.models import Member
from marke.domain.members.operations import NewSubscription
from marke.domain.people.identity import read_scan, receive_identity_documents
from marke.domain.people.models import IdentityDocument, Person, User
from marke.domain.people.operations import NewPerson, register_people
from marke.domain.units.activities import all_activities
from marke.domain.units.enums import RoleKind, Scope
from marke.domain.units.models import UnitRole
from marke.domain.units.operations.opening import Opening, open_units
from marke.domain.units.operations.people import add_role
from marke.domain.units.operations.projects import open_project
from marke.domain.units.operations.transfers import Move, transfer
from marke.kernel.ids import uuid7
from marke.usecases.subscribe_share import subscribe_shares

NEWCOMERS = 5
LEAVING = 2
SCREENED = 2


def leave_open(plan: Plan, founded: Founded, life: Life) -> None:
    """Make the cases that wait for somebody, dated on the last days of the plan."""
    with acting_as_system(reason="demo"):
        _name_the_staff(plan, founded)
        newcomers = _newcomers(plan)
        _ask_for_a_regulated_trade(plan, life)
        _share_work(plan, life)
        _leave(plan)
        subscribe_shares(
            subscriptions=[NewSubscription(1, person_id=person.pk, on=plan.end) for person in newcomers[:2]],
            today=plan.end,
            actor=SYSTEM,
        )


def _name_the_staff(plan: Plan, founded: Founded) -> None:
    """Staff are people too: their names stand beside what they did."""
    register_people(
        people=[
            NewPerson(*name.split(" ", 1), language=language, birth_date=plan.start.replace(year=1984, day=1),
                      street="Lindenhof 12", postcode="1060", municipality="Sint-Gillis", phone="+32 25 00 00 01",
                      user_id=founded.staff[first_name])
            for _role, name, first_name, language in STAFF
        ],
        today=plan.start,
        actor=SYSTEM,
    )  # fmt: skip


def _newcomers(plan: Plan) -> list[Person]:
    """People who registered this week and sent a picture of their card."""
    given, family = names.words(names.GIVEN["nl"]), names.words(names.FAMILY["fr"])
    users = [User.objects.create_user(f"newcomer{number}@example.org", language="nl") for number in range(NEWCOMERS)]
    people = register_people(
        people=[
            NewPerson(given[number * 3], family[number * 2], birth_date=plan.start.replace(year=1996, day=1 + number),
                      street=f"Veldweg {number + 1}", postcode="9000", municipality="Gent",
                      phone=f"+32 470 00 00 0{number}", user_id=user.pk)
            for number, user in enumerate(users)
        ],
        today=plan.end,
        actor=SYSTEM,
    )  # fmt: skip
    scans = [
        read_scan(kind=kind, content=_picture(kind))
        for kind in (IdentityDocument.Kind.ID_FRONT, IdentityDocument.Kind.ID_BACK)
    ]
    for person in people:
        receive_identity_documents(person_id=person.pk, scans=scans, now=at_noon(plan.end), actor=SYSTEM)
    return people


def _picture(text: str) -> bytes:
    """A small picture that stands for a scanned card."""
    from io import BytesIO

    buffer = BytesIO()
    segno.make(f"De Marke, {text}", micro=False).save(buffer, kind="png", scale=8)
    return buffer.getvalue()


def _ask_for_a_regulated_trade(plan: Plan, life: Life) -> None:
    """Members ask for a second unit in a trade that an adviser has to look at."""
    trades = [code for code, known in all_activities().items() if known.trade is not None]
    holders = _holders(life.units[:SCREENED])
    open_units(
        openings=[
            Opening(name=f"{names.words(names.UNIT_SECOND)[index]} twee", activity=trades[index], holders=(person,),
                    day=plan.end)
            for index, person in enumerate(holders)
        ],
        actor=SYSTEM,
    )  # fmt: skip


def _share_work(plan: Plan, life: Life) -> None:
    """The best-filled units have a project, an administrator and have passed on some budget."""
    budgets = unit_budgets(unit_ids=life.units)
    richest = sorted(life.units, key=lambda unit: budgets[unit].available if unit in budgets else 0, reverse=True)
    helpers = _holders(richest[3:6])
    for unit, helper in zip(richest[:3], helpers, strict=False):
        open_project(unit_id=unit, name="Najaarsproductie", day=plan.start)
        add_role(
            unit_id=unit,
            person_id=helper,
            kind=RoleKind.ADMINISTRATOR,
            day=plan.start,
            scopes=[Scope.CREATE_INVOICE, Scope.ENTER_COST],
        )
    for giver, taker in zip(richest[:3], richest[3:6], strict=False):
        amount = min(30_000, budgets[giver].available // 10)
        if amount > 0:
            transfer(move=Move(giver, taker, amount, "Gedeelde voorstelling", plan.end, id=uuid7()), actor=SYSTEM)


def _leave(plan: Plan) -> None:
    for member in Member.objects.order_by("-id")[:LEAVING]:
        request_exit(member_id=member.pk, reason="Verhuisd naar het buitenland", today=plan.end, actor=SYSTEM)


def _holders(units: Sequence[int]) -> list:
    """The holder of each unit, in order."""
    found = dict(UnitRole.objects.filter(unit__in=units, kind=RoleKind.HOLDER).values_list("unit_id", "person_id"))
    return [found[unit] for unit in units]
