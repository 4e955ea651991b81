"""How a period of work is said in Dimona: kinds of worker, hours, and committees without a number."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from marke.countries.be.work.dimona import declared_as
from marke.kernel.declaring import Said

FIRST, LAST = dt.date(2026, 9, 14), dt.date(2026, 9, 16)


def said(*, scheme: str = "ordinary", committee: str = "200") -> Said:
    return declared_as(scheme=scheme, committee=committee, starts_on=FIRST, ends_on=LAST, hours=Decimal("22.8"))


def test_students_are_declared_by_their_hours() -> None:
    assert (said(scheme="student").worker_type, said(scheme="student").hours) == ("STU", Decimal("22.8"))


def test_everybody_else_is_declared_without_hours() -> None:
    assert (said().worker_type, said().hours) == ("OTH", None)


@pytest.mark.parametrize(("committee", "sent"), [("200", "200"), ("227.01", "227"), ("304", "X" * 3), ("302", "X" * 3)])
def test_a_committee_is_sent_as_the_interface_asks(committee: str, sent: str) -> None:
    """A sub-committee by its committee; hotel trade and performing arts by three X."""
    assert said(committee=committee).committee == sent
