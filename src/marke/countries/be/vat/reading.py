"""Read the Belgian VAT files into the country-free engine's terms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marke.countries.files import read_exact_yaml
from marke.kernel.dates import DateRange
from marke.kernel.parameters import figure_from_mapping
from marke.rules.vat import BuyerKind, Category, Deal, DeductionRule, Ground, Proposal, VatLaw


@cache
def vat_law() -> VatLaw:
    """Rates, grounds, the kinds of deal with what is proposed for them, and the member states of the Union."""
    rates = {key: figure_from_mapping(f"vat.{key}", data) for key, data in _read("rates.yaml").items()}
    return VatLaw(
        country="BE",
        rates={key: tuple((value.period, value.value) for value in figure.values) for key, figure in rates.items()},
        grounds={code: _ground(code, data) for code, data in _read("grounds.yaml").items()},
        eu_members={code: DateRange(since) for code, since in _read("eu_members.yaml").items()},
        grids=_read("grids.yaml"),
        deals={code: _deal(code, data) for code, data in _read("deals.yaml").items()},
    )


@cache
def deduction_rules() -> Mapping[str, DeductionRule]:
    """Kinds of cost and the part of their VAT that comes back."""
    return {
        code: DeductionRule(code, data["share"], data["reference"], data["titles"])
        for code, data in _read("deductions.yaml").items()
    }


def _ground(code: str, data: Mapping[str, Any]) -> Ground:
    return Ground(
        code=code,
        rate_code=data["rate"],
        category=Category(data["category"]),
        open_to=BuyerKind(data.get("open_to", "anybody")),
        period=DateRange(data["since"], data.get("until")),
        reference=data["reference"],
        titles=data["titles"],
        sentences=data["sentences"],
        reason_code=data.get("code", ""),
        grid=data.get("grid", ""),
        is_goods=data.get("goods", False),
    )


def _deal(code: str, data: Mapping[str, Any]) -> Deal:
    proposals = tuple(
        Proposal(DateRange(row["since"], row.get("until")), BuyerKind(row["to"]), row["ground"])
        for row in data["proposals"]
    )
    return Deal(code, data["titles"], data["source"], proposals)


def _read(name: str) -> Any:
    return read_exact_yaml(files("marke.countries.be.vat").joinpath(name).read_text(encoding="utf-8"))
