"""What a mail server answers, in our words; and the mailbox in which the demo's mails arrive."""

from __future__ import annotations

import smtplib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from marke.kernel.carrying import Attachment, Mail, NobodyKnows, NotAtAll, NotNow
from marke.ops.mail import DjangoPostOffice, FolderMailbox

MAIL = Mail(
    message_id="<1@marke.example>",
    sender="De Marke <no-reply@marke.example>",
    to="client@example.org",
    reply_to="",
    subject="Factuur",
    text="Beste",
    html="<p>Beste</p>",
    attachments=(Attachment("F1.pdf", "application/pdf", b"%PDF-1.7 \xff"),),
)


class Server:
    """A mail server that does as the test says."""

    def __init__(self, *, at_open: Exception | None = None, at_sending: Exception | None = None) -> None:
        self.at_open, self.at_sending = at_open, at_sending

    def open(self) -> None:
        if self.at_open:
            raise self.at_open

    def send_messages(self, messages: object) -> int:
        if self.at_sending:
            raise self.at_sending
        return 1

    def close(self) -> None:
        raise smtplib.SMTPServerDisconnected("gone")


def post(monkeypatch: pytest.MonkeyPatch, server: Server, mail: Mail = MAIL) -> str:
    monkeypatch.setattr("marke.ops.mail.get_connection", lambda: server)
    return DjangoPostOffice().post(mail).provider_id


def test_a_mail_that_the_server_took_has_left(monkeypatch: pytest.MonkeyPatch):
    """A server that hangs up after saying yes has said yes."""
    assert post(monkeypatch, Server()) == MAIL.message_id


@pytest.mark.parametrize("error", [ConnectionRefusedError(), TimeoutError(), smtplib.SMTPServerDisconnected("x")])
def test_a_server_that_cannot_be_reached_is_tried_later(monkeypatch: pytest.MonkeyPatch, error: Exception):
    """Nothing was handed over, so nothing left."""
    with pytest.raises(NotNow):
        post(monkeypatch, Server(at_open=error))


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (smtplib.SMTPRecipientsRefused({"client@example.org": (550, b"no such user")}), NotAtAll),
        (smtplib.SMTPRecipientsRefused({"client@example.org": (451, b"greylisted")}), NotNow),
        (smtplib.SMTPSenderRefused(552, b"too big", "x"), NotAtAll),
        (smtplib.SMTPDataError(452, b"disk full"), NotNow),
        (smtplib.SMTPServerDisconnected("in the middle"), NobodyKnows),
        (TimeoutError(), NobodyKnows),
    ],
)
def test_an_answer_is_certain_and_silence_is_doubt(
    monkeypatch: pytest.MonkeyPatch, error: Exception, meaning: type[Exception]
):
    """«No» and «later» are answers; a line that breaks after the mail was given is none."""
    with pytest.raises(meaning):
        post(monkeypatch, Server(at_sending=error))


def test_a_header_with_a_line_break_never_leaves(monkeypatch: pytest.MonkeyPatch):
    """Whoever smuggles a second header into a name sends nothing."""
    with pytest.raises(NotAtAll):
        post(monkeypatch, Server(), replace(MAIL, subject="x\nBcc: y@example.org"))


def test_a_mail_server_cannot_be_asked(monkeypatch: pytest.MonkeyPatch):
    """So a person decides."""
    monkeypatch.setattr("marke.ops.mail.get_connection", Server)
    with pytest.raises(NobodyKnows):
        DjangoPostOffice().find(MAIL.message_id)


@pytest.fixture
def mailbox(settings: Any, tmp_path: Path) -> FolderMailbox:
    """The demo's post office delivers into a folder."""
    settings.EMAIL_BACKEND = "marke.ops.mail.MailboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mails"
    return FolderMailbox(tmp_path / "mails")


def test_a_mail_of_the_demo_can_be_read_with_its_files(mailbox: FolderMailbox):
    """The visitor sees what the client would see."""
    DjangoPostOffice().post(MAIL)
    (listed,) = mailbox.newest(10)
    shown = mailbox.mail(listed.name)
    assert shown is not None
    assert (shown.to, shown.subject, shown.text.strip()) == ("client@example.org", "Factuur", "Beste")
    assert shown.attachments == (("F1.pdf", 10),)
    file = mailbox.file(listed.name, 0)
    assert file is not None
    assert file.content == b"%PDF-1.7 \xff"


def test_the_same_mail_twice_is_one_in_the_mailbox(mailbox: FolderMailbox):
    """And the mailbox, unlike a mail server, can say that it has it."""
    office = DjangoPostOffice()
    assert office.find(MAIL.message_id) is None
    for _ in range(2):
        office.post(MAIL)
    assert len(mailbox.newest(10)) == 1
    assert office.find(MAIL.message_id) is not None


@pytest.mark.parametrize("name", ["../secrets/django", "", "20260911T100000000000-" + "0" * 24, "x" * 5000])
def test_a_name_that_is_no_mail_opens_nothing(mailbox: FolderMailbox, name: str):
    """The address of a mail cannot reach another file of the machine."""
    assert mailbox.mail(name) is None
    assert mailbox.file(name, 0) is None


def test_a_file_that_did_not_come_along_does_not_exist(mailbox: FolderMailbox):
    """Counting past the last attachment finds nothing."""
    DjangoPostOffice().post(MAIL)
    (listed,) = mailbox.newest(10)
    assert mailbox.file(listed.name, 1) is None
