"""The demo sells under every ground that the law opens to somebody, and never under one that it does not."""

from __future__ import annotations

import datetime as dt
from random import Random

from marke.countries.registry import country
from marke.demo.plan import ClientPlan
from marke.demo.vat_cases import NOT_SOLD, buyer_of, treatment_of

LAW = country("be").vat_law()
ON = dt.date(2026, 5, 12)


def client(kind: str = "company", zone: str = "be", code: str = "BE") -> ClientPlan:
    return ClientPlan(1, "Studio", kind, zone, code, "nl", "9000", "Gent")


CLIENTS = [
    client(),
    client("person"),
    client("public"),
    client("company", "eu", "NL"),
    client("company", "world", "CA"),
    client("person", "eu", "FR"),
]


def drawn(times: int = 400) -> dict[ClientPlan, set[str]]:
    """The grounds under which each client buys, over many invoices."""
    random = Random(1)
    return {
        each: {
            treatment_of(LAW, each, sector, on=ON, random=random).code for _ in range(times) for sector in ("arts", "")
        }
        for each in CLIENTS
    }


def test_a_ground_is_drawn_only_where_the_law_opens_it() -> None:
    for each, codes in drawn().items():
        assert codes <= {treatment.code for treatment in LAW.treatments(buyer=buyer_of(each), on=ON)}


def test_every_ground_of_the_day_occurs() -> None:
    """Whoever looks at the demo for a while meets each case of the law once, except the subsidy, which is claimed."""
    of_the_day = {code for code, ground in LAW.grounds.items() if ON in ground.period} - NOT_SOLD
    assert set.union(*drawn().values()) - {""} == of_the_day
