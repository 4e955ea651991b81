"""Several contracts of one person in one month, and the policies of withholding on a few days."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools

import pytest

from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.payroll.garnishment import garnishable
from marke.countries.be.payroll.inputs import Family, Garnishment, Partner, Scheme, Worker, WorkTime
from marke.countries.be.payroll.short_contracts import UnknownPolicy
from marke.kernel.dates import DateRange
from marke.kernel.parameters import CooperativeRow

EARNING_PARTNER = Family(Partner.EARNED_INCOME)


def three_contracts(contract):
    """Three contracts of three days each in one month."""
    return [
        contract(
            contract=f"c{first}",
            start=dt.date(2026, 9, first),
            end=dt.date(2026, 9, first + 2),
            pay=700_00,
            family=EARNING_PARTNER,
            time=WorkTime(3, 22),
            ends=True,
        )
        for first in (1, 8, 15)
    ]


def with_policy(name: str) -> BelgianEngine:
    since = DateRange(dt.date(2026, 1, 1))
    row = CooperativeRow("cooperative.short_contract_withholding", since, name, decided_by="board")
    return BelgianEngine(parameters().with_rows([row]))


def test_the_special_contribution_looks_at_the_whole_month(engine, contract) -> None:
    """Three contracts together bear the special contribution of the month's total, not three times that of a part."""
    slips = engine.person_month(three_contracts(contract))
    # 3 x (700.00 + 53.69 single exit pay) = 2,261.07; 14.44 + 1.1 % of 70.89 = 0.78 gives 15.22
    assert sum(slip["csss_month"] for slip in slips) == 15_22
    assert [slip["csss_month"] for slip in slips] == [0, 5_15, 10_07]


def test_the_order_in_which_contracts_are_given_changes_nothing(engine, contract) -> None:
    """Contracts are taken by their days, so any order gives the same payslips."""
    expected = [slip.as_json() for slip in engine.person_month(three_contracts(contract))]
    for order in itertools.permutations(three_contracts(contract)):
        assert [slip.as_json() for slip in engine.person_month(order)] == expected


def test_the_month_total_taxes_contracts_together(contract) -> None:
    """Under the month total the contracts of a month bear together the tax of their total."""
    engine = with_policy("month_total")
    slips = engine.person_month(three_contracts(contract))
    whole = engine.payslip(contract(pay=2_100_00, family=EARNING_PARTNER))
    # three times 13.07 % of 700.00 = 91.49 is 274.47, as for 2,100.00; the work bonus of short days is nil
    assert sum(slip["taxable_month"] for slip in slips) == 2_100_00 - 274_47
    assert slips[0]["withholding_before_bonus"] == 0
    assert sum(slip["withholding_before_bonus"] for slip in slips) < whole["withholding_before_bonus"]


def test_by_day_each_contract_bears_its_own_tax(contract) -> None:
    """Under the day conversion equal contracts bear equal tax, whatever came before."""
    slips = with_policy("day").person_month(three_contracts(contract))
    assert len({slip["withholding_before_bonus"] for slip in slips}) == 1
    assert slips[0]["withholding_before_bonus"] > 0


def test_the_payslip_names_the_policy_it_used(engine, contract) -> None:
    """The variant of withholding is shown on the payslip, with a notice while it is only a default."""
    (slip, *_) = engine.person_month(three_contracts(contract))
    assert slip.variants["withholding"] == "day"
    assert slip.line("withholding_before_bonus").case == "day"
    assert "cooperative.short_contract_withholding" in {notice.params["figure"] for notice in slip.notices}


def test_a_decided_policy_carries_no_notice(contract) -> None:
    """Once the cooperative has decided, the notice is gone."""
    slip = with_policy("day").payslip(three_contracts(contract)[0])
    assert "cooperative.short_contract_withholding" not in {notice.params["figure"] for notice in slip.notices}


def test_a_policy_nobody_wrote_is_refused(contract) -> None:
    """A setting that names no policy stops the payslip instead of taxing at random."""
    with pytest.raises(UnknownPolicy):
        with_policy("weekly").payslip(three_contracts(contract)[0])


def test_a_full_month_ignores_the_policy_for_short_contracts(contract) -> None:
    """A full month is always taxed by the month scale."""
    assert with_policy("day").payslip(contract()).amounts == with_policy("month_total").payslip(contract()).amounts


