"""Both countries against the protocol: nothing Belgian leaks into the engine, and another country is one package."""

from __future__ import annotations

import json
from typing import Any

import pytest

from marke.countries.protocol import Country
from marke.countries.registry import country
from marke.kernel.refusal import Refusal
from marke.rules.payroll.change import why_changed
from marke.rules.payroll.payslip import line_from_json
from marke.rules.payroll.rule import COST_EFFECT, NET_EFFECT, Side
from marke.rules.payroll.simulation import Given

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


def test_every_figure_on_a_payslip_has_a_name_for_its_reader(engine, code: str) -> None:
    """A notice or a cause never shows a technical key."""
    payslip = engine.payslip(engine.read(FACTS[code]))
    used = {version.key for line in payslip.lines for version in line.figures}
    assert used <= set(engine.messages.figures)
    assert all(set(names) == set(LANGUAGES) for names in engine.messages.figures.values())


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
    assert (answer.chain.net, answer.is_exact) == (expected, True)
    assert answer.as_json()["payslip"]["net"] == expected


def test_the_waterfall_leads_from_the_invoice_to_net(engine, code: str) -> None:
    """Every cent between the invoice and net pay is in one step of the waterfall."""
    facts = dict(FACTS[code])
    facts.pop("pay")
    answer = engine.simulate({"contract": facts, "given": "invoice", "amount": 5_000_00})
    assert answer.chain.invoice + sum(step.amount for step in answer.waterfall()) == answer.chain.net


@pytest.mark.parametrize("given", list(Given))
def test_every_linked_value_can_be_the_start(engine, code: str, given: Given) -> None:
    """Whatever value the reader starts from, the chain contains it."""
    facts = dict(FACTS[code])
    facts.pop("pay")
    first = engine.simulate({"contract": facts, "given": "day_pay", "amount": 2_500_00})
    amount = first.chain.value(given)
    assert engine.simulate({"contract": facts, "given": given.value, "amount": amount}).chain.value(given) == amount


def test_a_batch_is_the_same_in_any_order(engine, code: str) -> None:
    """A wage run gives the same payslips whatever the order of its contracts."""
    contracts = [engine.read({**FACTS[code], "person": f"p{n}", "pay": 1_900_00 + n}) for n in range(5)]
    forwards = [slip.as_json() for slip in engine.batch(contracts).payslips]
    assert [slip.as_json() for slip in engine.batch(reversed(contracts)).payslips] == forwards


def test_one_refusal_stops_nobody_else_in_a_wage_run(engine, code: str) -> None:
    """A person whose payslip is refused is reported; everybody else is paid."""
    good = engine.read(FACTS[code])
    bad = engine.read({**FACTS[code], "person": "q", "start": "1999-09-01", "end": "1999-09-30"})
    batch = engine.batch([bad, good])
    assert [slip.person for slip in batch.payslips] == ["p"]
    assert [(refused.person, refused.refusal.rule) for refused in batch.refused] == [("q", "parameters.unknown-period")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stored_line_is_explained_as_on_the_first_day(engine, code: str, language: str) -> None:
    """Years later the stored line gives the same sentence, without the law being computed again."""
    for line in engine.payslip(engine.read(FACTS[code])).lines:
        stored = json.loads(json.dumps(line.as_json()))
        assert engine.messages.line(line_from_json(stored), language) == engine.messages.line(line, language)


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
