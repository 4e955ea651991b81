"""A payslip: amounts by line, and on demand the trace of every line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from marke.kernel.money import Cents
from marke.kernel.parameters import FigureVersion, ParameterSet, Status
from marke.rules.payroll.rates import Rate
from marke.rules.payroll.rule import COST_EFFECT, NET_EFFECT, AnyRule, RuleText, Side


class Line(NamedTuple):
    """One line of a payslip with everything that made it: the answer to «why this amount»."""

    code: str
    amount: Cents
    base: Cents | None
    rate: Decimal | None
    rule: RuleText
    figures: tuple[FigureVersion, ...]
    inputs: Mapping[str, Any]
    case: str
    """Which branch of the rule applied, empty for the ordinary one; the explanation has a sentence per case."""

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "side": self.rule.side.value,
            "amount": self.amount,
            "base": self.base,
            "rate": None if self.rate is None else str(self.rate),
            "rule": self.rule.name,
            "reference": self.rule.reference,
            "figures": [
                {"key": version.key, "valid_from": version.valid_from.isoformat(), "status": version.status.value}
                for version in self.figures
            ],
            "inputs": {name: _plain(value) for name, value in self.inputs.items()},
            "case": self.case,
        }

    def own_values(self) -> list[Any]:
        """Amount, base, rate and inputs as a document keeps them: what the line says of this payslip alone."""
        rate = None if self.rate is None else str(self.rate)
        return [self.amount, self.base, rate, {name: _plain(value) for name, value in self.inputs.items()}]


def line_from_json(stored: Mapping[str, Any]) -> Line:
    """A line as it was stored with a payslip, ready to be explained again; the sentence of the law is not stored."""
    return Line(
        code=stored["code"],
        amount=stored["amount"],
        base=stored["base"],
        rate=None if stored["rate"] is None else Decimal(stored["rate"]),
        rule=RuleText(stored["rule"], stored["code"], Side(stored["side"]), "", stored["reference"], ()),
        figures=tuple(
            FigureVersion(version["key"], dt.date.fromisoformat(version["valid_from"]), Status(version["status"]))
            for version in stored["figures"]
        ),
        inputs=stored["inputs"],
        case=stored["case"],
    )


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader of a payslip must know: it rests on a default or an unconfirmed figure."""

    code: str
    params: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "params": {name: _plain(value) for name, value in self.params.items()}}


@dataclass(frozen=True)
class Payslip:
    """The result for one contract and one period. Amounts are cents, in the named sense of each line, never signed."""

    person: str
    contract: str
    country: str
    start: dt.date
    end: dt.date
    amounts: Mapping[str, Cents]
    gross: Cents
    """Everything earned before anything is kept back, holiday pay and premium included."""
    net: Cents
    """What the worker is paid: net pay after attachment or assignment."""
    cost: Cents
    """What the contract costs the employer before reductions, which are settled by quarter and pooled."""
    parameters: ParameterSet
    variants: Mapping[str, str] = field(default_factory=dict)
    """Which strategy was used where the law leaves a choice: withholding policy, basis of small contributions."""
    lines: tuple[Line, ...] = ()
    notices: tuple[Notice, ...] = ()

    def __getitem__(self, code: str) -> Cents:
        """The amount of a line; a line that does not occur is zero."""
        return self.amounts.get(code, 0)

    def line(self, code: str) -> Line:
        """The traced line with a code. Raises ``KeyError`` when the payslip has none or was computed without traces."""
        for line in self.lines:
            if line.code == code:
                return line
        raise KeyError(code)

    def as_json(self) -> dict[str, Any]:
        """Plain data that a document keeps for ever: result, trace, variants and the fingerprint of the law used."""
        return {
            "person": self.person,
            "contract": self.contract,
            "country": self.country,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "gross": self.gross,
            "net": self.net,
            "cost": self.cost,
            "amounts": dict(self.amounts),
            "variants": dict(self.variants),
            "lines": [line.as_json() for line in self.lines],
            "notices": [notice.as_json() for notice in self.notices],
            "parameters": self.parameters.fingerprint,
        }


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | bool) or value is None else str(value)


class Record:
    """The payslip while it is computed: amounts only, as fast as possible."""

    __slots__ = ("amounts", "cost", "gross", "net")

    def __init__(self) -> None:
        self.amounts: dict[str, Cents] = {}
        self.gross: Cents = 0
        self.net: Cents = 0
        self.cost: Cents = 0

    def add(
        self,
        rule: AnyRule,
        amount: Cents,
        base: Cents | None = None,
        rate: Rate | None = None,
        case: str = "",
        figures: tuple[str, ...] | None = None,
        **inputs: Any,
    ) -> Cents:
        """Put the line of a rule on the payslip and hand the amount back.

        ``figures`` names the figures used where the rule chooses among several; else they are those of the rule.
        """
        text = rule.text
        side = text.side
        self.amounts[text.line] = amount
        if side is Side.EARNING:
            self.gross += amount
        if side is not Side.INFORMATION:
            self.net += NET_EFFECT[side] * amount
            self.cost += COST_EFFECT[side] * amount
        return amount

    def traced(self) -> tuple[tuple[Line, ...], tuple[Notice, ...]]:
        return (), ()


class TracedRecord(Record):
    """The payslip while it is computed, with the trace of every line."""

    __slots__ = ("_lines", "_parameters", "_versions")

    def __init__(self, parameters: ParameterSet, versions: dict[tuple[str, ...], tuple[FigureVersion, ...]]) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._parameters = parameters
        self._versions = versions

    def add(
        self,
        rule: AnyRule,
        amount: Cents,
        base: Cents | None = None,
        rate: Rate | None = None,
        case: str = "",
        figures: tuple[str, ...] | None = None,
        **inputs: Any,
    ) -> Cents:
        text = rule.text
        keys = text.figures if figures is None else figures
        versions = self._versions.get(keys)
        if versions is None:
            versions = self._versions[keys] = self._parameters.versions(keys)
        decimal = None if rate is None else rate.decimal
        self._lines.append(Line(text.line, amount, base, decimal, text, versions, inputs, case))
        return super().add(rule, amount)

    def traced(self) -> tuple[tuple[Line, ...], tuple[Notice, ...]]:
        open_figures = {version.key: version for line in self._lines for version in line.figures if version[2].is_open}
        notices = tuple(
            Notice(f"figure.{version.status.value}", {"figure": key, "valid_from": version.valid_from})
            for key, version in sorted(open_figures.items())
        )
        return tuple(self._lines), notices
