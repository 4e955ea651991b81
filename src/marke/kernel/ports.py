"""What the inside needs from the outside world, as protocols; `marke.config.wiring` says who provides them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from marke.kernel.carrying import Carrier, Mailbox
from marke.kernel.declaring import StartOffice
from marke.kernel.einvoicing import EinvoiceGate, EinvoiceProvider
from marke.kernel.registers import CompanyRegister, VatRegister


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A text file inside a document for people that says the same to a machine: the XML of an invoice."""

    name: str
    content: str
    mime_type: str
    description: str


class Typesetter(Protocol):
    """Turns a template and its data into a document for people."""

    def typeset(self, *, template: Path, data: Mapping[str, Any], attachments: Sequence[EmbeddedFile] = ()) -> bytes:
        """The document as PDF/A-2b, with attachments as PDF/A-3b.

        ``data`` is plain: texts, whole numbers, lists and mappings. The same input always gives the same bytes.
        """
        ...


class _NoTypesetter:
    """Stands in until the program is wired."""

    def typeset(self, *, template: Path, data: Mapping[str, Any], attachments: Sequence[EmbeddedFile] = ()) -> bytes:
        raise RuntimeError("No typesetter is plugged in: the program started without marke.config.wiring.")


@dataclass(slots=True)
class Ports:
    """The adapters in use; filled once when the program starts."""

    typesetter: Typesetter
    einvoice_provider: EinvoiceProvider | None = None
    """The access point of the house; None as long as it has no contract with one."""
    einvoice_gate: EinvoiceGate | None = None
    """The judge of structured invoices; always there once the program is wired."""
    carriers: dict[str, Carrier] = field(default_factory=dict)
    """Who takes the messages of each channel out of the house."""
    mailbox: Mailbox | None = None
    """Where the mails of the demo can be read; None where mails go to people."""

    company_register: CompanyRegister | None = None
    """Who has which enterprise number, by the extract that was loaded."""
    start_office: StartOffice | None = None
    """Where work is declared before it starts; None as long as the house has no access to it."""
    vat_register: VatRegister | None = None
    """Whether a VAT number of another member state counts; None where nobody may be asked."""


PORTS = Ports(typesetter=_NoTypesetter())
