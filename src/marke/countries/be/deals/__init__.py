"""The files that some kinds of deal require in Belgium."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.files import read_exact_yaml
from marke.kernel.dates import DateRange
from marke.rules.orders.papers import RequiredFile


@cache
def required_files() -> Mapping[str, RequiredFile]:
    """Each file by its code."""
    text = files("marke.countries.be.deals").joinpath("required_files.yaml").read_text(encoding="utf-8")
    return {code: _file(code, data) for code, data in read_exact_yaml(text).items()}


def _file(code: str, data: Mapping[str, Any]) -> RequiredFile:
    return RequiredFile(
        code=code,
        titles=data["titles"],
        reference=data["reference"],
        period=DateRange(data["since"], data.get("until")),
        stops_invoices=data["stops_invoices"],
        deals=frozenset(data.get("deals", ())),
        grounds=frozenset(data.get("grounds", ())),
        client_kinds=frozenset(data.get("client_kinds", ())),
        above=data.get("above", 0),
    )
