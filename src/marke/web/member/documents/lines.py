"""The lines in the form of a document: as it opens, one more of them, and what they say so far."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.timezone import localdate

from marke.domain.sales.pricing import LineInput
from marke.web.member.invoices.forms import Lines, shown_price, vat_choices

MOST_LINES = 200


def lines_begun(lines: Sequence[LineInput]) -> Lines:
    """The lines with which a form opens."""
    return Lines(prefix="line", initial=[_as_typed(line) for line in lines], form_kwargs=_vat())


def lines_typed(data: QueryDict | dict[str, Any]) -> Lines:
    """The lines as somebody typed them."""
    return Lines(data, prefix="line", form_kwargs=_vat())


def with_one_more_line(request: HttpRequest) -> Lines:
    """What was typed, and an empty line beneath it."""
    data = request.POST.copy()
    count = data.get("line-TOTAL_FORMS", "")
    data["line-TOTAL_FORMS"] = str(min(int(count), MOST_LINES - 1) + 1) if count.isdecimal() else "1"
    return lines_typed(data)


def readable(lines: Lines) -> tuple[LineInput, ...]:
    """The lines that can be read, also of a form that nobody has touched yet."""
    if lines.is_bound:
        return lines.lines()
    rows = lines.initial or []
    data = {f"line-{n}-{key}": value for n, row in enumerate(rows) for key, value in row.items()}
    counts = {"line-TOTAL_FORMS": len(rows), "line-INITIAL_FORMS": 0}
    return lines_typed({**data, **counts}).lines() if rows else ()


def _as_typed(line: LineInput) -> dict[str, str]:
    """A line as the form shows it."""
    return {
        "description": line.description,
        "quantity": f"{line.quantity.normalize():f}".replace(".", ","),
        "measure": line.measure,
        "unit_price": shown_price(line.unit_price),
        "vat": f"{line.vat_rate:.2f}|{line.vat_ground}",
    }


def _vat() -> dict[str, Any]:
    return {"vat_choices": vat_choices(localdate())}
