"""Account roles: what an account is for, whatever number a country's chart gives it.

Two sets of books live in one journal. The **legal** book (L) is what the annual accounts show. The **budget** book (B)
is the internal bank: who inside the enterprise owns the result. Every entry balances in each book by itself, and
belongs to one legal entity.

A unit's budget is two guarded accounts rather than one with a flag:

- ``unit.received``: the budget whose client money is in. Expenses, rights and transfers use only this.
- ``unit.expected``: the budget that is invoiced while the client still owes. Pay may use it too (wage guarantee).

The unit's budget is their sum. An invoice credits ``unit.expected``; the client's payment moves its budget share to
``unit.received``. Neither goes below zero unless two people agree an advance.

``budget.control`` carries the debit balance that equals the cumulative legal result of the selling entity.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from marke.kernel.money import Cents


class Book(StrEnum):
    """One of the two sets of books."""

    LEGAL = "L"
    BUDGET = "B"


COOPERATIVE = 1
"""The legal entity that has the members and their shares."""
PRODUCTION = 2
"""The legal entity that sells and employs; the budgets are the division of its result."""

DEBIT, CREDIT = 1, -1


@dataclass(frozen=True, slots=True)
class Role:
    """What an account is for.

    ``number`` is its permanent number in the database (below 1000; a common account has the number of its role),
    ``side`` its natural side (1 debit, -1 credit), ``default_floor`` the balance in cents, on its natural side, below
    which a new account of a unit may not go (None: unguarded).
    """

    number: int
    code: str
    book: Book
    side: int
    entity: int = PRODUCTION
    per_unit: bool = False
    default_floor: Cents | None = None


def _legal(number: int, code: str, side: int, *, entity: int = PRODUCTION, per_unit: bool = False) -> Role:
    return Role(number, code, Book.LEGAL, side, entity, per_unit)


def _budget(number: int, code: str, side: int, *, per_unit: bool = False, default_floor: Cents | None = None) -> Role:
    return Role(number, code, Book.BUDGET, side, PRODUCTION, per_unit, default_floor)


ROLES: tuple[Role, ...] = (
    # Money and claims
    _legal(10, "bank", DEBIT),
    _legal(11, "bank.suspense", CREDIT),
    _legal(12, "bank.outgoing", CREDIT),
    _legal(13, "bank.clearing", CREDIT),
    _legal(20, "receivable.client", DEBIT),
    _legal(21, "receivable.member", DEBIT),
    _legal(30, "vat.due", CREDIT),
    _legal(31, "vat.deductible", DEBIT),
    # Income
    _legal(40, "revenue.sales", CREDIT, per_unit=True),
    _legal(41, "revenue.funding", CREDIT, per_unit=True),
    _legal(42, "revenue.recovered", CREDIT),
    _legal(43, "revenue.penalties", CREDIT),
    _legal(44, "revenue.asset_sale", CREDIT),
    # Costs
    _legal(50, "cost.pay", DEBIT, per_unit=True),
    _legal(51, "cost.employer", DEBIT, per_unit=True),
    _legal(52, "cost.insurance", DEBIT, per_unit=True),
    _legal(53, "cost.rights", DEBIT, per_unit=True),
    _legal(54, "cost.expense", DEBIT, per_unit=True),
    _legal(55, "cost.depreciation", DEBIT, per_unit=True),
    _legal(56, "cost.bad_debt", DEBIT),
    _legal(57, "cost.structure", DEBIT),
    # Debts
    _legal(60, "payable.net_pay", CREDIT),
    _legal(61, "payable.social", CREDIT),
    _legal(62, "payable.tax", CREDIT),
    _legal(63, "payable.holiday_fund", CREDIT),
    _legal(64, "payable.insurer", CREDIT),
    _legal(65, "payable.supplier", CREDIT),
    _legal(66, "payable.member_expense", CREDIT),
    _legal(67, "payable.rights", CREDIT),
    _legal(68, "provision.premium", CREDIT),
    _legal(69, "payable.garnished", CREDIT),
    _legal(72, "provision.holiday", CREDIT),
    # Assets, loans and results
    _legal(70, "asset.cost", DEBIT, per_unit=True),
    _legal(71, "asset.depreciation", CREDIT, per_unit=True),
    _legal(75, "member.loan", CREDIT, per_unit=True),
    _legal(76, "deferred.income", CREDIT, per_unit=True),
    _legal(80, "result", CREDIT),
    _legal(81, "reserve", CREDIT),
    # The cooperative itself: shares
    _legal(90, "bank.cooperative", DEBIT, entity=COOPERATIVE),
    _legal(91, "receivable.share", DEBIT, entity=COOPERATIVE),
    _legal(92, "share.capital", CREDIT, entity=COOPERATIVE),
    _legal(93, "payable.share_exit", CREDIT, entity=COOPERATIVE),
    # Budgets of units
    _budget(500, "unit.received", CREDIT, per_unit=True, default_floor=0),
    _budget(501, "unit.expected", CREDIT, per_unit=True, default_floor=0),
    _budget(502, "unit.invested", CREDIT, per_unit=True),
    _budget(503, "unit.loan_due", DEBIT, per_unit=True),
    _budget(504, "unit.owed_to_member", DEBIT, per_unit=True),
    # The common pot
    _budget(510, "pot.contribution", CREDIT),
    _budget(511, "pot.employment", CREDIT),
    _budget(512, "pot.margin", CREDIT),
    _budget(513, "pot.pooled", CREDIT),
    _budget(514, "pot.guarantee", CREDIT),
    _budget(515, "pot.solidarity", CREDIT),
    _budget(516, "pot.fees", CREDIT),
    _budget(517, "pot.structure", CREDIT),
    _budget(520, "budget.control", DEBIT),
)

BY_CODE: dict[str, Role] = {role.code: role for role in ROLES}
BY_NUMBER: dict[int, Role] = {role.number: role for role in ROLES}

RECEIVED = "unit.received"
EXPECTED = "unit.expected"
