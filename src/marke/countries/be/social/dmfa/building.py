"""From the payslips of a quarter to its declaration.

The bases are those of the payslips. What is owed on them is the rate of the quarter on the whole of a worker line, as
social security computes it; where that differs by a cent or two from the payslips, `true_up` names the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from marke.countries.be.payroll.inputs import MonthSoFar, Scheme, Worker
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.quarter import PersonQuarter, person_quarter
from marke.countries.be.payroll.reductions import Occupation
from marke.countries.be.social.dmfa import codes
from marke.countries.be.social.dmfa.model import (
    Contribution,
    Declaration,
    DeclaredPerson,
    Deduction,
    OccupationLine,
    Remuneration,
    Service,
    StudentLine,
    WorkerLine,
)
from marke.countries.be.social.work import (
    FULL_WEEK,
    WEEK_DAYS,
    family_of,
    has_ordinary_part,
    is_part_time,
    ordinary_part,
    ordinary_pay,
    scheme_of,
    student_pay,
    total,
    total_base,
    week_hours,
    worker_of,
)
from marke.kernel.dates import Quarter
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.payroll.rates import Rate
from marke.rules.social.records import PaidMonth, Payroll, Person

MOST_OCCUPATIONS = 99
YEARLY = 12
"""An end-of-year premium is paid every twelve months."""


class CannotDeclare(Refusal):
    """Something of a quarter cannot be declared as it is known."""


def declaration(law: Law, payroll: Payroll, *, quarter: Quarter) -> Declaration:
    """The declaration of a quarter; payslips of other months do not count.

    ``law`` is that of the quarter's last day. Raises `MissingFigure` for a rate that is not known for the quarter, and
    a `Refusal` for work without a code, a worker without a national number, or pay above the employer ceiling.
    """
    people, doubles = [], 0
    for person, every_month in payroll.by_person():
        months = [month for month in every_month if month.month.first in quarter]
        if not months:
            continue
        people.append(_person(law, person, months))
        doubles += total_base(months, "onss_exit_double") + total_base(months, "double_holiday_retention")
    apart = (Contribution(codes.DOUBLE_HOLIDAY, law.employee_rate.of(doubles), doubles),) if doubles else ()
    return Declaration(quarter, payroll.employer, tuple(people), apart)


def settled(law: Law, person: Person, months: Sequence[PaidMonth]) -> PersonQuarter:
    """The person's quarter: special contribution and structural reduction. Raises `CannotDeclare` above the ceiling."""
    ordinary = [month for month in months if _is_ordinary(month)]
    if not ordinary:
        return PersonQuarter(0, (), (), 0)
    found = person_quarter(
        law,
        months=_months_so_far(ordinary),
        occupations=[_occupation(group) for group in _by_contract(ordinary).values()],
        family=family_of(person),
        contributions_due=total(ordinary, "employer_basic", "employer_moderation"),
    )
    if found.base_above_cap:
        raise CannotDeclare(
            "dmfa.above-ceiling",
            gettext_noop(
                "%(person)s earned more than the ceiling of the quarter, for which no code is known: declare by hand."
            ),
            params={"person": person.name},
        )
    if sum(found.artists):
        raise codes.NoCode(
            "dmfa.artists-reduction",
            gettext_noop("No deduction code is known for the artists' reduction: look it up in the annexes."),
        )
    return found


def contribution_rate(law: Law, worker: Worker) -> Rate:
    """Worker and employer contribution together, holiday contribution of the quarter included."""
    whole = law.employee_rate.decimal + Decimal(law.parameters["onss.employer_rate"])
    fund = law.parameters["onss.holiday_fund"]["quarterly"] if worker.is_paid_by_holiday_fund else 0
    return Rate(whole + Decimal(fund))


def _person(law: Law, person: Person, months: Sequence[PaidMonth]) -> DeclaredPerson:
    if not person.national_number:
        raise CannotDeclare(
            "dmfa.no-national-number",
            gettext_noop("No national number is known of %(person)s: nobody is declared without one."),
            params={"person": person.name},
        )
    lines = [_student_line(law, code, group) for code, group in _students(months)]
    ordinary = [month for month in months if _is_ordinary(month)]
    quarter = settled(law, person, months)
    structural = dict(zip(_by_contract(ordinary), quarter.structural, strict=False))
    special = total(months, "csss_month") + quarter.special_contribution
    for code, group in _by_code(ordinary):
        lines.append(_worker_line(law, code, group, structural, special))
        special = 0
    lines += [_flexi_line(law, code, group) for code, group in _by_code([m for m in months if _is_flexi(m)])]
    return DeclaredPerson(person.national_number, tuple(lines))


def _worker_line(
    law: Law, code: str, months: Sequence[PaidMonth], structural: dict[str, Cents], special: Cents
) -> WorkerLine:
    """A worker line with ordinary pay; the special contribution of the person stands on the first one."""
    worker = worker_of(months[0])
    basis = total_base(months, "employer_contributions")
    small = {codes.small_code(name): Rate(rate) for name, rate in law.parameters["onss.small_contributions"].items()}
    contributions = [
        Contribution(code, contribution_rate(law, worker).of(basis), basis),
        *(Contribution(each, rate.of(basis), basis) for each, rate in sorted(small.items())),
    ]
    if special:
        contributions.append(Contribution(codes.SPECIAL_CONTRIBUTION, special))
    bonus = total(months, "work_bonus_total")
    return WorkerLine(
        code,
        occupations=_occupations(months, structural),
        contributions=tuple(contributions),
        deductions=(Deduction(codes.WORK_BONUS, bonus),) if bonus else (),
    )


