"""A declaration as the blocks and fields of schema 2022/3. Amounts in cents; days and hours in hundredths."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_CEILING, Decimal

from marke.countries.be.social.blocks import Block, fields
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
from marke.countries.be.social.work import FULL_WEEK, WEEK_DAYS

SCHEMA = "DmfAOriginal_20223.xsd"
NUMBER_OF_ENTERPRISE = "0"
"""In place of the registration number with social security: the enterprise number then names the employer."""
FULL_TIME, PART_TIME = "0", "1"


def form(declared: Declaration, *, made_at: dt.datetime) -> Block:
    """The whole file: one original declaration of one employer."""
    content = (
        *fields(
            Identification="DMFA",
            FormCreationDate=f"{made_at:%Y-%m-%d}",
            FormCreationHour=f"{made_at:%H:%M:%S}.000",
            AttestationStatus="0",
            TypeForm="SU",
        ),
        _employer(declared),
    )
    return Block("DmfAOriginal", (Block("Form", content),))


def _employer(declared: Declaration) -> Block:
    head = fields(
        Quarter=f"{declared.quarter.year}{declared.quarter.number}",
        NOSSRegistrationNbr=NUMBER_OF_ENTERPRISE,
        Trusteeship="0",
        CompanyID=declared.employer.enterprise_number,
        NetOwedAmount=declared.owed,
    )
    people = (_person(declared, person, number) for number, person in enumerate(declared.people, start=1))
    return Block("EmployerDeclaration", (*head, *people, *map(_apart, declared.apart)))


def _person(declared: Declaration, person: DeclaredPerson, number: int) -> Block:
    head = fields(NaturalPersonSequenceNbr=number, INSS=person.national_number)
    return Block("NaturalPerson", (*head, *(_worker(declared, line) for line in person.lines)))


def _worker(declared: Declaration, line: WorkerLine) -> Block:
    head = fields(
        EmployerClass=codes.CATEGORY,
        WorkerCode=line.code,
        NOSSQuarterStartingDate=declared.quarter.first,
        NOSSQuarterEndingDate=declared.quarter.last,
        Border="0",
    )
    inner = (
        *(_occupation(declared, each, number) for number, each in enumerate(line.occupations, start=1)),
        *([_student(line.student)] if line.student else []),
        *map(_contribution, line.contributions),
        *(_deduction("WorkerDeduction", each) for each in line.deductions),
    )
    return Block("WorkerRecord", (*head, *inner))


def _occupation(declared: Declaration, line: OccupationLine, number: int) -> Block:
    ended = line.ends_on is not None and line.ends_on <= declared.quarter.last
    head = fields(
        OccupationSequenceNbr=number,
        OccupationStartingDate=line.starts_on,
        OccupationEndingDate=line.ends_on if ended else None,
        JointCommissionNbr=line.committee,
        WorkingDaysSystem=_hundredths(Decimal(WEEK_DAYS)),
        ContractType=FULL_TIME if line.week_hours == FULL_WEEK else PART_TIME,
        RefMeanWorkingHours=_hundredths(FULL_WEEK),
        MeanWorkingHours=_hundredths(line.week_hours),
        Retired="0",
    )
    inner = (
        *(_service(each, place) for place, each in enumerate(line.services, start=1)),
        *(_remuneration(each, place) for place, each in enumerate(line.remunerations, start=1)),
        *(_deduction("OccupationDeduction", each) for each in line.deductions),
    )
    return Block("Occupation", (*head, *inner))


def _service(service: Service, number: int) -> Block:
    return Block(
        "Service",
        fields(
            ServiceSequenceNbr=number,
            ServiceCode=service.code,
            ServiceNbrDays=_hundredths(service.days),
            ServiceNbrHours=None if service.hours is None else _hundredths(service.hours),
        ),
    )


def _remuneration(pay: Remuneration, number: int) -> Block:
    return Block(
        "Remun",
        fields(
            RemunSequenceNbr=number, RemunCode=pay.code, BonusPaymentFrequency=pay.frequency, RemunAmount=pay.amount
        ),
    )


def _student(line: StudentLine) -> Block:
    """Hours begun count as whole ones."""
    hours = line.hours.to_integral_value(ROUND_CEILING)
    return Block(
        "StudentContribution",
        fields(StudentRemunAmount=line.pay, StudentContributionAmount=line.amount, StudentHoursNbr=int(hours)),
    )


def _contribution(owed: Contribution) -> Block:
    return Block(
        "WorkerContribution",
        fields(
            ContributionWorkerCode=owed.code,
            ContributionType="0",
            ContributionCalculationBasis=owed.basis,
            ContributionAmount=owed.amount,
        ),
    )


def _deduction(name: str, less: Deduction) -> Block:
    return Block(name, fields(DeductionCode=less.code, DeductionAmount=less.amount))


def _apart(owed: Contribution) -> Block:
    return Block(
        "ContributionUnrelatedToNP",
        fields(
            UnrelatedEmployerClass=codes.CATEGORY,
            UnrelatedWorkerCode=owed.code,
            UnrelatedCalculationBasis=owed.basis,
            UnrelatedAmount=owed.amount,
        ),
    )


def _hundredths(quantity: Decimal) -> int:
    return int(quantity * 100)
