"""Belgium as the registry hands it out."""

from __future__ import annotations

from marke.countries.be import identifiers
from marke.countries.be.banking import read_bank_file
from marke.countries.be.banking.coda import writer
from marke.countries.be.calendar import is_working_day
from marke.countries.be.deals import required_files
from marke.countries.be.documents.account import account_paper
from marke.countries.be.documents.holidays import holiday_paper
from marke.countries.be.documents.leaving import leaving_paper
from marke.countries.be.documents.payslip import payslip_paper
from marke.countries.be.documents.tax_slip import tax_slip_paper
from marke.countries.be.payroll.entrance import BelgianEngine, parameters
from marke.countries.be.social.balance import social_balance
from marke.countries.be.social.filing import quarter_filing, year_filing
from marke.countries.be.social.withholding import withholding_statement
from marke.countries.be.vat import deduction_rules, intervat, returns, vat_law
from marke.countries.be.work.checks import checks
from marke.countries.be.work.contract_paper import contract_language, contract_paper
from marke.countries.be.work.dimona import declared_as
from marke.countries.be.work.facts import facts_of_month, scheme_of, worker_of
from marke.countries.be.work.functions import functions
from marke.countries.be.work.terms import coefficient, student_hours
from marke.countries.protocol import Country, Identifiers, Invented, SocialLaw, VatFilings, WorkLaw

COUNTRY = Country(
    code="be",
    identifiers=Identifiers(
        read_national_number=identifiers.read_national_number,
        read_enterprise_number=identifiers.read_enterprise_number,
        format_enterprise_number=identifiers.format_enterprise_number,
        vat_number=identifiers.vat_number,
        read_iban=identifiers.read_iban,
        format_iban=identifiers.format_iban,
        make_structured_communication=identifiers.make_structured_communication,
        read_structured_communication=identifiers.read_structured_communication,
        format_structured_communication=identifiers.format_structured_communication,
    ),
    invented=Invented(
        national_number=lambda born, serial: identifiers.make_test_national_number(born=born, serial=serial),
        enterprise_number=identifiers.make_enterprise_number,
        iban=identifiers.make_iban,
        statement_file=writer.write,
    ),
    is_working_day=is_working_day,
    vat_law=vat_law,
    deduction_rules=deduction_rules,
    required_files=required_files,
    parameters=parameters,
    read_bank_file=read_bank_file,
    work=WorkLaw(
        functions=functions,
        checks=checks,
        facts_of_month=facts_of_month,
        worker=lambda engagement: worker_of(engagement).value,
        scheme=lambda engagement: scheme_of(engagement).value,
        coefficient=coefficient,
        student_hours=student_hours,
        declared_as=declared_as,
        contract=contract_paper,
        contract_language=contract_language,
    ),
    payroll=BelgianEngine,
    social=SocialLaw(
        quarter=quarter_filing,
        month=withholding_statement,
        year=year_filing,
        work_of_year=social_balance,
        payslip=payslip_paper,
        of_work_year={"account": account_paper, "holidays": holiday_paper},
        of_paid_year={"tax-slip": tax_slip_paper},
        of_contract={"leaving": leaving_paper},
    ),
    vat_filings=VatFilings(
        periodic=returns.vat_return,
        european=returns.european_clients,
        yearly=returns.yearly_clients,
        periodic_file=intervat.periodic_return,
        european_file=intervat.european_listing,
        yearly_file=intervat.client_listing,
        box_titles=returns.box_titles,
        due_day=returns.due_day,
    ),
)
