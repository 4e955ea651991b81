"""Everything the enterprise stores about one person, in plain words of data (GDPR, articles 15 and 20)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Model

from marke.domain.apikeys.models import ApiKey
from marke.domain.members.models import Acceptance, Application, Member
from marke.domain.people.models import BankAccount, IdentityCheck, NationalNumberReveal, Person
from marke.domain.people.queries import masked_national_number
from marke.domain.units.models import UnitRole

KEPT_OUT = frozenset({"family_first_key", "given_first_key", "user", "digest"})


def everything_about(*, person_id: uuid.UUID) -> dict[str, Any]:
    """The person's own rows, by subject. The national number is masked: the person has it already."""
    person = Person.objects.select_related("user").get(pk=person_id)
    member = Member.objects.filter(person=person).first()
    return {
        "person": _row(person),
        "national_number": masked_national_number(person_id=person_id),
        "log_in": {"email": person.user.email, "registered": person.user.date_joined} if person.user else None,
        "keys_for_programs": _rows(ApiKey.objects.filter(user=person.user)) if person.user else [],
        "bank_accounts": _rows(BankAccount.objects.filter(person=person)),
        "identity_checks": _rows(IdentityCheck.objects.filter(person=person)),
        "readings_of_national_number": _rows(NationalNumberReveal.objects.filter(person=person)),
        "application": _rows(Application.objects.filter(person=person)),
        "membership": _row(member) if member else None,
        "subscriptions": _rows(member.subscriptions.all()) if member else [],
        "share_movements": _rows(member.movements.all()) if member else [],
        "exits": _rows(member.exits.all()) if member else [],
        "contract_of_use_answers": _rows(Acceptance.objects.filter(person=person)),
        "roles_in_units": _rows(UnitRole.objects.filter(person=person)),
    }


def _rows(rows: Any) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Model) -> dict[str, Any]:
    fields = (field for field in row._meta.concrete_fields if field.name not in KEPT_OUT)
    return {field.name: field.value_from_object(row) for field in fields}
