"""What a country brings to the enterprise. The core knows no country; it asks the registry for one of these."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from marke.kernel.declaring import Said
from marke.kernel.money import Cents
from marke.kernel.parameters import ParameterTree
from marke.rules.banking.statements import StatementFile
from marke.rules.orders.papers import RequiredFile
from marke.rules.payroll.batch import Batch
from marke.rules.payroll.explain import Messages
from marke.rules.payroll.golden import Case, Computed
from marke.rules.payroll.payslip import Payslip
from marke.rules.payroll.rule import RuleBook
from marke.rules.payroll.simulation import Answer
from marke.rules.posting.recipes.pay import PayCost
from marke.rules.social.filings import Filing, TaxStatement, WorkOfYear
from marke.rules.social.papers import Paper
from marke.rules.vat import DeductionRule, VatLaw
from marke.rules.vat.filing import Listed, Period, TaxedDocument, VatReturn
from marke.rules.work.concerns import Check
from marke.rules.work.engagement import Engagement
from marke.rules.work.functions import Function

Contract = TypeVar("Contract")


class PayrollEngine(Protocol, Generic[Contract]):
    """A country's payroll under one parameter tree. Pure: no clock, no database, no setting but the tree."""

    @property
    def book(self) -> RuleBook:
        """Every rule of the country by the payslip line it produces."""
        ...

    @property
    def messages(self) -> Messages:
        """The sentences that explain each line in the languages of the enterprise."""
        ...

    @property
    def question(self) -> type[Any]:
        """The frozen input of `simulate`: interfaces describe from it which facts the country asks."""
        ...

    def read(self, facts: Mapping[str, Any]) -> Contract:
        """Plain facts as the country's frozen input. Raises a `Refusal` for each unknown or impossible fact."""
        ...

    def payslip(self, contract: Contract, *, traced: bool = True) -> Payslip:
        """The payslip of one contract for one month."""
        ...

    def batch(self, contracts: Iterable[Contract], *, traced: bool = False) -> Batch:
        """The payslips of a wage run, contracts of one person and month together; a refusal stops nobody else."""
        ...

    def taken_up(
        self, contracts: Iterable[Contract], *, traced: bool = True
    ) -> list[tuple[Payslip, Mapping[str, Any]]]:
        """The payslips of one person's contracts in a month, in order, each taking up where the earlier ones stopped.

        Beside each stands what the month has borne so far: the fact ``so_far`` of that person's next contract. Raises
        a `Refusal` for the first that cannot be computed; then none of them counts.
        """
        ...

    def booked(self, amounts: Mapping[str, Cents], *, net: Cents) -> PayCost:
        """The lines of a payslip as the books need them: who gets what."""
        ...

    def simulate(self, facts: Mapping[str, Any]) -> Answer:
        """Answer a plain question: ``given``, ``amount`` and the facts of the ``contract`` without its pay."""
        ...

    def golden_fields(self, case: Case) -> Computed:
        """The fields of a published case, recomputed."""
        ...


