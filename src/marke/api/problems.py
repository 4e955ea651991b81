"""A refusal as a problem document (RFC 9457): the rule, the field and the sentence in the reader's language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from babel.numbers import format_currency
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, gettext
from ninja import Field, Schema
from ninja.errors import Throttled

from marke.kernel.refusal import Amount, Refusal, gettext_noop
from marke.rules.payroll.explain import LOCALES

PROBLEM = "application/problem+json"
TOO_OFTEN = gettext_noop("Too many questions from this address. Wait a moment and ask again.")


class Problem(Schema):
    """Why there is no answer."""

    type: str = Field("about:blank", description="Always about:blank: `rule` says which problem it is.")
    title: str = Field(description="The kind of problem, in English.")
    status: int
    detail: str = Field(description="The reason in one sentence, in the language of Accept-Language.")
    rule: str = Field(description="The stable name of the rule that refuses.")
    field: str | None = Field(None, description="The fact it is about, if it is about one.")


def refused(request: HttpRequest, refusal: Refusal) -> JsonResponse:
    """What was asked cannot be done: status 422."""
    return _answer(
        Problem(title="Refused", status=422, detail=sentence(refusal), rule=refusal.rule, field=refusal.field)
    )


def throttled(request: HttpRequest, error: Throttled) -> JsonResponse:
    """Asked too often: status 429, with the seconds to wait."""
    response = _answer(Problem(title="Too many requests", status=429, detail=gettext(TOO_OFTEN), rule="api.throttled"))
    response["Retry-After"] = str(max(1, error.wait or 1))
    return response


def sentence(refusal: Refusal) -> str:
    """The refusal's sentence, translated, with amounts as the reader writes them."""
    return gettext(refusal.message) % {name: _shown(value) for name, value in refusal.params.items()}


def language() -> str:
    """The language of this request among those in which lines are explained."""
    code = (get_language() or "en").split("-")[0]
    return code if code in LOCALES else "en"


def _shown(value: Any) -> Any:
    if isinstance(value, Amount):
        return format_currency(Decimal(value) / 100, "EUR", locale=LOCALES[language()])
    return value


def _answer(problem: Problem) -> JsonResponse:
    return JsonResponse(problem.dict(), status=problem.status, content_type=PROBLEM)
