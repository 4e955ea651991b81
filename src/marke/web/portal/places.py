"""Where a link opens: on the document for which it was sent."""

from __future__ import annotations

from django.urls import reverse

from marke.domain.portal.models import PortalLink

PAGES = {"quote": "portal_quote", "invoice": "portal_invoice"}
"""The page of each kind of document; whatever else a link was sent for opens the overview."""


def place_of(link: PortalLink) -> str:
    """The address that a link leads to, without its secret."""
    page = PAGES.get(link.subject_kind)
    return reverse(page, args=[link.subject_id]) if page else reverse("portal")
