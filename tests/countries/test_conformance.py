"""Both countries against the protocol: nothing Belgian leaks into the engine, and another country is one package."""

from __future__ import annotations

from typing import Any

import pytest

from marke.countries.protocol import Country
from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.rules.payroll.change import why_changed
from marke.rules.payroll.rule import COST_EFFECT, NET_EFFECT, Side

LANGUAGES = ("nl", "fr", "en")
FACTS: dict[str, dict[str, Any]] = {
    "be": {
        "person": "p",
        "contract": "c",
        "start": "2026-09-01",
        "end": "2026-09-30",
        "worker": "employee",
        "pay": 2_500_00,
        "family": {"children": 2, "single_parent": True},
    },
    "utopia": {
        "person": "p",
        "contract": "c",
        "start": "2026-09-01",
        "end": "2026-09-30",
        "pay": 2_500_00,
        "children": 2,
    },
}


@pytest.fixture(params=sorted(FACTS))
def code(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def land(code: str) -> Country:
    return country(code)


@pytest.fixture
def engine(land: Country):
    return land.payroll(land.parameters())


def test_it_works(engine, code: str) -> None:
    """A worker with two children receives less than gross, and costs more."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    assert 0 < payslip.net < payslip.gross < payslip.cost
    assert payslip.country == code


def test_the_lines_add_up_to_net_and_cost(engine, code: str) -> None:
    """Net and cost are the sums of the lines, each with the effect of its side."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    moving = [line for line in payslip.lines if line.rule.side is not Side.INFORMATION]
    assert payslip.net == sum(NET_EFFECT[line.rule.side] * line.amount for line in moving)
    assert payslip.cost == sum(COST_EFFECT[line.rule.side] * line.amount for line in moving)


def test_a_payslip_without_traces_has_the_same_amounts(engine, code: str) -> None:
    """Traces explain the amounts and never change them."""
    contract = engine.read(FACTS[code])
    assert engine.payslip(contract, traced=False).amounts == engine.payslip(contract).amounts


def test_every_rule_says_its_sentence_and_its_reference(engine) -> None:
    """Each rule carries the sentence of the law and where it stands."""
    for rule in engine.book:
        assert rule.text.sentence.endswith(".") or "." in rule.text.sentence
        assert rule.text.reference


def test_every_figure_a_rule_names_exists(engine, land: Country) -> None:
    """A rule names only figures that have a file."""
    known = set(land.parameters().figures)
    assert {key for rule in engine.book for key in rule.text.figures} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_explained_in_every_language(engine, code: str, language: str) -> None:
    """Each line of a payslip is a sentence in Dutch, French and English."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    sentences = engine.messages.explain(payslip, language)
    assert {sentence.code for sentence in sentences} >= {line.code for line in payslip.lines if line.amount}
    assert all("{" not in sentence.text for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rise_is_explained_by_its_cause(engine, code: str, language: str) -> None:
    """When pay rises, every changed line names the base it is now computed on."""
    before = engine.payslip(engine.read(FACTS[code]))
    after = engine.payslip(engine.read({**FACTS[code], "pay": 2_600_00}))
    assert len(why_changed(engine.messages, before, after, language)) >= 3


def test_nothing_changed_needs_no_explanation(engine, code: str) -> None:
    """Two equal months have no differences to explain."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    assert why_changed(engine.messages, payslip, payslip, "en") == []


def test_an_unknown_language_is_refused(engine, code: str) -> None:
    """The explanation exists in the languages of the enterprise only."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    with pytest.raises(Refusal):
        engine.messages.explain(payslip, "tlh")


def test_the_simulator_goes_back_and_forth(engine, code: str) -> None:
    """From gross to net and from that net to gross again gives the same net."""
    facts = dict(FACTS[code])
    expected = engine.payslip(engine.read(facts)).net
    facts.pop("pay")
    answer = engine.simulate({"contract": facts, "given": "net", "amount": expected})
    assert answer["net"] == expected


def test_a_batch_is_the_same_in_any_order(engine, code: str) -> None:
    """A wage run gives the same payslips whatever the order of its contracts."""
    contracts = [engine.read({**FACTS[code], "person": f"p{n}", "pay": 1_900_00 + n}) for n in range(5)]
    forwards = [slip.as_json() for slip in engine.batch(contracts)]
    assert [slip.as_json() for slip in engine.batch(reversed(contracts))] == forwards


def test_every_parameter_file_says_where_it_comes_from(land: Country) -> None:
    """Each figure has a title, a unit, a reference, and each value a source and a status."""
    for figure in land.parameters():
        assert figure.title
        assert figure.unit
        assert figure.reference
        assert figure.values
        assert all(value.source for value in figure.values)


def test_a_fact_the_country_does_not_know_is_refused(engine, code: str) -> None:
    """A misspelt fact is refused by name instead of being ignored."""
    with pytest.raises(Refusal):
        engine.read({**FACTS[code], "chlidren": 2})


def test_a_negative_amount_is_refused(engine, code: str) -> None:
    """Pay is never negative."""
    with pytest.raises(Refusal):
        engine.read({**FACTS[code], "pay": -1})


def test_an_unknown_country_is_not_invented() -> None:
    """A country that nobody wrote is not found."""
    with pytest.raises(ModuleNotFoundError):
        country("atlantis")
