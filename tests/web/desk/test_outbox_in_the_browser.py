"""The outbox and the mails of the demo in a real browser: no barriers, and a message decided by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.support.browser import Site
from tests.web.conftest import make_user
from tests.web.shell.test_in_the_browser import barriers, open_as

from marke.domain.accounts import personas
from marke.domain.foundation.transactions import acting_as_system
from marke.domain.outbox import clockwork
from marke.domain.outbox.enums import Outcome
from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.outbox.models import Message
from marke.domain.outbox.operations import Settlement, claim, settle
from marke.domain.people.models import StaffRole
from marke.kernel.carrying import Attachment, Mail
from marke.kernel.ids import uuid7
from marke.kernel.ports import PORTS
from marke.ops.mail import DjangoPostOffice, FolderMailbox

pytestmark = pytest.mark.browser

CONTEXT = {"number": "C2026-0041", "credits": "F2026-0017", "unit": "Noord", "gross": 121_000, "link": "/c/secret/"}
TRIED = [
    (Outcome.DOUBTFUL, "The connection broke while the mail was handed over: timed out"),
    (Outcome.REFUSED, "550 5.1.1 <boekhouding@voorbeeld.example>: Recipient address rejected"),
    (Outcome.ARRIVED, "Taken by the mail server."),
    (Outcome.LATER, "421 Too many connections, try again later"),
]


@pytest.fixture
def accountant(site: Site) -> str:
    """The link of the accountant's persona, with messages in every state in the outbox."""
    from tests.support.selling import open_house

    with acting_as_system():
        open_house()
        user = make_user("mira@example.org", staff_role=StaffRole.ACCOUNTANT)
        personas.introduce(user=user, name="Mira", title="Invented", story="Looks around.", order=0)
        for number in range(5):
            mail = MailInput(
                key=f"credit-note:{number}",
                to=f"boekhouding{number}@voorbeeld.example",
                language="nl",
                template="credit_note_sent",
                context={**CONTEXT, "number": f"C2026-004{number}"},
                subject=("sales.invoice", uuid7()),
                unit_id=None,
            )
            put_mail(mails=[mail], actor=user.pk)
        for taken, (outcome, answer) in zip(claim(now=timezone.now(), worker="host:1", limit=4), TRIED, strict=True):
            tried = Settlement(outcome, timezone.now(), answer)
            settle(claimed=taken, settlement=tried, now=timezone.now(), worker="host:1")
        clockwork.beat(worker="host:1", started_at=timezone.now(), now=timezone.now())
        clockwork.plan(first_times={"nightly": timezone.now()})
    return f"{site.url}/demo/{personas.token(user_id=user.pk)}/"


def test_the_outbox_has_no_barriers(page: Page, site: Site, accountant: str) -> None:
    """Every list, and a message in doubt with its history, in light and dark and on a small phone."""
    open_as(page, accountant)
    with acting_as_system():
        doubtful = Message.objects.get(state="doubtful").pk
    lists = [reverse("desk_outbox") + query for query in ("", "?state=waiting", "?state=sent", "?state=given_up")]
    assert barriers(page, site, [*lists, reverse("desk_message", args=[doubtful])]) == []


def test_a_doubtful_mail_is_settled_by_whoever_asked_the_client(page: Page, site: Site, accountant: str) -> None:
    """From the desk's first page: open the queue, open the message, say how one knows, done."""
    open_as(page, accountant)
    page.get_by_role("link", name="Messages that did not arrive, or perhaps not").click()
    page.get_by_role("link", name="Credit note C2026-0040").click()
    page.get_by_label("Reason").fill("Phoned: they have it.")
    page.get_by_role("button", name="Mark as sent").click()
    expect(page.get_by_text("1 message is marked as sent.")).to_be_visible()
    expect(page.get_by_text("Phoned: they have it.").first).to_be_visible()


def test_the_mails_of_the_demo_have_no_barriers(
    page: Page, site: Site, accountant: str, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mailbox, empty and full, and one mail."""
    settings.EMAIL_BACKEND = "marke.ops.mail.MailboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    monkeypatch.setattr(PORTS, "mailbox", FolderMailbox(tmp_path))
    assert barriers(page, site, [reverse("demo_mails")]) == []
    pdf = Attachment("F1.pdf", "application/pdf", b"%PDF")
    text = "Beste,\n\nFactuur bekijken:\nhttp://127.0.0.1:8000/c/secret/"
    DjangoPostOffice().post(
        Mail("<1@x.example>", "De Marke <no-reply@x.example>", "c@x.example", "", "Factuur F1", text, "<p></p>", (pdf,))
    )
    (listed,) = FolderMailbox(tmp_path).newest(1)
    assert barriers(page, site, [reverse("demo_mails"), reverse("demo_mail", args=[listed.name])]) == []
