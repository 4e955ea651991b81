"""Where mails leave: Django's e-mail backends as the outbox needs them, and the mailbox of the demo."""

from __future__ import annotations

import datetime as dt
import email.policy
import hashlib
import re
import smtplib
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage as Parsed
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from marke.kernel.carrying import Attachment, Carried, Mail, MailShown, NobodyKnows, NotAtAll, NotNow


class DjangoPostOffice:
    """The `PostOffice` on the backend of the settings.

    What a server answers is certain: a code from 400 is «not now», from 500 «not at all». A connection that breaks
    after the mail was given leaves doubt, since a server may have taken what it did not acknowledge.
    """

    def post(self, mail: Mail) -> Carried:
        message = _composed(mail)
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise NotNow(f"The mail server does not answer: {error}") from error
        try:
            connection.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            raise _answered(code, answer) from error
        except smtplib.SMTPResponseException as error:
            raise _answered(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NobodyKnows(f"The connection broke while the mail was handed over: {error}") from error
        finally:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()
        return Carried(provider_id=mail.message_id, answer="Taken by the mail server.")

    def find(self, message_id: str) -> Carried | None:
        connection = get_connection()
        if not isinstance(connection, MailboxBackend):
            raise NobodyKnows("A mail server cannot say whether it took a mail.")
        return Carried(provider_id=message_id) if connection.holds(message_id) else None


def _composed(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it is sent. Raises `NotAtAll` for one that no server would read the same way."""
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        mail.sender,
        [mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
        alternatives=[(mail.html, "text/html")],
        attachments=[(each.file_name, each.content, each.media_type) for each in mail.attachments],
    )
    try:
        message.message()
    except ValueError as error:
        raise NotAtAll(f"The mail cannot be written down: {error}") from error
    return message


def _answered(code: int, answer: bytes | str) -> NotNow | NotAtAll:
    said = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return NotAtAll(f"{code} {said}") if code >= 500 else NotNow(f"{code} {said}")


class MailboxBackend(BaseEmailBackend):
    """Keeps each mail as a file in the folder of the settings; the same mail twice is one file."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._folder = Path(settings.EMAIL_FILE_PATH)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self._folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._keep(message)
        return len(email_messages)

    def holds(self, message_id: str) -> bool:
        """Whether the mail with this Message-ID arrived."""
        return any(self._folder.glob(f"*-{_mark(message_id)}.eml"))

    def _keep(self, message: EmailMessage) -> None:
        """Write the file under another name first, so that nobody reads half a mail."""
        written = message.message()
        message_id = str(written["Message-ID"])
        if self.holds(message_id):
            return
        moment = dt.datetime.now(tz=dt.UTC)
        unfinished = self._folder / f"{_mark(message_id)}.part"
        unfinished.write_bytes(written.as_bytes())
        unfinished.rename(self._folder / f"{moment:%Y%m%dT%H%M%S%f}-{_mark(message_id)}.eml")


def _mark(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:24]


class FolderMailbox:
    """The `Mailbox` of a folder that `MailboxBackend` fills."""

    _NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{24}")

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self, limit: int) -> list[MailShown]:
        names = sorted((path.stem for path in self._folder.glob("*.eml")), reverse=True)
        return [_shown(name, self._parsed(name)) for name in names[:limit]]

    def mail(self, name: str) -> MailShown | None:
        if not self._has(name):
            return None
        parsed = self._parsed(name)
        body = parsed.get_body(("plain",))
        return _shown(name, parsed, text=body.get_content() if body else "")

    def file(self, name: str, number: int) -> Attachment | None:
        parts = list(self._parsed(name).iter_attachments()) if self._has(name) else []
        if not 0 <= number < len(parts):
            return None
        return Attachment(_named(parts[number]), parts[number].get_content_type(), _content(parts[number]))

    def _has(self, name: str) -> bool:
        return bool(self._NAME.fullmatch(name)) and (self._folder / f"{name}.eml").is_file()

    def _parsed(self, name: str) -> Parsed:
        parsed = email.message_from_bytes((self._folder / f"{name}.eml").read_bytes(), policy=email.policy.default)
        assert isinstance(parsed, Parsed)
        return parsed


def _shown(name: str, parsed: Parsed, *, text: str = "") -> MailShown:
    return MailShown(
        name=name,
        at=dt.datetime.strptime(name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC),
        sender=str(parsed["From"]),
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        text=text,
        attachments=tuple((_named(part), len(_content(part))) for part in parsed.iter_attachments()),
    )


def _named(part: Parsed) -> str:
    return part.get_filename() or "file"


def _content(part: Parsed) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
