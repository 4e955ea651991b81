"""The client answers a quote: what is signed becomes an order, in one transaction, and the member hears of it.

Only a signed quote binds, and it is signed by version (rule 16): an old link, a second tap or a tab that was open
beside this one finds the quote locked, and then answered.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from marke.domain.directory.operations.states import FIRST_ORDER, verify
from marke.domain.orders.operations import OrderInput, open_orders
from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.people.models import User
from marke.domain.quotes.content import input_of
from marke.domain.quotes.enums import SignedBy
from marke.domain.quotes.models import Answer, QuoteVersion
from marke.domain.quotes.operations import answering, codes
from marke.domain.quotes.operations.answering import AnswerInput
from marke.domain.quotes.papers import PaperInput, check_paper
from marke.domain.quotes.signing import Signer, require_firm_enough
from marke.domain.sales.enums import ClientState
from marke.domain.sales.models import Client
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.send_quote import SUBJECT, title_of

__all__ = ["Signer", "Words", "accept_quote", "ask_code", "confirm_code", "reject_quote"]


@dataclass(frozen=True, slots=True)
class Words:
    """What a client adds to a signature: a comment, and the number of their purchase order."""

    comment: str = ""
    order_reference: str = ""


NOTHING = Words()


def accept_quote(
    *,
    quote_id: uuid.UUID,
    version: int,
    signer: Signer,
    now: dt.datetime,
    actor: uuid.UUID,
    words: Words = NOTHING,
    paper: PaperInput | None = None,
) -> Answer:
    """The client signs this version; the order is open when this returns, and ``answer.version.order_id`` names it.

    Raises `Refusal` for a version that was answered, replaced, withdrawn or is too old, for a signature too light for
    the amount, for a code that was not typed right, and for a paper that is none.
    """
    today = timezone.localdate(now)
    found = answering.version_to_answer(quote_id=quote_id, version=version, today=today)
    _refuse_blocked(found.quote.client)
    require_firm_enough(signer=signer, gross=found.gross, on=today)
    if signer.how == SignedBy.CODE:
        codes.require_confirmed(version=found, email=signer.email, now=now)
    checked = check_paper(_paper_of(paper)) if signer.how == SignedBy.PAPER else None
    given = AnswerInput(True, signer, words.comment, words.order_reference, checked)
    answer = answering.write_answer(version=found, answer=given, now=now, actor=actor)
    [order_id] = open_orders(orders=[_order(found, words.order_reference, today)], actor=actor)
    answering.link_order(version=found, order_id=order_id)
    verify(client_ids=[found.quote.client_id], reason=FIRST_ORDER, actor=actor)
    _tell_member(answer, "quote_accepted", reverse("order", args=[found.unit_id, order_id]), actor)
    return answer


def _refuse_blocked(client: Client) -> None:
    """A client that the desk blocked opens no order. It is the client who reads this, so the reason is not told."""
    if client.state == ClientState.BLOCKED:
        raise Refusal(
            "quote.not-now",
            gettext_noop("This quote cannot be accepted at the moment. Please speak with whoever sent it to you."),
        )


def _paper_of(paper: PaperInput | None) -> PaperInput:
    if paper is None:
        raise Refusal("quote.paper", gettext_noop("Hand in the signed quote as a PDF or a photo."), field="paper")
    return paper


def _order(version: QuoteVersion, order_reference: str, today: dt.date) -> OrderInput:
    """What was signed, as an order."""
    given = input_of(version)
    start = max(given.period[0], today) if given.period else today
    return OrderInput(
        unit_id=given.unit_id,
        client_id=given.client_id,
        quote_id=version.quote_id,
        subject=title_of(version),
        client_reference=given.client_reference,
        order_reference=order_reference,
        language=version.language,
        lines=given.lines,
        period=given.period,
        term_days=given.term_days,
        schedule=given.invoicing.schedule(start=start),
        project_id=given.project_id,
        signed_on=today,
    )


def reject_quote(
    *, quote_id: uuid.UUID, version: int, comment: str, signer: Signer, now: dt.datetime, actor: uuid.UUID
) -> Answer:
    """The client says no, perhaps with a reason. Raises `Refusal` for a version that can be answered no more."""
    found = answering.version_to_answer(quote_id=quote_id, version=version, today=timezone.localdate(now))
    given = AnswerInput(False, signer, comment)
    answer = answering.write_answer(version=found, answer=given, now=now, actor=actor)
    _tell_member(answer, "quote_rejected", reverse("quote", args=[found.unit_id, found.quote_id]), actor)
    return answer


def ask_code(*, quote_id: uuid.UUID, version: int, now: dt.datetime, actor: uuid.UUID) -> str:
    """Mail the reader a code to sign with; answers the address it goes to. Raises as `codes.make_code`."""
    found = answering.version_to_answer(quote_id=quote_id, version=version, today=timezone.localdate(now))
    code, digits = codes.make_code(version=found, now=now)
    quote = found.quote
    mail = MailInput(
        key=f"quote-code:{code.pk}",
        to=code.email,
        language=found.language,
        template="quote_code",
        context={"number": quote.number, "unit": quote.unit.name, "code": digits},
        subject=(SUBJECT, quote.pk),
        unit_id=quote.unit_id,
    )
    put_mail(mails=[mail], actor=actor)
    return code.email


def confirm_code(*, quote_id: uuid.UUID, version: int, digits: str, now: dt.datetime) -> bool:
    """Whether the client typed the code right. The attempt counts, so the caller commits also when it was wrong."""
    today = timezone.localdate(now)
    return codes.confirm_code(quote_id=quote_id, version=version, digits=digits, now=now, today=today)


def _tell_member(answer: Answer, template: str, page: str, actor: uuid.UUID) -> None:
    """The member who sent the quote hears what the client said, with the page on which to go on."""
    version = answer.version
    sender = User.objects.filter(pk=version.sent_by).first() if version.sent_by else None
    if sender is None:
        return
    quote = version.quote
    mail = MailInput(
        key=f"quote:{version.pk}:{template}",
        to=sender.email,
        language=sender.language,
        template=template,
        context={
            "number": quote.number,
            "subject": title_of(version),
            "client": quote.client.name,
            "signer": answer.signer_name,
            "comment": answer.comment,
            "gross": version.gross,
            "link": page,
        },
        subject=(SUBJECT, quote.pk),
        unit_id=quote.unit_id,
        reply_to=answer.signer_email,
    )
    put_mail(mails=[mail], actor=actor)
