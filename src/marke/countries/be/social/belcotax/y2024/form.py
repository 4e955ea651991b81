"""A year of slips as the blocks and fields of the Belcotax schema. Amounts in cents, days as DD-MM-YYYY."""

from __future__ import annotations

import datetime as dt

from marke.countries.be.social.belcotax.slips import TaxSlip, TaxYear
from marke.countries.be.social.blocks import Block, fields
from marke.kernel.money import Cents
from marke.rules.social.records import Employer

REAL = "BELCOTAX"
ORIGINAL = 0
"""A first sending, not a correction."""
SLIP = "28110"
LANGUAGES = {"nl": 1, "fr": 2, "de": 3}
BELGIUM = 0
ENDS = 2
"""The first and the last record of a file count as records of their own."""


def form(found: TaxYear, *, made_on: dt.date) -> Block:
    """The whole sending: one employer with its slips 281.10 and the totals that the receiver checks."""
    return Block("Verzendingen", (Block("Verzending", (*_sender(found, made_on), _employer(found), *_totals(found))),))


def control_total(slip: TaxSlip) -> Cents:
    """Zone 2.59: the sum of zones 2.60 to 2.88 of a slip."""
    return sum(amount for name, amount in _amounts(slip).items() if 60 <= _zone(name) <= 88)


def _sender(found: TaxYear, made_on: dt.date) -> tuple[Block, ...]:
    employer = found.employer
    return fields(
        v0002_inkomstenjaar=found.year,
        v0010_bestandtype=REAL,
        v0011_aanmaakdatum=_day(made_on),
        v0014_naam=employer.name,
        v0015_adres=employer.address.street,
        v0016_postcode=employer.address.postcode,
        v0017_gemeente=employer.address.municipality,
        v0018_telefoonnummer=employer.phone,
        v0021_contactpersoon=employer.contact,
        v0022_taalcode=_language(employer.language),
        v0023_emailadres=employer.email,
        v0024_nationaalnr=employer.enterprise_number,
        v0025_typeenvoi=ORIGINAL,
    )


def _employer(found: TaxYear) -> Block:
    employer = found.employer
    head = fields(
        a1002_inkomstenjaar=found.year,
        a1005_registratienummer=employer.enterprise_number,
        a1011_naamnl1=employer.name,
        a1013_adresnl=employer.address.street,
        a1014_postcodebelgisch=employer.address.postcode,
        a1015_gemeente=employer.address.municipality,
        a1016_landwoonplaats=BELGIUM,
        a1020_taalcode=_language(employer.language),
    )
    statement = Block("Opgave32510", tuple(_slip(slip, employer) for slip in found.slips))
    tail = fields(
        r8002_inkomstenjaar=found.year,
        r8005_registratienummer=employer.enterprise_number,
        r8010_aantalrecords=len(found.slips) + ENDS,
        r8011_controletotaal=_numbers(found),
        r8012_controletotaal=_controls(found),
        r8013_totaalvoorheffingen=found.amounts.withheld,
    )
    return Block("Aangiften", (Block("Aangifte", (*head, Block("Opgaven", (statement,)), *tail)),))


def _totals(found: TaxYear) -> tuple[Block, ...]:
    return fields(
        r9002_inkomstenjaar=found.year,
        r9010_aantallogbestanden=1 + ENDS,
        r9011_totaalaantalrecords=len(found.slips) + 2 * ENDS,
        r9012_controletotaal=_numbers(found),
        r9013_controletotaal=_controls(found),
        r9014_controletotaal=found.amounts.withheld,
    )


def _slip(slip: TaxSlip, employer: Employer) -> Block:
    person = slip.person
    head = fields(
        f2002_inkomstenjaar=slip.last.year,
        f2005_registratienummer=employer.enterprise_number,
        f2008_typefiche=SLIP,
        f2009_volgnummer=slip.number,
        f2010_referentie=person.staff_number or None,
        f2011_nationaalnr=person.national_number or None,
        f2012_geboortedatum=_day(person.birth_date) if person.birth_date else None,
        f2013_naam=person.family_name,
        f2015_adres=person.address.street,
        f2016_postcodebelgisch=person.address.postcode,
        f2017_gemeente=person.address.municipality,
        f2018_landwoonplaats=BELGIUM,
        f2027_taalcode=_language(person.language),
        f2028_typetraitement=ORIGINAL,
        f2029_enkelopgave325=0,
        f2114_voornamen=person.given_name or None,
    )
    amounts = _amounts(slip)
    body = fields(
        f10_2055_datumvanindienstt=_day(slip.first),
        f10_2056_datumvanvertrek=_day(slip.last),
        f10_2059_totaalcontrole=control_total(slip),
        **{name: amount or None for name, amount in amounts.items()},
    )
    return Block("Fiche28110", (*head, *body))


def _amounts(slip: TaxSlip) -> dict[str, Cents]:
    """The zones with amounts, in the order of the schema."""
    found = slip.amounts
    return {
        "f10_2060_gewonebezoldiginge": found.ordinary,
        "f10_2062_totaal": found.ordinary,
        "f10_2063_vervroegdvakantieg": found.anticipated,
        "f10_2074_bedrijfsvoorheffing": found.withheld,
        "f10_2075_bijzonderbijdrage": found.special,
        "f10_2115_bonus": found.bonus,
        "f10_2136_amountcontractofstudent": found.student,
        "f10_2198_flexijobnotpension": found.flexi,
        "f10_2207_travelbicycleorspeedpedelec": found.bicycle,
        "f10_2210_workbonus5254": found.bonus_b,
    }


def _zone(name: str) -> int:
    """The number of a zone after the ``2``: zone 2.60 of ``f10_2060_...``."""
    return int(name.split("_")[1]) - 2000


def _numbers(found: TaxYear) -> int:
    """The sum of the slip numbers (zone 2.9)."""
    return sum(slip.number for slip in found.slips)


def _controls(found: TaxYear) -> Cents:
    return sum(control_total(slip) for slip in found.slips)


def _language(language: str) -> int:
    """Other languages are served in Dutch."""
    return LANGUAGES.get(language, LANGUAGES["nl"])


def _day(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"