class NationalNumber(Protocol):
    """The number a country gives to a person, and what can be read from it."""

    @property
    def digits(self) -> str: ...

    @property
    def birth_date(self) -> dt.date | None: ...

    @property
    def formatted(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Identifiers:
    """How a country writes the numbers of people, organisations, accounts and payments.

    Each ``read_...`` takes what was typed and gives the compact form, or raises a `Refusal` that says how to write it.
    ``read_national_number`` also takes ``today``, because nobody is born in the future.
    """

    read_national_number: Callable[..., NationalNumber]
    read_enterprise_number: Callable[[str], str]
    format_enterprise_number: Callable[[str], str]
    vat_number: Callable[[str], str]
    read_iban: Callable[[str], str]
    format_iban: Callable[[str], str]
    make_structured_communication: Callable[[int], str]
    read_structured_communication: Callable[[str], str]
    format_structured_communication: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Invented:
    """Numbers that pass every check and belong to nobody, for the demo cooperative and for tests.

    ``national_number(born, serial)``, ``enterprise_number(serial)`` and ``iban(serial)``: a serial gives one number.
    """

    national_number: Callable[[dt.date, int], str]
    enterprise_number: Callable[[int], str]
    iban: Callable[[int], str]
    statement_file: Callable[..., bytes] | None = None
    """``statement_file(statements, made_on=, reference=)``: the file of an invented bank, where there is one."""


@dataclass(frozen=True, slots=True)
class WorkLaw:
    """A country's law of work: what people do, what stands against an engagement, and the facts of its payslips."""

    functions: Callable[[], Mapping[str, Function]]
    """What people do, by code and in the order in which it is offered."""
    checks: Callable[[Any], Sequence[Check]]
    """The country's checks under its payroll engine, beside those that hold everywhere (`rules.work.concerns`)."""
    facts_of_month: Callable[..., dict[str, Any]]
    """``facts_of_month(engagement, month=, worked=, person=)``: what the payroll engine reads."""
    worker: Callable[[Engagement], str]
    """The kind of worker that social security sees, by the country's own code."""
    scheme: Callable[[Engagement], str]
    coefficient: Callable[[Any, Engagement], Decimal]
    """What an engagement takes from the unit, as a multiple of gross pay: the cooperative's choice per regime."""
    student_hours: Callable[[Any, dt.date], Decimal]
    """The hours of a year that a student may work under the student scheme."""
    declared_as: Callable[..., Said]
    """``declared_as(scheme=, committee=, starts_on=, ends_on=, hours=)``: a period in the office's words."""
    contract: Callable[..., Paper]
    """``contract(agreement, language="")``: the words of a contract, for screen and paper."""
    contract_language: Callable[..., str]
    """``contract_language(postcode=, preferred=)``: the language that the law wants at the employer's seat."""


@dataclass(frozen=True, slots=True)
class SocialLaw:
    """What a country's employers declare about pay and give to their workers, from stored payslips."""

    quarter: Callable[..., Filing]
    """``quarter(engine, payroll, quarter=, made_at=)``: the declaration to social security, with its file unless
    ``made_at`` is None."""
    month: Callable[..., TaxStatement]
    """``month(payroll, month=)``: what was kept back for the tax office on pay of a month."""
    year: Callable[..., Filing]
    """``year(payroll, year=, made_on=)``: the slips of a year for the tax office, file included."""
    work_of_year: Callable[..., WorkOfYear]
    """``work_of_year(payroll, year=)``: the figures of the social balance."""
    payslip: Callable[..., Paper]
    """``payslip(slip, language="")``: the payslip on paper."""
    of_work_year: Mapping[str, Callable[..., Paper]]
    """Documents of a worker over the work of a year by name: ``document(payroll, person=, year=, language="")``."""
    of_paid_year: Mapping[str, Callable[..., Paper]]
    """The same over the wages that arrived in a year."""
    of_contract: Mapping[str, Callable[..., Paper]]
    """Documents at the end of a contract by name: ``document(payroll, person=, contract=, language="")``."""


@dataclass(frozen=True, slots=True)
class VatFilings:
    """What a country asks to be filed about VAT: the periodic return and the lists of clients, with their files."""

    periodic: Callable[..., VatReturn]
    """``periodic(documents, period=)``: the boxes of a period."""
    european: Callable[[Iterable[TaxedDocument]], list[Listed]]
    """The clients in other member states, which are listed in every period that has any."""
    yearly: Callable[[Iterable[TaxedDocument]], list[Listed]]
    """The clients of the country that are listed once a year."""
    periodic_file: Callable[..., bytes]
    """``periodic_file(found, declarant=, reference=, repay=False)``."""
    european_file: Callable[..., bytes]
    """``european_file(clients, period=, declarant=, reference=)``."""
    yearly_file: Callable[..., bytes]
    """``yearly_file(clients, year=, declarant=, reference=)``."""
    box_titles: Callable[[str], dict[str, str]]
    """What each box holds, in a language, in the order of the form."""
    due_day: Callable[[Period], int]
    """The day of the next month on which return and payment are due."""


@dataclass(frozen=True, slots=True)
class Country:
    """One country: its code, the numbers it gives, and its law by subject."""

    code: str
    identifiers: Identifiers
    invented: Invented
    is_working_day: Callable[[dt.date], bool]
    vat_law: Callable[[], VatLaw]
    deduction_rules: Callable[[], Mapping[str, DeductionRule]]
    required_files: Callable[[], Mapping[str, RequiredFile]]
    """Files that some kinds of deal require before they are invoiced."""
    parameters: Callable[[], ParameterTree]
    """The legal figures of the country, without any cooperative's rows."""
    read_bank_file: Callable[[bytes], StatementFile]
    """A statement of a bank of the country, in its own or the international format, with its balances proven.

    Raises a `Refusal` with the reason, and then nothing of the file counts."""
    work: WorkLaw
    payroll: Callable[[ParameterTree], PayrollEngine[Any]]
    """The payroll engine under a tree, usually `parameters` with the cooperative's rows above it."""
    social: SocialLaw | None = None
    """What is declared about pay; a country where nothing is declared has none."""
    vat_filings: VatFilings | None = None
    """What is filed about VAT; a country without VAT has none."""
