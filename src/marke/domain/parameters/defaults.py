"""The choices Marke knows, each with its type, its default and where the default comes from.

Every figure is a dated row once a cooperative has chosen it; the defaults below open a new cooperative
(shared-enterprise.md, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marke.kernel.refusal import gettext_noop


@dataclass(frozen=True, slots=True)
class Definition:
    """A choice: ``kind`` is ``cents``, ``rate``, ``days``, ``months``, ``years`` or ``count``."""

    name: str
    kind: str
    default: Decimal
    title: str
    source: str


DEFINITIONS = {
    definition.name: definition
    for definition in [
        Definition("share.price", "cents", Decimal(3000), gettext_noop("Price of a share"), "practice"),
        Definition(
            "bank.certain_score",
            "count",
            Decimal(95),
            gettext_noop("Certainty (of 100) from which a payment is matched by itself"),
            "default",
        ),
        Definition("share.transfer_days", "days", Decimal(10), gettext_noop("Days to pay a share"), "practice"),
        Definition("share.exit_years", "years", Decimal(3), gettext_noop("Years to repay a share"), "practice"),
        Definition("contribution.rate", "rate", Decimal("0.065"), gettext_noop("Contribution"), "practice"),
        Definition("client.term_days", "days", Decimal(10), gettext_noop("Days to pay an invoice"), "practice"),
        Definition(
            "client.longest_term_days",
            "days",
            Decimal(60),
            gettext_noop("Longest agreed term to pay"),
            "law of 2 August 2002, article 4",
        ),
        Definition(
            "einvoice.fallback_hours",
            "count",
            Decimal(12),
            gettext_noop("Hours to wait for Peppol before an invoice goes by e-mail"),
            "default",
        ),
        Definition("quote.validity_days", "days", Decimal(30), gettext_noop("Days that a quote is valid"), "default"),
        Definition(
            "quote.reminder_days",
            "days",
            Decimal(3),
            gettext_noop("Days before its end to remind of a quote"),
            "default",
        ),
        Definition(
            "quote.code_above",
            "cents",
            Decimal(250_000),
            gettext_noop("Above this a quote is signed with a code"),
            "default",
        ),
        Definition(
            "quote.paper_above",
            "cents",
            Decimal(1_000_000),
            gettext_noop("Above this a quote is signed on paper"),
            "default",
        ),
        Definition(
            "check.amount_above",
            "cents",
            Decimal(500_000),
            gettext_noop("Above this the desk looks at a document"),
            "default",
        ),
        Definition(
            "check.new_client_above",
            "cents",
            Decimal(100_000),
            gettext_noop("Above this the desk looks at what goes to a new client"),
            "default",
        ),
        Definition(
            "check.vat_ground",
            "count",
            Decimal(1),
            gettext_noop("The desk looks when a unit first uses a reason for its VAT (1) or not (0)"),
            "default",
        ),
        Definition(
            "check.files",
            "count",
            Decimal(1),
            gettext_noop("The desk looks at the files of a deal (1) or not (0)"),
            "default",
        ),
        Definition(
            "check.clean_needed",
            "count",
            Decimal(5),
            gettext_noop("Clean checks after which documents go unseen"),
            "default",
        ),
        Definition(
            "check.hours", "count", Decimal(24), gettext_noop("Hours on working days to answer a check"), "practice"
        ),
        Definition(
            "portal.link_days",
            "days",
            Decimal(400),
            gettext_noop("Days that a client's personal link opens"),
            "default",
        ),
        Definition(
            "api.key_days",
            "days",
            Decimal(366),
            gettext_noop("Days that a member's key for programs opens at most"),
            "default",
        ),
        Definition(
            "order.automatic",
            "count",
            Decimal(0),
            gettext_noop("Orders are invoiced by themselves (1) or not (0)"),
            "default",
        ),
        Definition(
            "order.prepare_days",
            "days",
            Decimal(7),
            gettext_noop("Days before its day to check an invoice"),
            "practice",
        ),
        Definition(
            "receipt.pay_in_days",
            "days",
            Decimal(10),
            gettext_noop("Days to pay in receipts without invoice"),
            "default",
        ),
        Definition(
            "client.credit_business", "cents", Decimal(500_000), gettext_noop("Credit limit of a new client"), "default"
        ),
        Definition(
            "client.credit_public",
            "cents",
            Decimal(5_000_000),
            gettext_noop("Credit limit of a public body"),
            "default",
        ),
        Definition(
            "client.credit_consumer",
            "cents",
            Decimal(100_000),
            gettext_noop("Credit limit of a private person"),
            "default",
        ),
        Definition(
            "client.credit_factor",
            "count",
            Decimal(3),
            gettext_noop("Credit limit as a multiple of what was paid in time"),
            "default",
        ),
        Definition(
            "client.credit_cap", "cents", Decimal(10_000_000), gettext_noop("Highest computed credit limit"), "default"
        ),
        Definition(
            "client.credit_alone",
            "cents",
            Decimal(2_500_000),
            gettext_noop("Credit limit that one person may grant"),
            "default",
        ),
        Definition(
            "client.vat_answer_days",
            "days",
            Decimal(90),
            gettext_noop("Days that an answer about a foreign VAT number counts"),
            "default",
        ),
        Definition(
            "receipt.reminder_days",
            "days",
            Decimal(7),
            gettext_noop("Days between reminders to pay receipts in"),
            "default",
        ),
        Definition(
            "cost.cutoff_days", "days", Decimal(15), gettext_noop("Days in January for last year's costs"), "default"
        ),
        Definition("unit.dormant_months", "months", Decimal(24), gettext_noop("Months until dormant"), "default"),
        Definition(
            "iban.cooling_off_days",
            "days",
            Decimal(3),
            gettext_noop("Working days until a new IBAN is used"),
            "default",
        ),
        Definition(
            "iban.changes_a_day",
            "count",
            Decimal(20),
            gettext_noop("New IBANs in a day after which nothing leaves until somebody looked"),
            "default",
        ),
        Definition(
            "payout.latest_hour", "count", Decimal(15), gettext_noop("Hour until which the bank pays today"), "default"
        ),
        Definition("wage.deadline_days", "days", Decimal(7), gettext_noop("Working days until a wage is paid"), "seed"),
        Definition(
            "payout.third_above",
            "cents",
            Decimal(25_000_000),
            gettext_noop("Above this a third person approves a batch"),
            "default",
        ),
        Definition(
            "payout.approver_day_limit",
            "cents",
            Decimal(300_000_000),
            gettext_noop("What one person approves in a day at most"),
            "default",
        ),
        Definition(
            "work.latest_entry_hours", "count", Decimal(1), gettext_noop("Hours before work to declare it"), "default"
        ),
        Definition(
            "work.silence_days", "days", Decimal(2), gettext_noop("Working days until the plan counts"), "default"
        ),
    ]
}
