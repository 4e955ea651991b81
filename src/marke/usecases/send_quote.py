"""Send quotes: from a draft to a numbered document in the client's mailbox, in one transaction.

1. The units may take in something new (rule 2), and no client is inside the enterprise (rule 10). 2. What the member
has not earned the right to send alone waits for an adviser. 3. The others are priced with the VAT law and contribution
of their day, numbered and sealed. 4. The mail with the personal link and the paper is in the outbox. One quote is a
list of one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils import timezone

from marke.domain.checks.enums import CheckState, DocumentKind
from marke.domain.checks.models import Check
from marke.domain.checks.operations import CheckInput, ask, withdraw
from marke.domain.checks.policies import needs_check
from marke.domain.foundation.transactions import enterprise_view
from marke.domain.outbox.mail import AttachmentRef, MailInput, put_mail
from marke.domain.parameters.queries import choice, cooperative
from marke.domain.people.models import User
from marke.domain.portal.operations import make_link
from marke.domain.quotes.content import input_of
from marke.domain.quotes.enums import QuoteState
from marke.domain.quotes.models import QuoteVersion
from marke.domain.quotes.operations import writing
from marke.domain.quotes.operations.sending import Sending, send
from marke.domain.sales.policies import Sale, require_clients_not_blocked, require_outside_clients
from marke.domain.units.policies import require_units_may_take_in
from marke.rules.posting.roles import PRODUCTION
from marke.usecases.issue_invoice import terms_on
from marke.usecases.sale_facts import sale_facts
from marke.usecases.write_quote import price_quote

SUBJECT = "quote"


def send_quote(*, version_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> QuoteVersion:
    """Send one quote. Raises as `send_quotes`."""
    return send_quotes(version_ids=[version_id], now=now, actor=actor)[0]


def send_quotes(*, version_ids: Sequence[uuid.UUID], now: dt.datetime, actor: uuid.UUID) -> list[QuoteVersion]:
    """Send drafts, all or none; answers them in order, each sent or waiting for an adviser's look.

    Raises `Refusal` when one was sent meanwhile, when a unit has no right of use (rule 2), for a client inside the
    enterprise (rule 10), for VAT without its reason (rule 23), for a deposit that cannot be invoiced, and for a day of
    validity that has passed.
    """
    today = timezone.localdate(now)
    versions = _drafts(version_ids, QuoteState.DRAFT)
    _require_rights(versions, today)
    sendings = [_prepared(version, today) for version in versions]
    checks = {sending.version.pk: _check(sending, actor, today) for sending in sendings}
    held = [sending for sending in sendings if checks[sending.version.pk].reasons]
    writing.ask_review(versions=[sending.version for sending in held])
    ask(checks=[checks[sending.version.pk] for sending in held], now=now, actor=actor)
    _let_go([sending for sending in sendings if sending not in held], now=now, actor=actor)
    return versions


def _check(sending: Sending, actor: uuid.UUID, today: dt.date) -> CheckInput:
    """The quote as an adviser's queue shows it, with every reason to look at it first; none when it may go."""
    version, lines = sending.version, input_of(sending.version).lines
    facts = sale_facts(unit_id=version.unit_id, client_id=sending.client.pk, lines=lines)
    reasons = needs_check(kind=DocumentKind.QUOTE, unit_id=version.unit_id, user_id=actor, facts=facts, as_of=today)
    title = f"{sending.client.name}: {title_of(version)}"
    return CheckInput(DocumentKind.QUOTE, version.pk, version.unit_id, title, reasons, amount=facts.amount)


def quote_decided(check: Check, now: dt.datetime, adviser: uuid.UUID) -> None:
    """An adviser has looked at a quote: it leaves in its writer's name, or goes back with what must change."""
    if check.state == CheckState.APPROVED:
        _approved(check, now, adviser)
    else:
        writing.give_back(version_id=check.subject_id, note=check.reason, reviewer=adviser)


