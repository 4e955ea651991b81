"""Who may work under which scheme: students and their quota, flexi-jobs and their limits, artists under art. 1bis."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from marke.countries.be.payroll.contributions import hours_within_quota
from marke.countries.be.payroll.inputs import ContractPay, Scheme, Worker, WorkTime
from marke.countries.be.payroll.law import Law
from marke.kernel.money import Cents, split_by_weight
from marke.kernel.refusal import Amount, Refusal, gettext_noop


class SchemeNotAllowed(Refusal):
    """The contract does not meet the conditions of the scheme it asks for."""


def check_scheme(law: Law, contract: ContractPay) -> None:
    """Refuse a contract that does not meet the conditions of its scheme."""
    if contract.worker is Worker.ARTIST_1BIS and not contract.arts_work_certificate:
        raise SchemeNotAllowed(
            "payroll.arts-work-certificate",
            gettext_noop("Work as an artist without an employment contract needs an arts-work certificate."),
            field="arts_work_certificate",
        )
    if contract.double_holiday_on and contract.worker.is_paid_by_holiday_fund:
        raise SchemeNotAllowed(
            "payroll.holiday-fund-pays",
            gettext_noop("The holiday fund pays the holidays of manual workers and artists, not the employer."),
            field="double_holiday_on",
        )
    if contract.scheme is not Scheme.ORDINARY:
        _check_pay_only(contract)
    if contract.scheme is Scheme.FLEXI_JOB:
        _check_flexi_job(law, contract)
    elif contract.scheme is Scheme.STUDENT:
        _check_student(contract)


def student_split(law: Law, contract: ContractPay) -> tuple[Cents, ContractPay | None]:
    """A student's pay within the yearly quota of hours, and the contract's part beyond it, by hours."""
    hours = Decimal(contract.time.hours or 0)
    before = Decimal(contract.student_hours_before) + Decimal(contract.so_far.student_hours)
    within = hours_within_quota(law, hours=hours, before=before)
    if within == hours:
        return contract.pay, None
    inside, beyond = split_by_weight(contract.pay, [within, hours - within])
    time = _part_of_time(contract.time, hours - within, hours)
    return inside, replace(contract, pay=beyond, time=time, scheme=Scheme.ORDINARY)


def _part_of_time(time: WorkTime, part: Decimal, whole: Decimal) -> WorkTime:
    days = None if time.days_worked is None else round(Decimal(time.days_worked) * part / whole, 4)
    return replace(time, hours=part, days_worked=days)


def _check_pay_only(contract: ContractPay) -> None:
    for field in ("year_end_premium", "double_holiday_on", "benefits_in_kind"):
        if getattr(contract, field):
            raise SchemeNotAllowed(
                "payroll.pay-only",
                gettext_noop("A payslip of a student or a flexi-job holds pay and allowances; enter the rest apart."),
                field=field,
            )


def _check_student(contract: ContractPay) -> None:
    if contract.time.hours is None or not contract.time.hours:
        raise SchemeNotAllowed(
            "payroll.student-hours",
            gettext_noop("A student's quota is counted in hours: fill in the hours of this contract."),
            field="hours",
        )
    if contract.worker not in (Worker.EMPLOYEE, Worker.MANUAL):
        raise SchemeNotAllowed(
            "payroll.student-worker",
            gettext_noop("A student contract is for an employee or a manual worker; an artist works as an artist."),
            field="worker",
        )


def _check_flexi_job(law: Law, contract: ContractPay) -> None:
    if contract.artistic or contract.worker.is_artist:
        raise SchemeNotAllowed(
            "payroll.flexi-artistic",
            gettext_noop("Artistic, artistic-technical and artistic-support work cannot be a flexi-job."),
            field="scheme",
        )
    if "onss.flexi_job_cap" not in law.parameters:
        return
    cap = law.cents("onss.flexi_job_cap")
    if contract.flexi_income_before + contract.so_far.flexi_income + contract.pay > cap:
        raise SchemeNotAllowed(
            "payroll.flexi-cap",
            gettext_noop("Flexi-job income above %(cap)s a year is taxed: enter the rest as ordinary pay."),
            field="pay",
            params={"cap": Amount(cap)},
        )
