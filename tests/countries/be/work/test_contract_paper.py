"""The words of a contract: which language the law wants, what each kind says, and copies to read along."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.support.work import engagement

from marke.countries.be.work.contract_paper import contract_language, contract_paper, contract_words
from marke.rules.social.records import Address, Employer
from marke.rules.work.agreement import Agreement, Worker
from marke.rules.work.engagement import Basis, Kind


def agreement(**changes: object) -> Agreement:
    """Three days of a trainer for an employer in Ghent."""
    return Agreement(
        employer=Employer("De Marke", "0403019261", Address("Kaai 1", "9000", "Gent")),
        worker=Worker("Nora Janssens", Address("Dok 5", "9000", "Gent"), dt.date(1990, 3, 1)),
        engagement=engagement(**changes),
        committee="200",
        language="nl",
        number="1001-ABCDEF",
        offered_on=dt.date(2026, 5, 4),
        unit="1001 · Atelier",
        description="Workshop",
    )


@pytest.mark.parametrize(
    ("postcode", "preferred", "language"),
    [
        ("9000", "fr", "nl"),
        ("1500", "fr", "nl"),
        ("4000", "nl", "fr"),
        ("1300", "nl", "fr"),
        ("1000", "nl", "nl"),
        ("1000", "fr", "fr"),
        ("1000", "en", "fr"),
        ("", "en", "en"),
    ],
)
def test_the_region_of_the_seat_decides_the_language(postcode: str, preferred: str, language: str) -> None:
    """Dutch in Flanders, French in Wallonia, the worker's own of the two in Brussels."""
    assert contract_language(postcode=postcode, preferred=preferred) == language


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_every_kind_of_contract_has_its_words(kind: Kind, language: str) -> None:
    """Title and articles in each language, filled in to the last word."""
    data = contract_paper(agreement(kind=kind), language=language).data
    assert data["title"] == contract_words()[language]["titles"][kind.value]
    assert all("{" not in text for text in data["articles"])
    assert len(data["articles"]) >= 4


def test_the_basis_of_pay_is_named() -> None:
    """A lump sum is for the whole, a day's pay by the day."""
    whole = contract_paper(agreement(basis=Basis.WHOLE, amount=600_00)).data
    assert "600,00 EUR voor het geheel" in whole["articles"][1]


def test_what_is_not_known_is_left_out() -> None:
    """An empty line has no place in a contract."""
    facts = contract_paper(agreement()).data["facts"]
    assert all(value for _, value in facts)
