"""Who provides what the inside needs: the settings call `wire` once, before anything runs."""

from __future__ import annotations

import os
from pathlib import Path

from marke.kernel.declaring import StartOffice
from marke.kernel.einvoicing import EinvoiceProvider
from marke.kernel.ports import PORTS
from marke.kernel.registers import VatRegister
from marke.ops import installation
from marke.ops.einvoice.gate import Gate
from marke.ops.mail import DjangoPostOffice, FolderMailbox
from marke.ops.typesetting import TypstTypesetter
from marke.rules.vat import VatLaw


def wire(*, demo: bool = False) -> None:
    """Plug the adapters into the ports. The demo sends over a simulated network, and by European rules alone."""
    PORTS.typesetter = TypstTypesetter()
    PORTS.einvoice_gate = Gate(home=installation.einvoice_folder(), law=_law_of_the_house, needs_peppol=not demo)
    PORTS.einvoice_provider = _access_point(demo=demo)
    PORTS.mailbox = FolderMailbox(installation.mail_folder()) if demo else None
    PORTS.vat_register = _vat_register(demo=demo)
    PORTS.start_office = _start_office(demo=demo)


def wire_carriers() -> None:
    """Plug in who takes the messages of each channel out of the house; called once the models are there."""
    from django.conf import settings
    from django.utils import timezone

    from marke.domain.directory.companies import LoadedRegister
    from marke.domain.outbox.mail import CHANNEL as MAIL
    from marke.domain.outbox.mail_carrier import MailCarrier
    from marke.usecases.carry_einvoice import EinvoiceCarrier
    from marke.usecases.declare_work import CHANNEL as DIMONA
    from marke.usecases.declare_work import DeclarationCarrier
    from marke.usecases.send_invoice import CHANNEL as PEPPOL

    PORTS.company_register = LoadedRegister()
    PORTS.carriers[MAIL] = MailCarrier(
        post_office=DjangoPostOffice(), sender=settings.DEFAULT_FROM_EMAIL, site=settings.SITE_ADDRESS
    )
    PORTS.carriers[PEPPOL] = EinvoiceCarrier(clock=timezone.now)
    PORTS.carriers[DIMONA] = DeclarationCarrier(clock=timezone.now)


def _law_of_the_house() -> VatLaw:
    from marke.domain.sales.home import home

    return home().vat_law()


def _access_point(*, demo: bool) -> EinvoiceProvider | None:
    """The provider whose key the operator named by ``MARKE_EINVOICE_KEY_FILE``; the demo has a network of its own."""
    if key_file := os.environ.get("MARKE_EINVOICE_KEY_FILE"):
        from marke.ops.einvoice.providers.e_invoice_be import BASE_URL, EInvoiceBe

        key = Path(key_file).read_text().strip()
        return EInvoiceBe(key=key, base_url=os.environ.get("MARKE_EINVOICE_URL", BASE_URL))
    if demo:
        from marke.ops.einvoice.providers.demonstration import SimulatedNetwork

        return SimulatedNetwork(installation.einvoice_folder() / "simulated-network.sqlite3")
    return None


def _start_office(*, demo: bool) -> StartOffice | None:
    """Social security, for the client in ``MARKE_DIMONA_CLIENT`` whose private key is in ``MARKE_DIMONA_KEY_FILE``.

    ``MARKE_DIMONA_URL`` and ``MARKE_DIMONA_LOG_IN_URL`` name another host: the simulation that the office offers. The
    demo has an office of its own.
    """
    if client := os.environ.get("MARKE_DIMONA_CLIENT"):
        from marke.ops.declarations.dimona import BASE_URL, LOG_IN_URL, Dimona

        return Dimona(
            client=client,
            key=Path(os.environ["MARKE_DIMONA_KEY_FILE"]).read_text(),
            base_url=os.environ.get("MARKE_DIMONA_URL", BASE_URL),
            log_in_url=os.environ.get("MARKE_DIMONA_LOG_IN_URL", LOG_IN_URL),
        )
    if demo:
        from marke.ops.declarations.demonstration import SimulatedOffice

        return SimulatedOffice(installation.var_folder() / "simulated-office.sqlite3")
    return None


def _vat_register(*, demo: bool) -> VatRegister | None:
    """The European register at the address in ``MARKE_VIES_URL``; the demo has a register of its own.

    Where the variable is not set nobody is asked: a fresh clone and its tests speak with no machine outside.
    """
    if demo:
        from marke.ops.registers.simulated import SimulatedVatRegister

        return SimulatedVatRegister()
    if url := os.environ.get("MARKE_VIES_URL"):
        from marke.ops.registers.vies import Vies

        return Vies(url)
    return None
