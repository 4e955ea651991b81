"""The carrier of mails: writes the letter, makes its files, and hands both to the post office of the house."""

from __future__ import annotations

import hashlib
import logging
import mimetypes
import uuid
from email.utils import formataddr, parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from marke.domain.foundation.transactions import acting_as_system
from marke.domain.outbox import letters
from marke.domain.outbox.attachments import makers
from marke.domain.outbox.letters import House
from marke.domain.outbox.mail import opened
from marke.domain.parameters.queries import cooperative
from marke.kernel.carrying import Attachment, Carried, Mail, NotAtAll, NotNow, Parcel, PostOffice
from marke.kernel.refusal import Refusal

logger = logging.getLogger(__name__)


class MailCarrier:
    """Carries the channel ``mail``. ``sender`` is the address of the house, ``site`` where its pages are."""

    def __init__(self, *, post_office: PostOffice, sender: str, site: str) -> None:
        self._post_office = post_office
        self._sender = parseaddr(sender)[1]
        self._site = site.rstrip("/")

    def carry(self, parcel: Parcel) -> Carried:
        """Raises `NotAtAll` for an address that is none, and what the post office raises.

        What cannot be made now has not left, so it is `NotNow`: a document may need a rule that is missing today.
        """
        _require_addresses(parcel.payload["to"], parcel.payload["reply_to"])
        try:
            mail = self._mail(parcel)
        except Refusal as refusal:
            raise NotAtAll(str(refusal)) from refusal
        except Exception as error:
            logger.exception("Mail %s cannot be made", parcel.id)
            raise NotNow(f"The mail cannot be made: {type(error).__name__}.") from error
        return self._post_office.post(mail)

    def find(self, parcel: Parcel) -> Carried | None:
        return self._post_office.find(self._message_id(parcel))

    def _mail(self, parcel: Parcel) -> Mail:
        with acting_as_system(reason="mail"):
            payload, owner = parcel.payload, cooperative()
            place = f"{owner.street}, {owner.postcode} {owner.municipality}".strip(", ")
            house = House(owner.name, owner.seller_name, f"{owner.name} · {place}")
            letter = letters.write(
                template=payload["template"],
                language=payload["language"],
                context=opened(payload),
                house=house,
                site=self._site,
            )
            files = tuple(_made(each) for each in payload["attachments"])
        return Mail(
            message_id=self._message_id(parcel),
            sender=formataddr((" ".join(owner.name.split()), self._sender)),
            to=payload["to"],
            reply_to=payload["reply_to"],
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            attachments=files,
        )

    def _message_id(self, parcel: Parcel) -> str:
        """The same at every attempt, so that a mail that did leave twice is shown once by the reader's program."""
        return f"<{hashlib.sha256(parcel.key.encode()).hexdigest()[:40]}@{self._sender.rpartition('@')[2]}>"


def _require_addresses(to: str, reply_to: str) -> None:
    for address in filter(None, (to, reply_to)):
        try:
            validate_email(address)
        except ValidationError as error:
            raise NotAtAll("The address is no e-mail address.") from error
    if not to:
        raise NotAtAll("There is no address.")


def _made(given: dict[str, str]) -> Attachment:
    content = makers()[given["maker"]](uuid.UUID(given["id"]))
    media_type = mimetypes.guess_type(given["file_name"])[0] or "application/octet-stream"
    return Attachment(" ".join(given["file_name"].split()), media_type, content)