def _flexi_line(law: Law, code: str, months: Sequence[PaidMonth]) -> WorkerLine:
    basis = total_base(months, "flexi_employer")
    owed = Contribution(code, law.rate("onss.flexi_job").of(basis), basis)
    return WorkerLine(code, occupations=_occupations(months, {}), contributions=(owed,))


def _student_line(law: Law, code: str, months: Sequence[PaidMonth]) -> WorkerLine:
    pay = sum(student_pay(month) for month in months)
    worker_rate, employer_rate = law.student_rates
    rate = Rate(worker_rate.decimal + employer_rate.decimal)
    hours = sum((month.hours - ordinary_part(month, month.hours) for month in months), Decimal(0))
    return WorkerLine(code, student=StudentLine(pay, rate.of(pay), hours))


def _occupations(months: Sequence[PaidMonth], structural: dict[str, Cents]) -> tuple[OccupationLine, ...]:
    groups = _by_contract(months)
    if len(groups) > MOST_OCCUPATIONS:
        raise CannotDeclare(
            "dmfa.too-many-occupations",
            gettext_noop("A worker line holds %(most)s contracts in a quarter, and here are %(count)s."),
            params={"most": MOST_OCCUPATIONS, "count": len(groups)},
        )
    return tuple(_occupation_line(group, structural.get(key, 0)) for key, group in groups.items())


def _occupation_line(months: Sequence[PaidMonth], structural: Cents) -> OccupationLine:
    contract = months[0].contract
    if not contract.committee:
        raise CannotDeclare(
            "dmfa.no-committee",
            gettext_noop("No joint committee is known for a contract of %(start)s: the declaration needs one."),
            params={"start": contract.starts_on},
        )
    days = sum((ordinary_part(month, month.days) for month in months), Decimal(0))
    hours = sum((ordinary_part(month, month.hours) for month in months), Decimal(0))
    return OccupationLine(
        contract=contract.key,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        committee=contract.committee,
        week_hours=week_hours(contract),
        services=(Service(codes.PAID_WORK, days, hours if is_part_time(contract) else None),) if days else (),
        remunerations=_remunerations(months),
        deductions=(Deduction(codes.STRUCTURAL, structural),) if structural else (),
    )


def _remunerations(months: Sequence[PaidMonth]) -> tuple[Remuneration, ...]:
    pay = codes.FLEXI_WAGE if _is_flexi(months[0]) else codes.ORDINARY_PAY
    found = (
        Remuneration(pay, sum(ordinary_pay(month) for month in months)),
        Remuneration(codes.PREMIUM, total(months, "year_end_premium"), YEARLY),
        Remuneration(codes.EXIT_HOLIDAY, total(months, "exit_holiday_single")),
    )
    return tuple(each for each in found if each.amount)


def _occupation(months: Sequence[PaidMonth]) -> Occupation:
    """One contract as the structural reduction sees it: in days, or in hours when it is part-time."""
    contract = months[0].contract
    part_time = is_part_time(contract)
    quantity = sum((ordinary_part(m, m.hours if part_time else m.days) for m in months), Decimal(0))
    return Occupation(
        worker=worker_of(months[0]),
        wage=sum(ordinary_pay(month) for month in months),
        paid=quantity,
        performed=quantity,
        week=FULL_WEEK if part_time else WEEK_DAYS,
        at_least_half_time=2 * week_hours(contract) >= FULL_WEEK,
    )


def _months_so_far(months: Sequence[PaidMonth]) -> list[MonthSoFar]:
    """What each month bore of the special contribution: its base grows with each payslip of the month."""
    bases: dict[object, Cents] = {}
    for month in months:
        bases[month.month] = max(bases.get(month.month, 0), month.base("csss_month"))
    employer = total_base(months, "employer_contributions")
    found = [MonthSoFar(csss_base=base) for base in bases.values()]
    return [*found, MonthSoFar(csss=total(months, "csss_month"), employer_base=employer)]


def _is_flexi(month: PaidMonth) -> bool:
    return scheme_of(month) is Scheme.FLEXI_JOB


def _is_ordinary(month: PaidMonth) -> bool:
    return not _is_flexi(month) and has_ordinary_part(month)


def _by_contract(months: Sequence[PaidMonth]) -> dict[str, list[PaidMonth]]:
    groups: dict[str, list[PaidMonth]] = {}
    for month in months:
        groups.setdefault(month.contract.key, []).append(month)
    return groups


def _by_code(months: Sequence[PaidMonth]) -> list[tuple[str, list[PaidMonth]]]:
    groups: dict[str, list[PaidMonth]] = {}
    for month in months:
        groups.setdefault(codes.worker_code(worker_of(month), scheme_of(month)), []).append(month)
    return sorted(groups.items())


def _students(months: Sequence[PaidMonth]) -> list[tuple[str, list[PaidMonth]]]:
    groups: dict[str, list[PaidMonth]] = {}
    for month in months:
        if student_pay(month):
            groups.setdefault(codes.student_code(worker_of(month)), []).append(month)
    return sorted(groups.items())
