"""The kinds of value that travel: texts, days, exact numbers as text, amounts in whole cents."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema, model_validator


class Facts(Schema):
    """What a program sends: the fields that are described, and no other, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid")


def _printable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("holds a character that no keyboard types")
    return text


def _mail(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError("is no e-mail address") from None
    return text


def _exact(value: Any) -> Any:
    """Exact numbers travel as text: what a program computes with binary fractions is not what somebody meant."""
    if not isinstance(value, str):
        raise ValueError('is written as text, for example "12.50"')
    return value


Text = Annotated[str, AfterValidator(_printable)]
"""What somebody writes; the field says how long it may be."""

Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
]
"""An exact number written as text; the field says how many digits it may have."""

Mail = Annotated[str, StringConstraints(max_length=254), AfterValidator(_printable), AfterValidator(_mail)]
"""An e-mail address, or nothing."""

Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2099, 12, 31))]
"""A day that a document can be about."""

Cents = Annotated[int, Field(description="Whole cents.")]


class Period(Facts):
    """The first and the last day of something that goes on for some time."""

    start: Day
    end: Day

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.end < self.start:
            raise ValueError("ends before it starts")
        return self

    def days(self) -> tuple[dt.date, dt.date]:
        """Both days, as the domain takes them."""
        return self.start, self.end


def period_of(start: dt.date | None, end: dt.date | None) -> Period | None:
    """The period that a document shows, if it shows one."""
    return Period(start=start, end=end) if start and end else None
