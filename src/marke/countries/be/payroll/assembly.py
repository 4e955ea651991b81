"""The lines of a payslip, from gross to net and cost, in the order an accountant reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from marke.countries.be.payroll import contributions as onss
from marke.countries.be.payroll import holiday
from marke.countries.be.payroll.allowances import (
    benefits_in_kind,
    bicycle_allowance,
    commuting_allowance,
    commuting_taxable,
    mileage,
)
from marke.countries.be.payroll.book import rule
from marke.countries.be.payroll.exceptional import holiday_pay_tax, premium_tax, yearly_reference
from marke.countries.be.payroll.family import FamilyTerms, family_terms
from marke.countries.be.payroll.garnishment import garnished
from marke.countries.be.payroll.inputs import ContractPay, MonthSoFar, Scheme, Worker
from marke.countries.be.payroll.law import Law
from marke.countries.be.payroll.schemes import student_split
from marke.countries.be.payroll.short_contracts import WithholdingPolicy, policy_for
from marke.countries.be.payroll.withholding import taxable_month, withholding, withholding_due
from marke.countries.be.payroll.work_bonus import (
    fiscal_work_bonus,
    reference_wage,
    work_bonus,
    work_bonus_component_a,
    work_bonus_component_b,
)
from marke.kernel.money import Cents
from marke.rules.payroll.payslip import Record
from marke.rules.payroll.rule import Side

LAW_1969 = "Law of 27 June 1969, art. 14"
EMPLOYEE_FIGURE = ("onss.employee_rate",)
PUPIL_FIGURE = ("onss.pupil",)


@rule(line="gross_pay", side=Side.EARNING, reference=LAW_1969)
def gross_pay(pay: Cents) -> Cents:
    """Gross pay is what the worker earned in the period before anything is kept back."""
    return pay


@rule(line="net_month", side=Side.INFORMATION, reference="Law of 12 April 1965, art. 23")
def net_pay(net: Cents) -> Cents:
    """Net pay is what is left after contributions and tax, before attachment or assignment."""
    return net


@dataclass(slots=True)
class Work:
    """One payslip under way: the law, the contract, the record of its lines and the person's month so far."""

    law: Law
    contract: ContractPay
    record: Record
    so_far: MonthSoFar
    csss_base: Cents = 0
    employer_base: Cents = 0
    """The base on which employer contributions are owed: pay, single exit holiday pay and premium."""


@dataclass(slots=True)
class _Taxed:
    """What the tax on normal pay leaves for the tax on exceptional payments."""

    terms: FamilyTerms
    policy: WithholdingPolicy
    taxable: Cents
    reference: Cents
    exempt: Cents = 0
    """What children already exempted of an exceptional payment on this payslip."""


def assemble(work: Work) -> Mapping[str, str]:
    """Put every line of the payslip on its record, in the order an accountant reads them; return the variants used."""
    contract = work.contract
    work.record.add(gross_pay, contract.pay)
    if contract.scheme is Scheme.FLEXI_JOB:
        return _flexi_job(work)
    if contract.scheme is Scheme.STUDENT:
        return _student(work)
    return _ordinary(work, contract.pay)


def _flexi_job(work: Work) -> Mapping[str, str]:
    record, pay = work.record, work.contract.pay
    record.add(onss.flexi_job_contribution, onss.flexi_job_contribution.compute(work.law, pay), pay)
    work.so_far = replace(work.so_far, flexi_income=work.so_far.flexi_income + pay)
    _close(work, pay)
    return {}


def _student(work: Work) -> Mapping[str, str]:
    """Pay for hours within the quota bears only the solidarity contribution; the rest is ordinary pay."""
    law, record = work.law, work.record
    within, beyond = student_split(law, work.contract)
    whole = work.contract
    hours = Decimal(work.so_far.student_hours) + Decimal(whole.time.hours or 0)
    work.so_far = replace(work.so_far, student_hours=hours)
    worker_rate, employer_rate = law.student_rates
    solidarity = onss.student_solidarity.compute(law, within)
    record.add(onss.student_solidarity, solidarity, within, worker_rate)
    record.add(onss.student_employer, onss.student_employer.compute(law, within), within, employer_rate)
    if beyond is None:
        _close(work, whole.pay)
        return {}
    work.contract = beyond
    return _ordinary(work, whole.pay)


def _ordinary(work: Work, whole_pay: Cents) -> Mapping[str, str]:
    law, contract = work.law, work.contract
    pay = contract.pay
    taxed = _normal_pay(work, pay)
    if contract.worker is Worker.EMPLOYEE or contract.worker is Worker.PUPIL:
        _employer_paid_holidays(work, taxed, pay)
    if contract.year_end_premium:
        _premium(work, taxed)
    _special_contribution(work, taxed.terms)
    _employer(work, pay)
    _close(work, whole_pay)
    variants = {"withholding": taxed.policy.name}
    if contract.worker is not Worker.PUPIL:
        variants["small_contributions"] = law.small_basis
    return variants


