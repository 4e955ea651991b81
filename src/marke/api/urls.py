"""Addresses of the programming interface."""

from __future__ import annotations

from django.urls import path
from ninja.errors import Throttled

from marke.api.description import DescribedAPI
from marke.api.pages import page_of
from marke.api.payroll.simulate import router as payroll
from marke.api.problems import refused, throttled
from marke.kernel.refusal import Refusal

api = DescribedAPI(
    title="Marke",
    version="1",
    description="The rules of the shared enterprise, for other programs. Amounts are whole cents.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/payroll", payroll)
api.add_exception_handler(Refusal, refused)
api.add_exception_handler(Throttled, throttled)

urlpatterns = [
    path("", page_of(api), name="api_reference"),
    path("", api.urls),
]
