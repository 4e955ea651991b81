"""A visitor of the demo reads the mails that would have gone to clients and members."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marke.kernel.carrying import Attachment, Mail
from marke.kernel.ports import PORTS
from marke.ops.mail import DjangoPostOffice, FolderMailbox

LINK = "http://127.0.0.1:8000/c/secret/"
MAIL = Mail(
    message_id="<1@marke.example>",
    sender="De Marke <no-reply@marke.example>",
    to="client@example.org",
    reply_to="",
    subject="Offerte <b>1</b>",
    text=f"Beste,\n\nOpen {LINK}\n<script>alert(1)</script>",
    html="<p>Beste</p>",
    attachments=(Attachment("Q1.pdf", "application/pdf", b"%PDF-1.7"),),
)


@pytest.fixture
def mailbox(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderMailbox:
    settings.EMAIL_BACKEND = "marke.ops.mail.MailboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    monkeypatch.setattr(PORTS, "mailbox", FolderMailbox(tmp_path))
    return FolderMailbox(tmp_path)


def test_an_empty_mailbox_says_how_it_fills(mailbox: FolderMailbox, client: Client):
    """The first visit tells what to try."""
    assert "No mail yet." in client.get(reverse("demo_mails")).content.decode()


def test_a_mail_is_read_with_its_button_and_its_files(mailbox: FolderMailbox, client: Client):
    """The link opens, the PDF is there, and what was typed is text."""
    DjangoPostOffice().post(MAIL)
    (listed,) = mailbox.newest(1)
    assert "client@example.org" in client.get(reverse("demo_mails")).content.decode()
    shown = client.get(reverse("demo_mail", args=[listed.name])).content.decode()
    assert f'href="{LINK}"' in shown
    assert "<script>alert" not in shown
    assert "Offerte &lt;b&gt;1&lt;/b&gt;" in shown
    file = client.get(reverse("demo_mail_file", args=[listed.name, 0]))
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file) == b"%PDF-1.7"


@pytest.mark.parametrize("name", ["nothing", "..", "20260911T100000000000-" + "0" * 24])
def test_a_mail_that_is_not_there_is_not_found(mailbox: FolderMailbox, client: Client, name: str):
    """An address tried at random opens nothing of the machine."""
    assert client.get(f"/demo/mails/{name}/").status_code == 404
    assert client.get(f"/demo/mails/{name}/0/").status_code == 404


@pytest.mark.parametrize("setting", ["DEMO", "mailbox"])
def test_outside_the_demo_there_is_no_mailbox(
    mailbox: FolderMailbox, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, setting: str
):
    """A real cooperative shows nobody's mail to anybody."""
    if setting == "DEMO":
        settings.DEMO = False
    else:
        monkeypatch.setattr(PORTS, "mailbox", None)
    assert client.get(reverse("demo_mails")).status_code == 404