def _normal_pay(work: Work, pay: Cents) -> _Taxed:
    """Contribution, work bonus, taxable pay and withholding tax of the pay itself."""
    law, contract, record = work.law, work.contract, work.record
    worker = contract.worker
    terms = family_terms(law, contract.family)
    base = onss.contribution_base.compute(law, worker, pay)
    if worker.is_paid_by_holiday_fund:
        record.add(onss.contribution_base, base, pay, law.manual_factor)
    contribution = onss.employee_contribution.compute(law, worker, base)
    keys = PUPIL_FIGURE if worker is Worker.PUPIL else EMPLOYEE_FIGURE
    record.add(onss.employee_contribution, contribution, base, onss.employee_rate(law, worker), figures=keys)
    work.csss_base = work.employer_base = base
    bonus, fiscal = _work_bonus(work, pay, contribution)
    taxable_allowances = _taxable_extras(work)
    taxable = taxable_month.compute(
        pay=pay,
        contribution=contribution,
        bonus=bonus,
        benefits=contract.benefits_in_kind,
        taxable_allowances=taxable_allowances,
    )
    record.add(taxable_month, taxable, pay, contribution=contribution, bonus=bonus, benefits=contract.benefits_in_kind)
    policy = policy_for(law, contract)
    _withhold(work, terms, policy, taxable, fiscal)
    month = policy.month_equivalent(law, contract, taxable)
    reference = contract.exceptional_reference
    return _Taxed(terms, policy, taxable, yearly_reference(month) if reference is None else reference)


def _work_bonus(work: Work, pay: Cents, due: Cents) -> tuple[Cents, Cents]:
    """Put the work bonus on the payslip; return it with the fiscal bonus it gives a right to."""
    law, contract, record = work.law, work.contract, work.record
    if contract.worker is Worker.PUPIL:
        return 0, 0
    reference = reference_wage.compute(pay, contract.time)
    before = contract.work_bonus_before + work.so_far.work_bonus
    bonus = work_bonus.compute(law, contract.worker, reference, due=due, before=before)
    case = "" if bonus.total else "above_limit"
    record.add(reference_wage, reference.wage, pay, hundredths=reference.hundredths)
    keys = law.bonus_table(contract.worker).figures
    hundredths = reference.hundredths
    record.add(work_bonus, bonus.total, reference.wage, None, case, keys, due=due, hundredths=hundredths)
    if bonus.has_components:
        record.add(work_bonus_component_a, bonus.a, reference.wage, figures=keys)
        record.add(work_bonus_component_b, bonus.b, reference.wage, figures=keys)
    if not bonus.total:
        return 0, 0
    work.so_far = replace(work.so_far, work_bonus=work.so_far.work_bonus + bonus.total)
    return bonus.total, fiscal_work_bonus.compute(law, bonus)


def _taxable_extras(work: Work) -> Cents:
    """Put benefits in kind on the payslip, and return the part of the commuting allowance that is taxed."""
    law, contract, record = work.law, work.contract, work.record
    if contract.benefits_in_kind:
        record.add(benefits_in_kind, contract.benefits_in_kind)
    if not contract.commuting:
        return 0
    taxable = commuting_taxable.compute(law, contract.commuting, contract.transport)
    return record.add(commuting_taxable, taxable, contract.commuting, transport=contract.transport.value)


def _withhold(work: Work, terms: FamilyTerms, policy: WithholdingPolicy, taxable: Cents, fiscal: Cents) -> None:
    law, contract, record, so_far = work.law, work.contract, work.record, work.so_far
    before_bonus = policy.tax(law, terms, contract, taxable)
    earlier, carried = (so_far.taxable, so_far.fiscal_bonus_unused) if policy.counts_month else (0, 0)
    available = 0 if policy.is_flat else fiscal + carried
    used = min(available, before_bonus)
    record.add(
        withholding,
        before_bonus,
        taxable,
        None,
        policy.name,
        terms.figures + policy.figures,
        scale=terms.scale.value,
        children=terms.children,
        reduction_year=terms.reduction,
        earlier=earlier,
    )
    record.add(fiscal_work_bonus, used, fiscal)
    record.add(withholding_due, before_bonus - used, before_bonus, bonus=used)
    if not policy.counts_month:
        return
    work.so_far = replace(
        so_far,
        taxable=so_far.taxable + taxable,
        withholding_before_bonus=so_far.withholding_before_bonus + before_bonus,
        fiscal_bonus_unused=available - used,
    )


