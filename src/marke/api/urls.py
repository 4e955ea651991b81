"""Addresses of the programming interface."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import URLPattern, URLResolver, path
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from marke.api.clients.endpoints import router as clients
from marke.api.description import DescribedAPI
from marke.api.invoices.endpoints import router as invoices
from marke.api.keys import MemberKey, in_name_of_member
from marke.api.pages import page_of
from marke.api.payroll.simulate import router as payroll
from marke.api.problems import invalid, refused, throttled, unknown, unreadable
from marke.api.quotes.endpoints import router as quotes
from marke.api.throttling import CALLS, PerKey
from marke.api.units.endpoints import router as units
from marke.kernel.refusal import Refusal

OF_UNITS = "/units"

api = DescribedAPI(
    title="Marke",
    version="1",
    description="The rules of the shared enterprise, for other programs. Amounts are whole cents.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/payroll", payroll)
for prefix, router in (
    (OF_UNITS, units),
    (f"{OF_UNITS}/{{unit}}", clients),
    (f"{OF_UNITS}/{{unit}}/quotes", quotes),
    (f"{OF_UNITS}/{{unit}}/invoices", invoices),
):
    router.add_decorator(in_name_of_member)
    api.add_router(prefix, router, auth=MemberKey(), throttle=[PerKey(CALLS)])

TOLD_BY: dict[type[Exception], Any] = {
    Refusal: refused,
    Throttled: throttled,
    AuthenticationError: unknown,
    HttpError: unreadable,
    ValidationError: invalid,
}
"""Who tells of each problem."""
for kind, tell in TOLD_BY.items():
    api.add_exception_handler(kind, tell)


def _with_own_transactions(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Who asks is known only once the key was read, so these operations open their transactions themselves."""
    for pattern in patterns:
        if f"/{pattern.pattern}".startswith(OF_UNITS):
            pattern.callback.manages_own_transaction = True  # type: ignore[union-attr]
    return list(patterns)


addresses, application, namespace = api.urls
urlpatterns = [
    path("", page_of(api), name="api_reference"),
    path("", (_with_own_transactions(addresses), application, namespace)),
]
