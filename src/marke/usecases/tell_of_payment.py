"""Tell members that a client paid: «Paid, € … now available» (journey J2, step 8)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.people.models import User
from marke.domain.units.enums import RoleKind
from marke.domain.units.models import UnitRole

if TYPE_CHECKING:
    from marke.usecases.receive_payment import Received

SUBJECT = "sales.invoice"


def tell_of_payments(*, received: Sequence[Received], actor: uuid.UUID) -> None:
    """Everybody who answers for a unit gets one mail for each invoice that money of a client settled."""
    settling = [each for each in received if each.invoice and each.settled]
    holders = _holders({each.invoice.unit_id for each in settling if each.invoice})
    mails = [_mail(each, user) for each in settling if each.invoice for user in holders[each.invoice.unit_id]]
    put_mail(mails=mails, actor=actor)


def _holders(unit_ids: Collection[int]) -> dict[int, list[User]]:
    """Who answers for each unit today and has a log-in; one query."""
    roles = UnitRole.objects.filter(unit_id__in=unit_ids, kind=RoleKind.HOLDER, valid_to__isnull=True)
    found: dict[int, list[User]] = defaultdict(list)
    for role in roles.select_related("person__user").order_by("unit_id", "pk"):
        if role.person.user:
            found[role.unit_id].append(role.person.user)
    return found


def _mail(received: Received, user: User) -> MailInput:
    invoice = received.invoice
    assert invoice is not None
    return MailInput(
        key=f"paid:{received.payment.pk}:{invoice.pk}:{user.pk}",
        to=user.email,
        language=user.language,
        template="invoice_paid",
        context={
            "number": invoice.number,
            "client": invoice.parties["client"]["name"],
            "unit": invoice.unit.name,
            "paid": received.settled,
            "available": received.available,
            "outstanding": invoice.gross - invoice.paid - invoice.credited,
            "link": reverse("unit", args=[invoice.unit_id]),
        },
        subject=(SUBJECT, invoice.pk),
        unit_id=invoice.unit_id,
    )
