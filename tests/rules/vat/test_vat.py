"""VAT: which treatment a line may have, and how much it carries."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.countries.registry import country
from marke.kernel.money import apply_rate
from marke.kernel.refusal import Refusal
from marke.rules.vat import Buyer, NetLine, Treatment, VatLaw, line_net, purchase, totals

DAY = dt.date(2026, 9, 11)
BELGIAN = Buyer("BE", "BE0403019261")
FRENCH = Buyer("FR", "FR40303265045")
STANDARD, REDUCED, ZERO = Decimal("0.21"), Decimal("0.06"), Decimal("0.00")


@pytest.fixture
def law() -> VatLaw:
    return country("be").vat_law()


def test_rule_23_only_the_standard_rate_needs_no_reason(law: VatLaw) -> None:
    assert law.treatment(rate=STANDARD, ground="", buyer=BELGIAN, on=DAY).code == ""
    for rate in (REDUCED, ZERO, Decimal("0.12"), Decimal("0.5")):
        with pytest.raises(Refusal, match="needs its reason"):
            law.treatment(rate=rate, ground="", buyer=BELGIAN, on=DAY)


def test_rule_23_a_reason_gives_its_own_rate_only(law: VatLaw) -> None:
    """Copyright is 6 %, not 0 %; a reason nobody knows gives nothing."""
    assert law.treatment(rate=REDUCED, ground="copyright", buyer=BELGIAN, on=DAY).rate == REDUCED
    for rate, ground in ((ZERO, "copyright"), (STANDARD, "copyright"), (REDUCED, "friendship")):
        with pytest.raises(Refusal, match="does not give this VAT rate"):
            law.treatment(rate=rate, ground=ground, buyer=BELGIAN, on=DAY)


@pytest.mark.parametrize(
    ("buyer", "open_to_it"),
    [
        (FRENCH, True),
        (Buyer("FR"), False),
        (BELGIAN, False),
        (Buyer("CH", "CHE123456788"), False),
        (Buyer("HR", "HR33392005961"), True),
    ],
)
def test_x14_reverse_charge_is_for_businesses_in_another_member_state(
    law: VatLaw, buyer: Buyer, open_to_it: bool
) -> None:
    codes = {treatment.code for treatment in law.treatments(buyer=buyer, on=DAY)}
    assert ("eu_services" in codes) is open_to_it


def test_a_country_is_a_member_state_from_the_day_it_joined(law: VatLaw) -> None:
    buyer = Buyer("HR", "HR33392005961")
    before = {treatment.code for treatment in law.treatments(buyer=buyer, on=dt.date(2013, 6, 30))}
    assert "eu_services" not in before
    assert "outside_eu_services" in before


def test_a_day_before_the_known_law_is_refused(law: VatLaw) -> None:
    with pytest.raises(Refusal, match="No VAT rate is known"):
        law.treatment(rate=STANDARD, ground="", buyer=BELGIAN, on=dt.date(1990, 1, 1))


def test_every_reason_explains_itself_in_every_language(law: VatLaw) -> None:
    for ground in law.grounds.values():
        assert set(ground.titles) == {"nl", "fr", "en"}
        assert set(ground.sentences) == {"nl", "fr", "en", "de"}
        assert ground.reference


def test_vat_is_rounded_once_per_rate_on_the_sum() -> None:
    """Three lines of 0.02 carry 0.0126, which is 1 cent; line by line it would be nothing."""
    lines = [NetLine(2, Treatment(STANDARD))] * 3
    assert [(total.base, total.vat) for total in totals(lines).breakdown] == [(6, 1)]


@given(st.lists(st.tuples(st.integers(-10_000, 10**7), st.sampled_from([STANDARD, REDUCED, ZERO])), max_size=30))
def test_totals_add_up_whatever_the_lines(lines: list[tuple[int, Decimal]]) -> None:
    """Bases add to the net, net and VAT to the gross, and each VAT is its base times its rate."""
    result = totals([NetLine(net, Treatment(rate)) for net, rate in lines])
    assert result.net == sum(net for net, _ in lines)
    assert result.gross == result.net + result.vat
    assert all(total.vat == apply_rate(total.base, total.rate) for total in result.breakdown)


@pytest.mark.parametrize(
    ("quantity", "price", "net"), [("3", "33.333", 10_000), ("0.333", "0.05", 2), ("1000", "0.0125", 1_250)]
)
def test_a_line_is_rounded_to_the_cent_half_up(quantity: str, price: str, net: int) -> None:
    assert line_net(quantity=Decimal(quantity), unit_price=Decimal(price)) == net


@pytest.mark.parametrize(("share", "charge"), [("1", 10_000), ("0.5", 11_050), ("0", 12_100)])
def test_x5_what_a_purchase_of_121_costs_the_unit(share: str, charge: int) -> None:
    assert purchase(gross=12_100, vat_rate=STANDARD, deductible_share=Decimal(share)).charge == charge


@given(
    st.integers(1, 10**9),
    st.sampled_from([STANDARD, Decimal("0.12"), REDUCED, ZERO]),
    st.sampled_from(["0", "0.5", "1"]),
)
def test_a_purchase_never_gives_back_more_than_its_vat(gross: int, rate: Decimal, share: str) -> None:
    bought = purchase(gross=gross, vat_rate=rate, deductible_share=Decimal(share))
    assert 0 <= bought.deductible <= bought.vat < gross or rate == 0
    assert bought.charge + bought.deductible == gross


@pytest.mark.parametrize("gross", [0, -1])
def test_a_purchase_of_nothing_is_refused(gross: int) -> None:
    with pytest.raises(Refusal, match="more than zero"):
        purchase(gross=gross, vat_rate=STANDARD, deductible_share=Decimal(1))