def _approved(check: Check, now: dt.datetime, adviser: uuid.UUID) -> None:
    today = timezone.localdate(now)
    versions = _drafts([check.subject_id], QuoteState.REVIEW)
    _require_rights(versions, today)
    sendings = [_prepared(version, today) for version in versions]
    for version in versions:
        version.reviewed_by = adviser
    _let_go(sendings, now=now, actor=check.asked_by)


def take_back_quote(*, version_id: uuid.UUID, now: dt.datetime, actor: uuid.UUID) -> QuoteVersion:
    """The writer goes on with a quote that waited for a look. Raises `Refusal` when it was decided meanwhile."""
    version = writing.give_back(version_id=version_id, note="", reviewer=None)
    withdraw(kind=DocumentKind.QUOTE, subject_id=version.pk, now=now, actor=actor)
    return version


def _drafts(version_ids: Sequence[uuid.UUID], state: QuoteState) -> list[QuoteVersion]:
    """The versions with their quotes locked, always in the same order so that two senders never wait for each other."""
    found = {key: writing.draft_to_change(key, states=(state,)) for key in sorted(version_ids)}
    return [found[key] for key in version_ids]


def _require_rights(versions: Sequence[QuoteVersion], today: dt.date) -> None:
    require_clients_not_blocked(clients=[version.quote.client for version in versions])
    wanted = [Sale(version.unit_id, version.quote.client, version.net) for version in versions]
    with enterprise_view():
        require_units_may_take_in(unit_ids={version.unit_id for version in versions}, as_of=today)
        require_outside_clients(sales=wanted, house=cooperative())


def _prepared(version: QuoteVersion, today: dt.date) -> Sending:
    client = version.quote.client
    priced = price_quote(quote=input_of(version), client=client, today=today)
    if version.valid_until is None:
        days = int(choice("quote.validity_days", as_of=today))
        version.valid_until = today + dt.timedelta(days=days)
    return Sending(version, client, priced, terms_on(today, house=cooperative()))


def _let_go(sendings: Sequence[Sending], *, now: dt.datetime, actor: uuid.UUID) -> None:
    """Seal the quotes and put the mails of those that have a reader's address."""
    send(sendings=sendings, entity=PRODUCTION, now=now, actor=actor)
    mails = [quote_mail(sending.version, "quote_sent", now=now, actor=actor) for sending in sendings]
    put_mail(mails=[mail for mail in mails if mail], actor=actor)


def quote_mail(version: QuoteVersion, template: str, *, now: dt.datetime, actor: uuid.UUID) -> MailInput | None:
    """The mail that brings a quote to its reader, or reminds of it; None when it is handed over on paper."""
    if not version.to_email:
        return None
    quote = version.quote
    assert quote.number, "only a quote that was sent is mailed"
    assert version.valid_until, "what was sent says until when it is valid"
    link = make_link(
        client_id=quote.client_id,
        unit_id=quote.unit_id,
        email=version.to_email,
        purpose=(SUBJECT, quote.pk),
        now=now,
        actor=actor,
        language=version.language,
    )
    return MailInput(
        key=f"quote:{version.pk}:{template}",
        to=version.to_email,
        language=version.language,
        template=template,
        context={
            "number": quote.number,
            "subject": title_of(version),
            "unit": quote.unit.name,
            "gross": version.gross,
            "valid_until": version.valid_until.isoformat(),
            "link": link,
        },
        subject=(SUBJECT, quote.pk),
        unit_id=quote.unit_id,
        attachments=(AttachmentRef("quote.pdf", version.pk, f"{quote.number.replace('/', '-')}.pdf"),),
        reply_to=_address_of(version.sent_by) if version.sent_by else "",
    )


def title_of(version: QuoteVersion) -> str:
    """What a quote is about: its subject, else its first line."""
    first = version.lines.first()
    return version.subject or (first.description if first else "")


def _address_of(user_id: uuid.UUID) -> str:
    """Whom a client's reply reaches: the member who sent the quote."""
    return User.objects.filter(pk=user_id).values_list("email", flat=True).first() or ""
