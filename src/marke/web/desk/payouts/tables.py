"""How batches, payments, differences, answers and cases look in lists."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marke.domain.accounts.queries import names_of
from marke.domain.payouts.enums import BatchState, CaseKind, CaseState, OrderState, Verification
from marke.domain.payouts.models import AccountCase, Approval, Batch, PayeeVerification, PaymentOrder
from marke.domain.payouts.queries import Difference, Surprise
from marke.web.components.formatting import format_iban
from marke.web.components.tables import Badge, Column, Table

BATCH_TONES = {
    BatchState.PROPOSED: "waiting",
    BatchState.APPROVED_ONCE: "waiting",
    BatchState.APPROVED: "waiting",
    BatchState.EXPORTED: "waiting",
    BatchState.CONFIRMED: "good",
    BatchState.WITHDRAWN: "",
}
ORDER_TONES = {
    OrderState.WAITING: "waiting",
    OrderState.BATCHED: "waiting",
    OrderState.SENT: "waiting",
    OrderState.EXECUTED: "good",
    OrderState.RETURNED: "bad",
    OrderState.PARKED: "bad",
}
CASE_TONES = {CaseState.OPEN: "waiting", CaseState.ACCEPTED: "good", CaseState.REFUSED: "bad"}
ANSWER_TONES = {
    Verification.MATCH: "good",
    Verification.CLOSE: "waiting",
    Verification.NO_MATCH: "bad",
    Verification.IMPOSSIBLE: "",
}
SURPRISES = {
    Surprise.NEW: gettext_lazy("Never paid before"),
    Surprise.OTHER_ACCOUNT: gettext_lazy("On another account than last time"),
    Surprise.MUCH_MORE: gettext_lazy("More than twice the last amount"),
}


def batch_badge(batch: Batch) -> Badge:
    """Where a batch stands."""
    return Badge(str(batch.get_state_display()), BATCH_TONES[BatchState(batch.state)])


def order_badge(order: PaymentOrder) -> Badge:
    """Where a payment stands."""
    return Badge(str(order.get_state_display()), ORDER_TONES[OrderState(order.state)])


def case_badge(case: AccountCase) -> Badge:
    """What was decided."""
    return Badge(str(case.get_state_display()), CASE_TONES[CaseState(case.state)])


def batch_table(rows: Sequence[Batch]) -> Table:
    """Batches with their totals."""
    return Table(
        caption=_("Batches"),
        columns=[
            Column(
                "number",
                _("Batch"),
                kind="code",
                link=lambda row: reverse("desk_batch", args=[row.pk]),
                note=lambda row: row.get_purpose_display(),
            ),
            Column("proposed_at", _("Proposed"), kind="moment"),
            Column("execute_on", _("On"), kind="date"),
            Column("count", _("Payments"), kind="number"),
            Column("total", _("Total"), kind="money"),
            Column("state", _("State"), kind="badge", value=batch_badge),
        ],
        rows=rows,
    )


def order_table(rows: Sequence[PaymentOrder], *, caption: str, caption_hidden: bool = False) -> Table:
    """Payments with their payee and account."""
    return Table(
        caption=caption,
        caption_hidden=caption_hidden,
        columns=[
            Column(
                "name",
                _("Payee"),
                link=lambda row: reverse("desk_payout_order", args=[row.pk]),
                note=lambda row: row.text,
            ),
            Column("iban", _("Account"), kind="code", value=lambda row: format_iban(row.iban)),
            Column("due_on", _("Due on"), kind="date"),
            Column("amount", _("Amount"), kind="money"),
            Column("state", _("State"), kind="badge", value=order_badge, note=_reason),
        ],
        rows=rows,
    )


def _reason(order: PaymentOrder) -> str:
    return _(order.reason) if order.reason else ""


def difference_table(rows: Sequence[Difference]) -> Table:
    """What in a batch differs from the last payments."""
    return Table(
        caption=_("Different from last time"),
        columns=[
            Column(
                "payee",
                _("Payee"),
                value=lambda row: row.order.name,
                link=lambda row: reverse("desk_payout_order", args=[row.order.pk]),
                note=lambda row: format_iban(row.order.iban),
            ),
            Column(
                "surprise",
                _("Why"),
                value=lambda row: str(SURPRISES[row.surprise]),
                note=lambda row: format_iban(row.account_before) if row.surprise is Surprise.OTHER_ACCOUNT else "",
            ),
            Column("before", _("Last time"), kind="money", value=lambda row: row.before or None),
            Column("amount", _("Now"), kind="money", value=lambda row: row.order.amount),
        ],
        rows=rows,
    )


def approval_table(rows: Sequence[Approval]) -> Table:
    """Who approved, and when."""
    names = names_of(row.approved_by for row in rows)
    return Table(
        caption=_("Approved by"),
        columns=[
            Column("who", _("Name"), value=lambda row: names[row.approved_by]),
            Column("approved_at", _("When"), kind="moment"),
        ],
        rows=rows,
    )


def answer_table(rows: Sequence[PayeeVerification]) -> Table:
    """What banks answered about payees."""
    return Table(
        caption=_("Answers of the bank"),
        columns=[
            Column("name", _("Payee"), note=lambda row: format_iban(row.iban)),
            Column("known_as", _("Name at the bank")),
            Column("answered_at", _("Answered"), kind="moment"),
            Column(
                "answer",
                _("Answer"),
                kind="badge",
                value=lambda row: Badge(str(row.get_answer_display()), ANSWER_TONES[Verification(row.answer)]),
            ),
        ],
        rows=rows,
    )


def case_table(rows: Sequence[AccountCase]) -> Table:
    """Cases of accounts."""
    return Table(
        caption=_("Odd accounts"),
        caption_hidden=True,
        columns=[
            Column(
                "kind",
                _("What"),
                value=lambda row: row.get_kind_display(),
                link=lambda row: reverse("desk_account_case", args=[row.pk]),
                note=lambda row: str(row.person) if row.kind == CaseKind.SHARED else "",
            ),
            Column("iban", _("Account"), kind="code", value=lambda row: format_iban(row.iban)),
            Column("opened_at", _("Since"), kind="moment"),
            Column("state", _("State"), kind="badge", value=case_badge),
        ],
        rows=rows,
    )
