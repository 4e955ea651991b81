"""Give a client a new personal link in place of an old one: after an address bounced, changed, or a mail was lost."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.portal.enums import Ending
from marke.domain.portal.models import PortalLink
from marke.domain.portal.operations import LinkInput, end_links, make_links
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.write_to_unit import SUBJECT


@dataclass(frozen=True, slots=True)
class Renewal:
    """An old link and where the new one goes: the same address, or the right one."""

    link: PortalLink
    email: str


def renew_links(*, renewals: Sequence[Renewal], now: dt.datetime, actor: uuid.UUID) -> None:
    """The old links open nothing any more; new ones for the same documents are on their way. All or none.

    Raises `Refusal` when an address is missing.
    """
    if any(not renewal.email.strip() for renewal in renewals):
        raise Refusal("portal.email", gettext_noop("Say to which e-mail address the new link goes."), field="email")
    end_links(link_ids=[each.link.pk for each in renewals], ending=Ending.RENEWED, now=now, actor=actor)
    wanted = [
        LinkInput(
            client_id=each.link.client_id,
            unit_id=each.link.unit_id,
            email=each.email.strip(),
            purpose=(each.link.subject_kind, each.link.subject_id),
            language=each.link.language,
        )
        for each in renewals
    ]
    paths = make_links(links=wanted, now=now, actor=actor)
    put_mail(
        mails=[_mail(old, new, path, now) for old, new, path in zip(renewals, wanted, paths, strict=True)], actor=actor
    )


def _mail(renewal: Renewal, link: LinkInput, path: str, now: dt.datetime) -> MailInput:
    return MailInput(
        key=f"link:{renewal.link.pk}:{now.isoformat()}",
        to=link.email,
        language=link.language,
        template="client_link",
        context={"unit": renewal.link.unit.name, "link": path},
        subject=(SUBJECT, link.client_id),
        unit_id=link.unit_id,
    )
