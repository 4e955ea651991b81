"""Two records are one client: everything that points to the one moves to the other. Seen first, then done.

1. The desk looks at what would move. 2. Contacts and notes of a unit that works for both come together. 3. Invoices,
payments, quotes, orders and all else follow; what was printed stays as it was printed. 4. The merged record remains as
a name that leads to the other. There is no way back, so the preview is the place to stop.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import ManyToOneRel, Model, QuerySet

from marke.domain.directory.models import CreditGrant, PaymentHistory, StateChange
from marke.domain.sales.enums import ClientKind, ClientState
from marke.domain.sales.models import Client, ClientLink, Contact
from marke.kernel.money import Cents
from marke.kernel.refusal import Refusal, gettext_noop

STAYS = (Client, ClientLink, StateChange, CreditGrant, PaymentHistory)
"""What does not simply follow: links come together, and what the desk decided of a record is the story of that one."""


@dataclass(frozen=True, slots=True)
class Moving:
    """What a merge moves: how many things of each kind (by its plural name), which units, and money that is open."""

    merged: Client
    kept: Client
    things: tuple[tuple[str, int], ...]
    units: tuple[int, ...]
    units_of_both: tuple[int, ...]
    outstanding: Cents


def preview_merge(*, client_id: uuid.UUID, into: uuid.UUID) -> Moving:
    """What would move when ``client_id`` is merged into the other. Raises `Refusal` as `merge_clients`; writes nothing.

    A private person's name proves nothing: whoever merges two people has checked that they are one.
    """
    merged, kept = _both(Client.objects.all(), client_id, into)
    ours = set(ClientLink.objects.filter(client=merged).values_list("unit_id", flat=True))
    theirs = set(ClientLink.objects.filter(client=kept).values_list("unit_id", flat=True))
    counted = [
        (str(model._meta.verbose_name_plural), model._base_manager.filter(**{name: merged}).count())
        for model, name in _followers()
    ]
    owed = sum(merged.invoices.filter(outstanding__gt=0).values_list("outstanding", flat=True))
    return Moving(
        merged=merged,
        kept=kept,
        things=tuple((plural, count) for plural, count in counted if count),
        units=tuple(sorted(ours)),
        units_of_both=tuple(sorted(ours & theirs)),
        outstanding=owed,
    )


def merge_clients(*, client_id: uuid.UUID, into: uuid.UUID, reason: str, actor: uuid.UUID) -> None:
    """Merge one client into another, as staff, in one transaction.

    Raises `Refusal` for the same client, for one that is merged already, for two organisations with different numbers,
    when only the merged one has a number, and without a reason.
    """
    if not reason.strip():
        raise Refusal("merge.reason", gettext_noop("Say why, for whoever reads this later."), field="reason")
    merged, kept = _both(Client.objects.select_for_update(of=("self",)).order_by("pk"), client_id, into)
    _join_links(merged, kept)
    Client.objects.filter(pk=merged.pk).update(state=ClientState.MERGED, merged_into=kept)
    Client.objects.filter(merged_into=merged).update(merged_into=kept)
    for model, name in _followers():
        model._base_manager.filter(**{name: merged}).update(**{name: kept})
    _join_histories(merged, kept)
    StateChange.objects.create(client=merged, state=ClientState.MERGED, reason=reason.strip(), decided_by=actor)


def _followers() -> list[tuple[type[Model], str]]:
    """Everything that names a client by a key of the database, whichever part of the product it belongs to."""
    pointing = [field for field in Client._meta.get_fields(include_hidden=True) if isinstance(field, ManyToOneRel)]
    return [
        (relation.related_model, relation.field.name)
        for relation in pointing
        if not relation.one_to_one and relation.related_model not in STAYS
    ]


def _both(clients: QuerySet[Client], client_id: uuid.UUID, into: uuid.UUID) -> tuple[Client, Client]:
    """The two clients among these. Raises `Refusal` when they cannot become one."""
    rows = {row.pk: row for row in clients.filter(pk__in=[client_id, into])}
    merged, kept = rows.get(client_id), rows.get(into)
    if merged is None or kept is None or merged.pk == kept.pk:
        raise Refusal("merge.two", gettext_noop("Choose another client to merge into."), field="into")
    for row in (merged, kept):
        if row.state == ClientState.MERGED:
            raise Refusal(
                "merge.once", gettext_noop("%(client)s is merged already."), field="into", params={"client": row.name}
            )
    _refuse_two_persons(merged, kept)
    return merged, kept


def _refuse_two_persons(merged: Client, kept: Client) -> None:
    ours = {merged.enterprise_number, merged.vat_number} - {""}
    theirs = {kept.enterprise_number, kept.vat_number} - {""}
    if (merged.kind == ClientKind.PRIVATE) != (kept.kind == ClientKind.PRIVATE):
        raise Refusal(
            "merge.person-and-organisation",
            gettext_noop("A private person and an organisation are never the same client."),
            field="into",
        )
    if ours and theirs and not ours & theirs:
        raise Refusal(
            "merge.two-numbers",
            gettext_noop(
                "These are two organisations: each has a number of its own. Block the one that ended instead."
            ),
            field="into",
        )
    if ours and not theirs:
        raise Refusal(
            "merge.keep-the-number",
            gettext_noop("Keep the client that has a number: merge the other one into %(client)s."),
            field="into",
            params={"client": merged.name},
        )


def _join_links(merged: Client, kept: Client) -> None:
    """Units that work for both keep one link with all contacts and notes; the others follow with their link."""
    there = {link.unit_id: link for link in ClientLink.objects.filter(client=kept)}
    for link in ClientLink.objects.filter(client=merged):
        target = there.get(link.unit_id)
        if target is None:
            link.client = kept
            link.save(update_fields=["client"])
            continue
        has_first = Contact.objects.filter(link=target, is_default=True).exists()
        Contact.objects.filter(link=link).update(link=target, **({"is_default": False} if has_first else {}))
        target.notes = "\n\n".join(part for part in (target.notes, link.notes) if part)[:2_000]
        target.archived_on = target.archived_on if link.archived_on else None
        target.save(update_fields=["notes", "archived_on"])
        link.delete()


def _join_histories(merged: Client, kept: Client) -> None:
    """The kept client is trusted as far as both earned it; the other figures are counted again at night."""
    before = PaymentHistory.objects.filter(client=merged).first()
    if before is None:
        return
    history, _ = PaymentHistory.objects.get_or_create(client=kept)
    history.highest_in_time = max(history.highest_in_time, before.highest_in_time)
    history.save(update_fields=["highest_in_time"])
    before.delete()
