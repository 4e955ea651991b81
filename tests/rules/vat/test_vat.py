"""VAT: which treatment a line may have, and how much it carries."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marke.countries.registry import country
from marke.kernel.money import apply_rate
from marke.kernel.refusal import Refusal
from marke.rules.vat import Buyer, BuyerKind, NetLine, Treatment, VatLaw, line_net, purchase, tax_day, totals

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


@pytest.mark.parametrize(
    ("deal", "buyer", "proposed"),
    [
        ("performance", BELGIAN, "culture_performance"),
        ("performance", Buyer("BE", is_private=True), "culture_performance"),
        ("performance", FRENCH, "eu_services"),
        ("performance", Buyer("US"), "outside_eu_services"),
        ("performance", Buyer("US", is_private=True), "culture_performance"),
        ("training", BELGIAN, ""),
        ("construction", BELGIAN, ""),
        ("goods", FRENCH, "eu_goods"),
    ],
)
def test_a_kind_of_deal_has_its_proposal(law: VatLaw, deal: str, buyer: Buyer, proposed: str) -> None:
    """6 % rather than exempt for performances is policy; what is shifted or located elsewhere comes before it."""
    assert law.proposed(deal=deal, buyer=buyer, on=DAY).code == proposed


def test_a_proposal_follows_the_day(law: VatLaw) -> None:
    """Lodging and camping went from 6 to 12 % on 1 March 2026."""
    days = (dt.date(2026, 2, 28), dt.date(2026, 3, 1))
    assert [law.proposed(deal="lodging", buyer=BELGIAN, on=day).rate for day in days] == [REDUCED, Decimal("0.12")]


def test_every_proposal_is_a_ground_open_to_whom_it_is_proposed(law: VatLaw) -> None:
    """A proposal that sending would refuse proposes nothing; a ground ends no earlier than its proposal."""
    for deal in law.deals.values():
        for proposal in deal.proposals:
            ground = law.grounds[proposal.ground]
            assert ground.open_to in (proposal.to, BuyerKind.ANYBODY), deal.code
            assert proposal.period.start in ground.period
            assert (ground.period.end is None) or ground.period.end == proposal.period.end


def test_what_needs_advice_is_not_usual(law: VatLaw) -> None:
    """The form shows the exemptions of article 44 and the co-contractor apart."""
    usual = law.usual_grounds(on=DAY)
    assert {"culture_performance", "copyright", "eu_services"} <= usual
    assert not usual & {"culture_performance_exempt", "publishing_contract", "training", "construction"}


@pytest.mark.parametrize(
    ("ground", "category", "grid"),
    [
        ("", "S", "03"),
        ("restaurant_meals", "S", "02"),
        ("books", "S", "01"),
        ("construction", "AE", "45"),
        ("training", "E", "00"),
    ],
)
def test_each_treatment_knows_its_grid_of_the_return(law: VatLaw, ground: str, category: str, grid: str) -> None:
    found = {treatment.code: treatment for treatment in law.treatments(buyer=BELGIAN, on=DAY)}[ground]
    assert (found.category.value, found.grid) == (category, grid)


def test_a_reason_code_belongs_to_its_category(law: VatLaw) -> None:
    """Peppol P0104 and its like: VATEX-EU-AE with AE, VATEX-EU-G with G, VATEX-EU-IC with K; article 132 with E."""
    codes = {"AE": {"VATEX-EU-AE"}, "G": {"VATEX-EU-G"}, "K": {"VATEX-EU-IC"}, "S": {""}, "O": {""}}
    codes["E"] = {"", "VATEX-EU-132-1I", "VATEX-EU-132-1N"}
    assert all(ground.reason_code in codes[ground.category.value] for ground in law.grounds.values())


@pytest.mark.parametrize(
    ("delivered", "end", "day"),
    [
        (None, None, DAY),
        (dt.date(2026, 8, 1), None, dt.date(2026, 8, 1)),
        (dt.date(2026, 10, 1), None, DAY),
        (None, dt.date(2026, 8, 31), dt.date(2026, 8, 31)),
        (dt.date(2026, 8, 1), dt.date(2026, 8, 31), dt.date(2026, 8, 1)),
    ],
)
def test_the_rates_are_those_of_the_delivery_unless_the_invoice_comes_first(
    delivered: dt.date | None, end: dt.date | None, day: dt.date
) -> None:
    """VAT Code, article 38: what is asked before it is delivered, a deposit, has the rate of its own day."""
    assert tax_day(issued_on=DAY, delivered_on=delivered, period_end=end) == day


def test_grounds_with_one_rate_share_one_total(law: VatLaw) -> None:
    """10.08 for a licence and 10.08 for a book at 6 %: 1.21 on the sum, where each alone would carry 0.60."""
    lines = [
        NetLine(1_008, law.treatment(rate=REDUCED, ground=ground, buyer=BELGIAN, on=DAY))
        for ground in ("copyright", "books")
    ]
    (total,) = totals(lines).breakdown
    assert (total.base, total.vat) == (2_016, 121)
    assert [ground.code for ground in total.grounds] == ["copyright", "books"]


def test_joined_exemptions_have_a_code_only_when_they_share_one(law: VatLaw) -> None:
    """One exempt group an invoice (BR-E-01): a concert and a lesson are exempt for two reasons."""
    exempt = [
        NetLine(1_000, law.treatment(rate=ZERO, ground=ground, buyer=BELGIAN, on=DAY))
        for ground in ("culture_performance_exempt", "training")
    ]
    (both,), (one,) = totals(exempt).breakdown, totals(exempt[:1]).breakdown
    assert (both.reason_code, one.reason_code) == ("", "VATEX-EU-132-1N")
    assert len(both.sentences("fr")) == 2


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
