"""The files of an order: what its kind of deal requires, what is there, and what still stops its invoices."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.files.base import ContentFile

from marke.domain.orders.enums import FileKind
from marke.domain.orders.models import Order, OrderFile, OrderLine
from marke.domain.sales.home import home
from marke.domain.sales.models import Client
from marke.domain.sales.pricing import LineInput
from marke.kernel.papers import PaperInput, check_paper
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.orders.papers import Agreement, RequiredFile, required_files


@dataclass(frozen=True, slots=True)
class Needed:
    """A file that an order needs, and the one that was handed in for it, if any."""

    required: RequiredFile
    given: OrderFile | None

    @property
    def stops_invoices(self) -> bool:
        """Whether nothing is invoiced before it is there."""
        return self.required.stops_invoices and self.given is None


def files_of_deal(
    *, client: Client, lines: Sequence[LineInput | OrderLine], on: dt.date, deal: str = ""
) -> list[RequiredFile]:
    """The files that a deal with a client needs, signed on a day: for a quote before it leaves, and for an order."""
    grounds = frozenset(line.vat_ground for line in lines if line.vat_ground)
    agreement = Agreement(deal, grounds, client.kind, sum(line.net for line in lines), on)
    return required_files(home().required_files().values(), agreement=agreement)


def needed_files(*, order: Order, lines: Sequence[OrderLine], files: Sequence[OrderFile]) -> list[Needed]:
    """What an order needs, with what is there. The order is loaded with its client."""
    given = {file.kind: file for file in files}
    required = files_of_deal(client=order.client, lines=lines, on=order.signed_on, deal=order.deal)
    return [Needed(each, given.get(each.code)) for each in required]


def add_file(*, order_id: uuid.UUID, kind: str, file: PaperInput, actor: uuid.UUID) -> OrderFile:
    """Keep a file of an order; one that is there already stays once.

    Raises `Refusal` for a file that is neither a photo nor a PDF, or a kind that this order does not know.
    """
    order = Order.objects.select_related("client").get(pk=order_id)
    required = files_of_deal(client=order.client, lines=list(order.lines.all()), on=order.signed_on, deal=order.deal)
    if kind not in {*(each.code for each in required), *FileKind.values}:
        raise Refusal("order.file-kind", gettext_noop("Choose what this file is."), field="kind")
    checked = check_paper(file)
    known = OrderFile.objects.filter(order=order, kind=kind, sha256=checked.sha256).first()
    if known:
        return known
    row = OrderFile(
        order=order,
        unit_id=order.unit_id,
        kind=kind,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=checked.sha256,
        added_by=actor,
    )
    row.file.save(f"{row.pk}{checked.extension}", ContentFile(checked.content), save=False)
    row.save(force_insert=True)
    return row


def require_files(*, needed: Sequence[Needed], language: str = "en") -> None:
    """Raise `Refusal` while a file is missing that the law or the enterprise wants before anything is invoiced."""
    missing = next((each.required for each in needed if each.stops_invoices), None)
    if missing:
        raise Refusal(
            "order.file-missing",
            gettext_noop("«%(file)s» must be with the order before it is invoiced: %(reference)s."),
            params={"file": missing.title(language), "reference": missing.reference},
        )
