"""Offer work to oneself or to somebody else, who is asked by e-mail to sign.

Somebody known by their e-mail address is taken as they are; somebody new is written down with name and date of birth,
and becomes themselves when they follow their link: national number, account and family are theirs to say.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from marke.domain.foundation.transactions import enterprise_view
from marke.domain.outbox.mail import MailInput, put_mail
from marke.domain.people.claiming import claim_person
from marke.domain.people.models import Person
from marke.domain.people.operations import NewPerson, register_person
from marke.domain.people.queries import person_at
from marke.domain.work import queries
from marke.domain.work.models import Contract, ContractInvitation
from marke.domain.work.operations.contracts import ContractInput
from marke.kernel.refusal import Refusal, gettext_noop
from marke.usecases.hire import hire

SUBJECT = "work.contract"


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody to engage who is not among the unit's people yet."""

    email: str
    given_name: str
    family_name: str
    birth_date: dt.date


def find_or_register(*, stranger: Stranger, language: str, today: dt.date, actor: uuid.UUID) -> Person:
    """The person who logs in with that address, or a new one. Raises as `register_person`."""
    known = person_at(email=stranger.email)
    if known is not None:
        return known
    new = NewPerson(
        given_name=stranger.given_name,
        family_name=stranger.family_name,
        language=language,
        birth_date=stranger.birth_date,
    )
    return register_person(new=new, today=today, actor=actor)


def offer_contract(
    *,
    given: ContractInput,
    email: str,
    link_to: Callable[[ContractInvitation], str],
    actor: uuid.UUID,
    now: dt.datetime,
) -> Contract:
    """Offer one contract; whoever does not sign it on the spot gets the mail that asks for it.

    ``email`` is the address of somebody without a log-in, empty for whoever has one. Raises as `hire`.
    """
    (contract,) = hire(contracts=[given], actor=actor, now=now)
    person = Person.objects.select_related("user").get(pk=given.person_id)
    if person.user_id == actor:
        return contract
    if person.user is not None:
        to, language, link = person.user.email, person.user.language, reverse("my_contract", args=[contract.pk])
    else:
        to, language = email, person.language
        link = link_to(_invite(contract, email, actor, now))
    put_mail(mails=[_mail(contract, to, language, link)], actor=actor)
    return contract


def _invite(contract: Contract, email: str, actor: uuid.UUID, now: dt.datetime) -> ContractInvitation:
    if not email:
        raise Refusal("work.email", gettext_noop("Write the e-mail address of whoever is to sign."), field="email")
    return ContractInvitation.objects.create(
        contract=contract, unit_id=contract.unit_id, email=email.lower(), sent_by=actor, sent_at=now
    )


def _mail(contract: Contract, to: str, language: str, link: str) -> MailInput:
    return MailInput(
        key=f"contract-offered:{contract.pk}",
        to=to,
        language=language,
        template="contract_offered",
        context={
            "unit": contract.unit.name,
            "work": contract.description or contract.unit.name,
            "starts_on": contract.starts_on.isoformat(),
            "link": link,
        },
        subject=(SUBJECT, contract.pk),
        unit_id=contract.unit_id,
    )


def take_up_invitation(
    *,
    invitation: ContractInvitation,
    user_id: uuid.UUID,
    email: str,
    national_number: str,
    today: dt.date,
) -> Contract:
    """Whoever follows the link of their mail becomes the worker of the contract. Answers the contract to sign.

    Raises `Refusal` for a log-in under another address, and as `claim_person`.
    """
    if email.lower() != invitation.email.lower():
        raise Refusal(
            "work.other-address",
            gettext_noop("This contract was sent to another e-mail address. Log in with that address."),
        )
    claim_person(
        person_id=invitation.contract.person_id,
        user_id=user_id,
        national_number=national_number,
        today=today,
        actor=user_id,
    )
    found = queries.contract_of_person(person_id=invitation.contract.person_id, contract_id=invitation.contract_id)
    assert found is not None
    return found


def latest_invitation(*, contract_id: uuid.UUID) -> ContractInvitation | None:
    """The last invitation that went out for a contract."""
    with enterprise_view():
        return ContractInvitation.objects.filter(contract_id=contract_id).order_by("-sent_at").first()
