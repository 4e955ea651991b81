"""Why there is no answer, as a problem document (RFC 9457): rule, field and sentence in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, gettext
from ninja import Field, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.explain import LOCALES

PROBLEM = "application/problem+json"
TOO_OFTEN = gettext_noop("Too many questions. Wait a moment and ask again.")
NO_KEY = gettext_noop("Send a key that opens: «Authorization: Bearer marke_…». A member makes one under «My details».")
UNREADABLE = gettext_noop("Send one JSON object: names with values.")
FAULTS = {
    "missing": gettext_noop("This is needed."),
    "extra_forbidden": gettext_noop("There is no field of this name."),
    "enum": gettext_noop("Choose one of the values that are described for this field."),
    "literal_error": gettext_noop("Choose one of the values that are described for this field."),
    "string_too_long": gettext_noop("This text is too long."),
    "string_too_short": gettext_noop("Fill this in."),
    "too_short": gettext_noop("Send at least one."),
    "too_long": gettext_noop("These are too many."),
    "uuid_parsing": gettext_noop("This is no identifier."),
}
"""What is wrong with a value, by the kinds that the library distinguishes; the rarer ones share one sentence."""
OTHER_FAULT = gettext_noop("This value cannot be taken: compare it with the description of the field.")


class Fault(Schema):
    """One value that cannot be taken."""

    field: str = Field(description="Where it stands, for example lines.0.quantity.")
    detail: str = Field(description="What is wrong with it, in the language of Accept-Language.")


class Problem(Schema):
    """Why there is no answer. What was asked changed nothing."""

    type: str = Field(default="about:blank", description="Always about:blank: `rule` says which problem it is.")
    title: str = Field(description="The kind of problem, in English.")
    status: int
    detail: str = Field(description="The reason in one sentence, in the language of Accept-Language.")
    rule: str = Field(description="The stable name of the rule that refuses.")
    field: str | None = Field(default=None, description="The fact it is about, if it is about one.")
    errors: list[Fault] = Field(default=[], description="Every value that cannot be taken, if it is about values.")


class Missing(Refusal):
    """There is no such thing for this key, whether or not it exists for somebody else."""

    def __init__(self) -> None:
        super().__init__("api.missing", gettext_noop("There is nothing here that this key opens."))


class Forbidden(Refusal):
    """The key, or its maker, may not do this."""


def refused(request: HttpRequest, refusal: Refusal) -> JsonResponse:
    """What was asked cannot be done: status 422, 403 for a right that is lacking, 404 for what is not there."""
    title, status = "Refused", 422
    if isinstance(refusal, Missing):
        title, status = "Not found", 404
    elif isinstance(refusal, Forbidden):
        title, status = "Forbidden", 403
    problem = Problem(title=title, status=status, detail=sentence(refusal), rule=refusal.rule, field=refusal.field)
    return _answer(problem)


def throttled(request: HttpRequest, error: Throttled) -> JsonResponse:
    """Asked too often: status 429, with the seconds to wait."""
    response = _answer(Problem(title="Too many requests", status=429, detail=gettext(TOO_OFTEN), rule="api.throttled"))
    response["Retry-After"] = str(max(1, error.wait or 1))
    return response


def unknown(request: HttpRequest, error: AuthenticationError) -> JsonResponse:
    """No key, or one that opens nothing: status 401. Which of both is not said."""
    problem = Problem(title="Unauthorized", status=401, detail=gettext(NO_KEY), rule="api.key")
    response = _answer(problem)
    response["WWW-Authenticate"] = "Bearer"
    return response


def unreadable(request: HttpRequest, error: HttpError) -> JsonResponse:
    """What was sent is no JSON: status 400."""
    problem = Problem(title="Bad request", status=error.status_code, detail=gettext(UNREADABLE), rule="api.json-object")
    return _answer(problem)


def invalid(request: HttpRequest, error: ValidationError) -> JsonResponse:
    """Values that cannot be taken: status 422, each with its place and a sentence."""
    faults = [Fault(field=_place(each["loc"]), detail=_fault(each)) for each in error.errors]
    first = faults[0]
    problem = Problem(
        title="Invalid",
        status=422,
        detail=f"{first.field}: {first.detail}" if first.field else first.detail,
        rule="api.invalid",
        field=first.field or None,
        errors=faults,
    )
    return _answer(problem)


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with amounts and days as the reader writes them."""
    return in_words(refusal.message, refusal.params)


def in_words(message: str, params: Mapping[str, Any]) -> str:
    """A sentence in the reader's language with its values."""
    return gettext(message) % {name: _shown(value) for name, value in params.items()} if params else gettext(message)


def language() -> str:
    """The language of this request among those in which lines are explained."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LOCALES else "en"


def _shown(value: Any) -> Any:
    if isinstance(value, Amount):
        return format_currency(Decimal(value) / 100, "EUR", locale=LOCALES[language()])
    if isinstance(value, dt.date):
        return format_date(value, "long", locale=LOCALES[language()])
    return value


def _place(location: Sequence[int | str]) -> str:
    """Where a value stands, without the names that the library puts before it."""
    source, *rest = location
    return ".".join(str(part) for part in (rest[1:] if source == "body" else rest))


def _fault(error: Mapping[str, Any]) -> str:
    return gettext(FAULTS.get(error["type"], OTHER_FAULT))


def _answer(problem: Problem) -> JsonResponse:
    return JsonResponse(problem.dict(), status=problem.status, content_type=PROBLEM)
