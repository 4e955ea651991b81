"""The world of journey J2: a member with a unit, a client invoiced before, mails that are read, money that comes in."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone
from playwright.sync_api import BrowserContext
from tests.support.browser import Site
from tests.support.network import network
from tests.support.selling import client_of, give_share, invoice_of, open_house, open_unit

from marke.domain.foundation.transactions import SYSTEM, acting_as_system
from marke.domain.ledger.operations import open_year
from marke.domain.people.models import User
from marke.domain.sales.models import Invoice
from marke.domain.sales.operations.payments import PaymentInput
from marke.domain.units.models import UnitRole
from marke.usecases.carry_messages import carry_due
from marke.usecases.issue_invoice import issue_invoice
from marke.usecases.receive_money import Money, receive_money

READER = "kim@dupont.example"
ON_NETWORK = "0208:0403019261"


@dataclass(frozen=True, slots=True)
class Seller:
    """Nora, who holds unit 1001, and where she works."""

    site: Site
    user: User

    def let_in(self, context: BrowserContext) -> None:
        """Nora is logged in in this browser."""
        browser = Browser()
        browser.force_login(self.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": browser.cookies[name].value, "url": self.site.url}])


@contextmanager
def selling(site: Site, folder: Path, *, language: str = "en") -> Iterator[Seller]:
    """Unit 1001 of Nora, open in the books of this year, and the network for structured invoices in a folder."""
    today = timezone.localdate()
    with network(folder) as simulator:
        simulator.book.register(ON_NETWORK)
        with acting_as_system():
            open_house()
            for year in {today.year} - {2026}:
                open_year(year=year, actor=SYSTEM)
            user = User.objects.create_user("nora@example.org", language=language)
            open_unit(1001, user=user)
            if today.year != 2026:
                give_share(UnitRole.objects.get(unit_id=1001).person, year=today.year)
        yield Seller(site, user)


def known_client() -> uuid.UUID:
    """Dupont, whose order of last month was invoiced and who reads mail."""
    with acting_as_system():
        client = client_of(1001, name="Dupont Productions", email=READER, language="en")
        issue_invoice(invoice=invoice_of(1001, client), on=timezone.localdate(), actor=SYSTEM)
    return client


def carried() -> list[str]:
    """Let everything leave that is due; the mails that left, newest last, as text."""
    list(carry_due(clock=timezone.now, worker="journey"))
    return [str(each.body) for each in mail.outbox]


def link_in(bodies: list[str], pattern: str) -> str:
    """The path of the newest link that looks so, as its reader finds it in the mails."""
    return re.findall(rf"https?://[^/\s]+({pattern}\S*)", "\n".join(bodies))[-1]


def pay(invoice: Invoice) -> Money:
    """The bank tells that a client paid an invoice in full, with its structured reference."""
    payment = PaymentInput(timezone.localdate(), invoice.outstanding, invoice.communication)
    with acting_as_system():
        return receive_money(payments=[payment], actor=SYSTEM, now=timezone.now())
