"""Who asks: a member's program shows its key, and acts in the member's name in one attributed transaction.

A key opens no more than it was given and no more than its maker may do at that moment. What it does not open does not
exist for it (404); row-level security stands behind as the second fence.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from django.utils.timezone import localdate, now
from ninja import Path
from ninja.security import HttpBearer

from marke.api.problems import Forbidden, Missing
from marke.domain.apikeys.models import ApiKey
from marke.domain.apikeys.operations import note_use
from marke.domain.apikeys.queries import key_of_secret, maker_of
from marke.domain.foundation.transactions import SYSTEM, acting
from marke.domain.members.queries import contract_of_use_to_accept
from marke.domain.units.enums import Scope
from marke.domain.units.queries import may_act, units_of_user
from marke.kernel.refusal import gettext_noop

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that opens, and the units that it opens today: those it was given and in which its maker has a part."""

    key: ApiKey
    units: tuple[int, ...]


UnitNumber = Annotated[int, Path(description="The number of the unit.")]
"""The unit in an address, which the key must open."""


class Asking(HttpRequest):
    """A request whose key was found."""

    auth: Opened


class MemberKey(HttpBearer):
    """A key that a member made for a program, shown as «Authorization: Bearer marke_…»."""

    def authenticate(self, request: HttpRequest, token: str) -> Opened | None:
        with acting(actor=SYSTEM, read_only=True):
            maker = maker_of(secret=token)
        if maker is None:
            return None
        with acting(actor=maker, request_id=request_id(request)):
            key = key_of_secret(secret=token, as_of=localdate())
            if key is None:
                return None
            note_use(key=key, now=now())
            own = units_of_user(user_id=maker)
        return Opened(key, tuple(number for number in key.units if number in own))


def needs(scope: Scope) -> Callable[[View], View]:
    """Mark what the key and its maker must both be allowed to do in the unit."""

    def mark(view: View) -> View:
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def in_name_of_member(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open the transaction of an operation: the member acts, with a key; only the unit that is asked for is seen.

    What is refused inside undoes all of it. Reading can only read.
    """

    @wraps(view)
    def served(request: Asking, **given: Any) -> Any:
        key, units = request.auth.key, request.auth.units
        if "unit" in given:
            units = tuple(number for number in units if number == given["unit"])
            if not units:
                raise Missing
        with acting(
            actor=key.user_id,
            units=units,
            read_only=request.method in SAFE_METHODS,
            request_id=request_id(request),
            reason=f"API {key.beginning}…",
        ):
            _require_rights(key, units if "unit" in given else (), getattr(view, "scope", None))
            return view(request, **given)

    return served


def request_id(request: HttpRequest) -> str:
    """The name of a request in the trail: its own, or a new one."""
    return request.headers.get("X-Request-Id", "")[:64] or uuid.uuid4().hex


def _require_rights(key: ApiKey, units: Collection[int], scope: Scope | None) -> None:
    """Raise `Forbidden` for a right that the key or its maker lacks, and while the contract of use waits (rule 25)."""
    person = key.user.person
    if contract_of_use_to_accept(person_id=person.pk, as_of=localdate()) is not None:
        raise Forbidden(
            "api.contract-of-use", gettext_noop("Read and accept the contract of use first, on your own pages.")
        )
    for unit in units:
        if not may_act(unit_id=unit, person_id=person.pk):
            raise Missing
        if scope and (scope not in key.scopes or not may_act(unit_id=unit, person_id=person.pk, scope=scope)):
            raise Forbidden(
                "api.scope",
                gettext_noop("This key may not do «%(right)s» in unit %(unit)s."),
                params={"right": scope.label, "unit": unit},
            )