def test_garnishment_looks_at_the_month_and_takes_only_once(engine, contract) -> None:
    """Creditors take from the person's net pay of the month; what an earlier payslip gave counts."""
    order = Garnishment(claim=None)
    slips = [
        contract(
            contract=f"c{first}",
            start=dt.date(2024, 6, first),
            end=dt.date(2024, 6, first + 4),
            pay=1_100_00,
            time=WorkTime(5, 20),
            garnishment=order,
        )
        for first in (3, 10)
    ]
    first, second = engine.person_month(slips)
    total_net = first["net_month"] + second["net_month"]
    law = engine.law_on(dt.date(2024, 6, 7))
    assert first["garnishment"] == garnishable(law, first["net_month"])
    assert first["garnishment"] + second["garnishment"] == garnishable(law, total_net)


def test_maintenance_debts_know_no_protected_part(engine, contract) -> None:
    """For maintenance the whole net pay is open, up to the claim."""
    slip = engine.payslip(
        contract(
            start=dt.date(2024, 6, 1),
            end=dt.date(2024, 6, 30),
            pay=1_500_00,
            garnishment=Garnishment(maintenance=True, claim=200_00),
        )
    )
    assert slip["garnishment"] == 200_00
    assert slip.net == slip["net_month"] - 200_00


def test_a_batch_groups_by_person_and_month(engine, contract) -> None:
    """In a wage run two persons with the same contracts bear the same special contribution, each for themselves."""
    mine = three_contracts(contract)
    yours = [dataclasses.replace(each, person="q") for each in mine]
    slips = engine.batch([*yours, *mine]).payslips
    assert [slip.person for slip in slips] == ["p"] * 3 + ["q"] * 3
    assert [slip["csss_month"] for slip in slips[:3]] == [slip["csss_month"] for slip in slips[3:]]


def test_an_artist_receives_no_exit_holiday_pay_from_the_employer(engine, contract) -> None:
    """The holiday fund pays artists and manual workers, so the end of a contract brings them nothing."""
    slip = engine.payslip(contract(worker=Worker.ARTIST, ends=True))
    assert slip["exit_holiday_single"] == 0
    assert slip["holiday_fund_debit_note"] > 0


def test_allowances_are_paid_in_every_scheme_and_closed_to_creditors(engine, contract) -> None:
    """Commuting and mileage are added after net pay is found; creditors take nothing of them."""
    june = {"start": dt.date(2024, 6, 1), "end": dt.date(2024, 6, 30), "scheme": Scheme.FLEXI_JOB}
    order = Garnishment()
    bare = engine.payslip(contract(**june, pay=1_600_00, garnishment=order))
    paid = engine.payslip(contract(**june, pay=1_600_00, garnishment=order, commuting=100_00, kilometres=100))
    assert paid["garnishment"] == bare["garnishment"]
    assert paid.net == bare.net + 100_00 + 42_65


def test_a_premium_of_a_performer_is_flat_too(contract) -> None:
    """Under the ruling for performers every payment bears 11.11 %."""
    since = DateRange(dt.date(2026, 1, 1))
    row = CooperativeRow("cooperative.artists_flat_withholding", since, True, decided_by="board")
    engine = BelgianEngine(parameters().with_rows([row]))
    slip = engine.payslip(contract(worker=Worker.ARTIST, performer=True, year_end_premium=100_00))
    # 100.00 - 13.07 % of 108.00 = 14.12 is 85.88; 11.11 % = 9.54
    assert slip["exceptional_withholding"] == 9_54
    assert slip.line("exceptional_withholding").case == "flat"


def test_a_long_and_a_short_contract_in_one_month_are_taxed_apart_by_day(contract) -> None:
    """Under the day policy a short contract bears its own tax, and a full month next to it is taxed as if alone."""
    engine = with_policy("day")
    whole = contract(contract="whole")
    short = contract(contract="short", end=dt.date(2026, 9, 3), pay=600_00, time=WorkTime(3, 22))
    slips = {slip.contract: slip for slip in engine.person_month([whole, short])}
    assert slips["whole"]["withholding_before_bonus"] == engine.payslip(whole)["withholding_before_bonus"]
    assert slips["short"]["withholding_before_bonus"] == engine.payslip(short)["withholding_before_bonus"]
