"""A client writes to a unit by their personal link: a question about a document, or «this is not for me».

Nobody has to know an address: the people who answer for the unit get a mail, and their reply reaches the client.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.urls import reverse

from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.people.models import User
from marke.domain.portal.enums import Ending, Page
from marke.domain.portal.models import PortalLink
from marke.domain.portal.operations import end_links, require_may_ask, write_use
from marke.domain.units.queries import holder_accounts
from marke.kernel.refusal import Refusal, gettext_noop

SUBJECT = "client"


def ask_question(
    *, link: PortalLink, question: str, about: str, document_id: uuid.UUID | None, address: str, now: dt.datetime
) -> None:
    """The question goes to everybody who answers for the unit; ``about`` is the number of a document, or nothing.

    Raises `Refusal` for an empty question, and for more of them a day than a person asks.
    """
    if not question.strip():
        raise Refusal("portal.question", gettext_noop("Type your question."), field="question")
    require_may_ask(link=link, now=now)
    use = write_use(link=link, page=Page.QUESTION, address=address, now=now, object_id=document_id)
    assert use, "every question is written down"
    mails = [
        _mail(link, account, "client_question", key=f"question:{use.pk}", question=question.strip(), about=about)
        for account in holder_accounts(unit_id=link.unit_id)
    ]
    put_mail(mails=mails, actor=link.pk)


def say_not_for_me(*, link: PortalLink, now: dt.datetime) -> None:
    """The link reached the wrong person: it opens nothing any more, and the unit learns which address was wrong."""
    if not end_links(link_ids=[link.pk], ending=Ending.NOT_FOR_ME, now=now, actor=link.pk):
        return
    mails = [
        _mail(link, account, "client_not_for_me", key=f"not-for-me:{link.pk}")
        for account in holder_accounts(unit_id=link.unit_id)
    ]
    put_mail(mails=mails, actor=link.pk)


def _mail(link: PortalLink, account: User, template: str, *, key: str, **words: str) -> MailInput:
    return MailInput(
        key=f"{key}:{account.pk}",
        to=account.email,
        language=account.language,
        template=template,
        context={
            "client": link.client.name,
            "address": link.email,
            "unit": link.unit.name,
            "link": reverse("client_links", kwargs={"unit": link.unit_id, "client": link.client_id}),
            **words,
        },
        subject=(SUBJECT, link.client_id),
        unit_id=link.unit_id,
        reply_to=link.email,
    )
