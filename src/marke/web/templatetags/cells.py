"""Rows of tables, drawn in Python: a list has hundreds of cells, and one included template each took most of its time.

`components/table.html` loads these. What stands in a cell follows the kind of its column (see `Column`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from marke.web.components.tables import Badge, Bar, Cell, Row
from marke.web.templatetags import marke as figures

register = template.Library()


@register.simple_tag
def row(drawn: Row, pickable: bool) -> SafeString:
    """A row of the body, with its checkbox when rows can be picked."""
    cells = format_html_join("", "{}", ((cell(each),) for each in drawn.cells))
    return format_html('<tr role="row">{}{}</tr>', _checkbox(drawn) if pickable else "", cells)


@register.simple_tag
def cell(drawn: Cell) -> SafeString:
    """One cell; the first of a row is its heading."""
    if drawn.heads_row:
        return format_html('<th scope="row" role="rowheader">{}</th>', _content(drawn))
    css = "blank" if drawn.value is None else "end" if drawn.column.numeric else ""
    return format_html('<td role="cell" data-label="{}" class="{}">{}</td>', drawn.column.label, css, _content(drawn))


def _checkbox(drawn: Row) -> SafeString:
    cents = format_html('data-cents="{}" ', drawn.pick_amount) if drawn.pick_amount else ""
    return format_html(
        '<td class="pick" role="cell"><input type="checkbox" name="picked" value="{}" {}aria-label="{}"></td>',
        drawn.pick_value,
        cents,
        gettext("Select %(name)s") % {"name": drawn.pick_label},
    )


def _content(drawn: Cell) -> SafeString:
    """The value, behind its link, with its note."""
    content = value(drawn.column.kind, drawn.value)
    if drawn.url:
        content = format_html('<a href="{}">{}</a>', drawn.url, content)
    return format_html("{} <small>{}</small>", content, drawn.note) if drawn.note else content


def value(kind: str, shown: Any) -> SafeString:
    """A value as its kind is written; nothing for None."""
    return SafeString("") if shown is None else KINDS[kind](shown)


def _text(text: Any) -> SafeString:
    return conditional_escape(localize(text))


def _badge(badge: Badge | None) -> SafeString:
    return format_html('<span class="badge {}">{}</span>', badge.tone, badge.label) if badge else SafeString("")


def _code(text: str) -> SafeString:
    return format_html('<span class="figure">{}</span>', text)


def _bar(bar: Bar | None) -> SafeString:
    if bar is None:
        return SafeString("")
    shown = (min(bar.part, bar.whole), bar.whole) if bar.whole else (min(bar.part, 1), 1)
    return format_html(
        '<span class="bar"><progress value="{}" max="{}" aria-hidden="true"></progress> {}</span>', *shown, bar.text
    )


KINDS: dict[str, Callable[[Any], SafeString]] = {
    "text": _text,
    "money": figures.money,
    "number": figures.number,
    "percent": figures.percent,
    "date": figures.day,
    "moment": figures.moment,
    "badge": _badge,
    "code": _code,
    "bar": _bar,
}
"""How each kind is written."""
