"""The country-free engine: rates, rules, solver, golden cases."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.kernel.money import apply_rate
from marke.kernel.refusal import Refusal
from marke.rules.payroll.golden import Verdict, check_cases, count_by_source, read_cases
from marke.rules.payroll.rates import Rate, cents_of, divide_half_up
from marke.rules.payroll.rule import RuleBook, Side
from marke.rules.payroll.solver import OutOfReach, largest_gross_within, least_gross_giving


@given(st.integers(0, 10**12), st.decimals("0", "2", places=4))
def test_a_compiled_rate_rounds_like_money(amount: int, rate: Decimal) -> None:
    """A rate compiled to whole numbers gives the same cent as the ordinary half-up rounding."""
    assert Rate(rate).of(amount) == apply_rate(amount, rate)


def test_half_a_cent_goes_up() -> None:
    """Half a cent is rounded up."""
    assert divide_half_up(25, 10) == 3


def test_a_legal_amount_is_whole_cents() -> None:
    """A limit printed with a fraction of a cent is a mistake in the file."""
    assert cents_of(Decimal("1945.38")) == 194538
    with pytest.raises(ValueError, match="whole number of cents"):
        cents_of(Decimal("1.005"))


def test_a_rule_says_the_sentence_of_the_law() -> None:
    """The docstring of a rule is what the payslip shows as its sentence."""
    book = RuleBook("island")

    @book.rule(line="toll", side=Side.DEDUCTION, reference="Charter, art. 1")
    def toll(pay: int) -> int:
        """Who passes the bridge
        pays a coin."""
        return 100

    assert toll(5) == 100
    assert book["toll"].text.sentence == "Who passes the bridge pays a coin."
    assert book["toll"].text.name == "island.toll"


def test_a_rule_without_a_sentence_is_refused() -> None:
    """A rule that nobody can read is not a rule."""
    with pytest.raises(ValueError, match="no sentence"):
        RuleBook("island").rule(line="toll", side=Side.DEDUCTION, reference="")(lambda pay: pay)


def test_two_rules_cannot_produce_one_line() -> None:
    """Each payslip line has exactly one rule."""
    book = RuleBook("island")

    def toll(pay: int) -> int:
        """A coin."""
        return pay

    book.rule(line="toll", side=Side.DEDUCTION, reference="")(toll)
    with pytest.raises(ValueError, match="Two rules"):
        book.rule(line="toll", side=Side.DEDUCTION, reference="")(toll)


def saw(gross: int) -> int:
    """Net that climbs by 60 % and falls back by 5 euro at every hundred."""
    return gross * 6 // 10 - 500 * (gross // 100_00)


@given(st.integers(0, 500_000))
def test_the_climb_finds_every_net_that_some_gross_gives(gross: int) -> None:
    """Starting from the net of any gross, the solver finds a gross with exactly that net, the smallest."""
    target = max(0, saw(gross))
    found = least_gross_giving(target, saw)
    assert saw(found) == target
    assert found <= gross or target == 0


@given(st.integers(0, 30_000))
def test_a_net_that_starts_too_high_and_falls_is_found(gross: int) -> None:
    """With a fixed premium the net of no pay can be high already, fall as its tax rises, and rise again."""

    def net_of(pay: int) -> int:
        return pay * 6 // 10 + (400_00 if pay < 100_00 else 250_00)

    assert net_of(least_gross_giving(net_of(gross), net_of)) == net_of(gross)


def test_a_net_that_rounding_skips_is_just_covered() -> None:
    """When no gross gives the net, the first gross that covers it is the answer."""
    assert least_gross_giving(15, lambda gross: gross // 10 * 10) == 20


def test_a_net_beyond_the_largest_gross_is_refused() -> None:
    """A net that no pay gives is refused, not approximated."""
    with pytest.raises(OutOfReach):
        least_gross_giving(100, lambda gross: 50, largest=10_000)


@given(st.integers(0, 10**9))
def test_the_largest_gross_fits_and_one_cent_more_does_not(limit: int) -> None:
    """Fitting into a budget never exceeds it, and never leaves room for another cent of pay."""

    def cost_of(gross: int) -> int:
        return gross + gross // 4

    found = largest_gross_within(limit, cost_of)
    assert cost_of(found) <= limit < cost_of(found + 1)


def test_a_budget_below_the_fixed_costs_is_refused() -> None:
    """An amount that does not cover what comes with a contract without pay is refused."""
    with pytest.raises(OutOfReach):
        largest_gross_within(100, lambda gross: gross + 200)


HEADER = "id,expected_field,expected_value,tolerance"


def verdicts(*rows: str, computed: dict[str, Decimal]) -> list[Verdict]:
    cases = read_cases([HEADER, *rows])
    return [field.verdict for field in check_cases(cases, lambda case: computed)]


def test_a_field_within_its_tolerance_is_told_from_an_exact_one() -> None:
    """Exact, within tolerance and wrong are three different verdicts."""
    rows = ("A-1,net,10.00,0.00", "A-1,net,10.10,0.20", "A-1,net,11.00,0.20", "A-1,tax,1.00,0.00")
    assert verdicts(*rows, computed={"net": Decimal("10.00")}) == [
        Verdict.EXACT,
        Verdict.WITHIN_TOLERANCE,
        Verdict.WRONG,
        Verdict.UNSUPPORTED,
    ]


def test_a_refused_case_is_unsupported_with_its_reason() -> None:
    """A case the law has no figure for is listed with the refusal's sentence."""

    def refuse(case: object) -> dict[str, Decimal]:
        raise Refusal("parameters.missing-figure", "There is no value.")

    (field,) = check_cases(read_cases([HEADER, "A-1,net,10.00,0.00"]), refuse)
    assert (field.verdict, field.reason) == (Verdict.UNSUPPORTED, "There is no value.")


def test_verdicts_are_counted_by_source() -> None:
    """The first part of a case's name is its source."""
    cases = read_cases([HEADER, "SPF-1,net,10,0", "SPF-2,net,10,0", "REAL-1,net,9,0"])
    counts = count_by_source(check_cases(cases, lambda case: {"net": Decimal(10)}))
    assert counts["SPF"][Verdict.EXACT] == 2
    assert counts["REAL"][Verdict.WRONG] == 1
