"""The shelf above a list: `{% load shelves %}{% shelf bar as shelf %}`; used by `components/filters.html`."""

from __future__ import annotations

from django import template
from django.template.context import Context

from marke.web.components.filters import FilterBar
from marke.web.lists.shelf import Shelf, shelf_of

register = template.Library()


@register.simple_tag(takes_context=True)
def shelf(context: Context, bar: FilterBar) -> Shelf:
    """The tabs of a list for whoever looks at it, and the form that saves one more."""
    return shelf_of(getattr(context, "request", None), bar)
