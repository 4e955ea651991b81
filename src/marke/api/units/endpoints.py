"""`/api/units`: what a key opens."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Router, Schema

from marke.api.answers import PROBLEMS
from marke.api.keys import Asking
from marke.domain.units.enums import Scope
from marke.domain.units.models import Unit

router = Router(tags=["Units"])


class UnitOut(Schema):
    """A unit that the key opens."""

    number: int = Field(description="The number of the unit: `unit` in the other addresses.")
    name: str


class KeyOut(Schema):
    """The key with which you ask, and what it opens today."""

    name: str
    last_day: dt.date
    scopes: list[Scope] = Field(description="What it may do, as far as its maker still may.")
    units: list[UnitOut]


@router.get("", response={200: KeyOut, **PROBLEMS}, operation_id="read_key", summary="What this key opens")
def read_key(request: Asking) -> KeyOut:
    """The units of the key and its rights. Looking is always among them."""
    key = request.auth.key
    units = Unit.objects.filter(pk__in=request.auth.units).order_by("pk")
    return KeyOut(
        name=key.name,
        last_day=key.last_day,
        scopes=[Scope(scope) for scope in key.scopes],
        units=[UnitOut(number=unit.pk, name=unit.name) for unit in units],
    )