def _employer_paid_holidays(work: Work, taxed: _Taxed, pay: Cents) -> None:
    """Exit and double holiday pay of an employee, taxed as an exceptional payment."""
    law, contract, record = work.law, work.contract, work.record
    taxable = 0
    if contract.ends:
        base = pay + contract.earlier_pay
        single = holiday.exit_holiday_single.compute(law, base)
        double = holiday.exit_holiday_double.compute(law, base)
        on_single = holiday.exit_single_contribution.compute(law, single)
        on_double, subject = holiday.exit_double_contribution.compute(law, base)
        record.add(holiday.exit_holiday_single, single, base, law.exit_rates[0])
        record.add(holiday.exit_holiday_double, double, base, law.exit_rates[1])
        record.add(holiday.exit_single_contribution, on_single, single, law.employee_rate)
        record.add(holiday.exit_double_contribution, on_double, subject, law.employee_rate)
        work.csss_base += single
        work.employer_base += single
        taxable += single + double - on_single - on_double
    if contract.double_holiday_on:
        granted = holiday.double_holiday.compute(law, contract.double_holiday_on, contract.holiday_months)
        kept, subject = holiday.double_holiday_contribution.compute(law, granted)
        record.add(holiday.double_holiday, granted, contract.double_holiday_on, months=contract.holiday_months)
        record.add(holiday.double_holiday_contribution, kept, subject, law.employee_rate)
        taxable += granted - kept
    if taxable:
        _tax_holiday_pay(work, taxed, taxable)


def _tax_holiday_pay(work: Work, taxed: _Taxed, taxable: Cents) -> None:
    result = holiday_pay_tax.compute(work.law, taxed.terms, taxable=taxable, reference=taxed.reference)
    taxed.exempt = result.exempt
    work.record.add(holiday_pay_tax, result.tax, taxable, result.rate, reference=taxed.reference, exempt=result.exempt)


def _premium(work: Work, taxed: _Taxed) -> None:
    law, contract, record = work.law, work.contract, work.record
    premium = contract.year_end_premium
    base = onss.contribution_base.compute(law, contract.worker, premium)
    kept = onss.premium_contribution.compute(law, contract.worker, premium)
    record.add(holiday.year_end_premium, premium)
    record.add(onss.premium_contribution, kept, base, onss.employee_rate(law, contract.worker))
    work.csss_base += base
    work.employer_base += base
    taxable = premium - kept
    if taxed.policy.is_flat:
        record.add(premium_tax, taxed.policy.tax(law, taxed.terms, contract, taxable), taxable, None, "flat")
        return
    result = premium_tax.compute(
        law, taxed.terms, taxable=taxable, reference=taxed.reference, exempt_before=taxed.exempt
    )
    record.add(premium_tax, result.tax, taxable, result.rate, reference=taxed.reference, exempt=result.exempt)


def _special_contribution(work: Work, terms: FamilyTerms) -> None:
    """The person's contribution for the month so far, less what earlier contracts of the month already bore."""
    record, so_far = work.record, work.so_far
    total_base = so_far.csss_base + work.csss_base
    amount = max(0, onss.special_contribution.compute(terms.csss, total_base) - so_far.csss)
    record.add(onss.special_contribution, amount, total_base, figures=terms.csss.figures, earlier=so_far.csss)
    employer_base = so_far.employer_base + work.employer_base
    work.so_far = replace(so_far, csss_base=total_base, csss=so_far.csss + amount, employer_base=employer_base)


def _employer(work: Work, pay: Cents) -> None:
    law, contract, record = work.law, work.contract, work.record
    worker, base = contract.worker, work.employer_base
    if worker is Worker.PUPIL:
        rates = law.pupil_employer_rates
    else:
        rates = law.employer_rates_holiday_fund if worker.is_paid_by_holiday_fund else law.employer_rates
    total, parts = onss.employer_contributions.compute(rates, base)
    record.add(onss.employer_contributions, total, base, rates.total)
    for name, amount in parts:
        record.add(onss.EMPLOYER_PARTS[name], amount, base)
    if worker.is_paid_by_holiday_fund:
        note = onss.holiday_fund_debit_note.compute(law, base)
        record.add(onss.holiday_fund_debit_note, note, base, law.holiday_fund_debit_note)
    elif worker is Worker.EMPLOYEE and not contract.ends:
        record.add(holiday.holiday_provision, holiday.holiday_provision.compute(law, pay), pay, law.holiday_provision)


def _close(work: Work, pay: Cents) -> None:
    """Allowances outside pay, handling, net pay and what creditors take of it."""
    law, contract, record, so_far = work.law, work.contract, work.record, work.so_far
    record.add(onss.handling, onss.handling.compute(law, pay), pay, law.handling_rate)
    own_net = record.net
    if contract.commuting:
        record.add(commuting_allowance, contract.commuting)
    if contract.kilometres:
        record.add(mileage, mileage.compute(law, contract.kilometres), kilometres=contract.kilometres)
    if contract.bicycle_kilometres:
        kilometres = contract.bicycle_kilometres
        record.add(bicycle_allowance, bicycle_allowance.compute(law, kilometres), kilometres=kilometres)
    record.add(net_pay, record.net)
    taken = 0
    if contract.garnishment is not None:
        order = contract.garnishment
        taken = garnished.compute(law, order, net=own_net, net_before=so_far.net, taken_before=so_far.garnished)
        record.add(garnished, taken, so_far.net + own_net, children=order.children)
    work.so_far = replace(so_far, net=so_far.net + own_net, garnished=so_far.garnished + taken)
