"""The cooperative De Marke itself: its identity, its staff, its contract of use."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from marke.countries.registry import country
from marke.domain.foundation.transactions import SYSTEM
from marke.domain.ledger import operations as ledger
from marke.domain.members.contract_of_use import announce, write_version
from marke.domain.members.models import ContractOfUse
from marke.domain.people.models import StaffRole, User
from marke.usecases.open_cooperative import NewCooperative, open_cooperative

HOUSE = "be"
SERIAL_OF_COOPERATIVE, SERIAL_OF_SELLER = 17_000_001, 17_000_002

STAFF = [
    (StaffRole.ADVISER, "Hanne Roelandt", "hanne", "nl"),
    (StaffRole.ADVISER, "Bastien Jolimont", "bastien", "fr"),
    (StaffRole.SENIOR_ADVISER, "Adil Warnimont", "adil", "fr"),
    (StaffRole.PAYROLL, "Lieve Aertsen", "lieve", "nl"),
    (StaffRole.ACCOUNTANT, "Mira Segaert", "mira", "nl"),
    (StaffRole.ACCOUNTANT, "Simon Petitbois", "simon", "fr"),
    (StaffRole.BOARD, "Delphine Sainteville", "delphine", "fr"),
    (StaffRole.ADMINISTRATOR, "Jef Vandenhove", "jef", "nl"),
    (StaffRole.AUDITOR, "Nadia Lindqvist", "nadia", "en"),
]
UNITS_PER_ADVISER = 250

CONTRACT = {
    "nl": """# Gebruiksovereenkomst

De Marke stelt haar leden een gedeelde onderneming ter beschikking: één werkgever, één verkoper, één boekhouding.

## Wat u doet

- U beheert uw productie-eenheid zelf en sluit zelf uw opdrachten af.
- U meldt elk werk vóór het begint en bezorgt de stukken die erbij horen.
- U heeft een aandeel voor elk jaar waarin u de onderneming gebruikt.

## Wat de onderneming doet

- Zij factureert in haar naam, int de betaling en draagt het risico van wanbetaling samen.
- Zij houdt de boeken en de btw bij en toont u elke euro.
- Zij houdt 6,5% bijdrage in op wat u factureert, voor de gedeelde diensten.

Eén persoon heeft één stem. Er wordt geen dividend uitgekeerd.
""",
    "fr": """# Contrat d'utilisation

De Marke met une entreprise partagée à la disposition de ses membres : un employeur, un vendeur, une comptabilité.

## Ce que vous faites

- Vous gérez vous-même votre unité de production et concluez vos missions.
- Vous déclarez chaque travail avant qu'il commence et remettez les pièces qui l'accompagnent.
- Vous avez une part sociale pour chaque année où vous utilisez l'entreprise.

## Ce que fait l'entreprise

- Elle facture en son nom, encaisse et porte en commun le risque d'impayé.
- Elle tient les comptes et la TVA et vous montre chaque euro.
- Elle retient 6,5 % de contribution sur ce que vous facturez, pour les services partagés.

Une personne a une voix. Aucun dividende n'est versé.
""",
    "en": """# Contract of use

De Marke puts a shared enterprise at its members' disposal: one employer, one seller, one set of books.

## What you do

- You run your production unit and agree your assignments yourself.
- You enter each job before it starts and hand in the papers that belong to it.
- You hold a share for each year in which you use the enterprise.

## What the enterprise does

- It invoices in its name, collects, and bears the risk of unpaid invoices together.
- It keeps the books and the VAT and shows you every euro.
- It keeps a contribution of 6.5% of what you invoice, for the shared services.

One person has one vote. No dividend is paid.
""",
}


@dataclass(frozen=True, slots=True)
class Founded:
    """The keys of what the founding made: users of staff by first name, advisers, the contract of use."""

    staff: dict[str, uuid.UUID]
    advisers: list[uuid.UUID]
    contract: ContractOfUse


def found(*, first_year: int, last_year: int, units: int) -> Founded:
    """Open De Marke with the books of every year between two, its staff and its contract of use."""
    invented = country(HOUSE).invented
    first_day = dt.date(first_year, 1, 1)
    _, administrator = open_cooperative(
        new=NewCooperative(
            name="De Marke",
            legal_name="De Marke cv",
            enterprise_number=invented.enterprise_number(SERIAL_OF_COOPERATIVE),
            seller_name="De Marke Producties",
            seller_enterprise_number=invented.enterprise_number(SERIAL_OF_SELLER),
            administrator_email="jef@demarke.example",
            street="Lindenhof 12",
            postcode="1060",
            municipality="Sint-Gillis",
            iban=invented.iban(1),
        ),
        opens_on=first_day,
        actor=SYSTEM,
    )
    for year in range(first_year + 1, last_year + 1):
        ledger.open_year(year=year, actor=SYSTEM)
    staff = {"jef": administrator.pk}
    for role, _name, first_name, language in STAFF:
        if first_name != "jef":
            user = User.objects.create_user(f"{first_name}@demarke.example", staff_role=role, language=language)
            staff[first_name] = user.pk
    advisers = [staff["hanne"], staff["bastien"]]
    for number in range(3, units // UNITS_PER_ADVISER + 2):
        user = User.objects.create_user(f"adviser{number}@demarke.example", staff_role=StaffRole.ADVISER)
        advisers.append(user.pk)
    contract = write_version(
        summary="De Marke opent: de eerste gebruiksovereenkomst.",
        texts=CONTRACT,
        open_from=first_day,
        in_force_from=first_day,
        actor=SYSTEM,
    )
    announce(contract_id=contract.pk, today=first_day, actor=SYSTEM)
    return Founded(staff, advisers, contract)
