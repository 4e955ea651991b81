"""A rule of law as code: a function whose docstring is the sentence of the law, with its reference and its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Side(Enum):
    """What a payslip line does to the worker's net pay and to the employer's cost."""

    EARNING = "earning"
    """Part of gross pay: raises net and cost."""
    DEDUCTION = "deduction"
    """Kept back from the worker: lowers net."""
    RELIEF = "relief"
    """Lowers a deduction: raises net, costs the employer nothing."""
    ALLOWANCE = "allowance"
    """Paid on top of pay, free of contributions: raises net and cost."""
    EMPLOYER = "employer"
    """Paid by the employer on top of gross: raises cost."""
    INFORMATION = "information"
    """A step of the computation: changes nothing by itself."""


NET_EFFECT = {Side.EARNING: 1, Side.RELIEF: 1, Side.ALLOWANCE: 1, Side.DEDUCTION: -1, Side.EMPLOYER: 0}
COST_EFFECT = {Side.EARNING: 1, Side.ALLOWANCE: 1, Side.EMPLOYER: 1, Side.DEDUCTION: 0, Side.RELIEF: 0}


@dataclass(frozen=True, slots=True)
class RuleText:
    """What is known of a rule apart from its arithmetic."""

    name: str
    line: str
    side: Side
    sentence: str
    reference: str
    figures: tuple[str, ...]


class Rule(Generic[P, R]):
    """A computable rule: call it for the amount, read `text` for the law behind it."""

    __slots__ = ("__wrapped__", "compute", "text")

    def __init__(self, compute: Callable[P, R], text: RuleText) -> None:
        self.compute = compute
        self.__wrapped__ = compute
        self.text = text

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.compute(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<Rule {self.text.name}>"


AnyRule = Rule[..., Any]


class RuleBook:
    """The rules of one country by the code of the payslip line they produce."""

    def __init__(self, country: str) -> None:
        self.country = country
        self._rules: dict[str, AnyRule] = {}

    def rule(
        self, *, line: str, side: Side, reference: str, figures: tuple[str, ...] = ()
    ) -> Callable[[Callable[P, R]], Rule[P, R]]:
        """Mark a function as the rule behind a payslip line; its docstring must say the law's sentence."""

        def register(function: Callable[P, R]) -> Rule[P, R]:
            if not function.__doc__:
                raise ValueError(f"The rule behind {line} has no sentence.")
            if line in self._rules:
                raise ValueError(f"Two rules produce the line {line}.")
            sentence = " ".join(function.__doc__.split())
            name = f"{self.country}.{function.__name__}"
            made: Rule[P, R] = Rule(function, RuleText(name, line, side, sentence, reference, figures))
            self._rules[line] = made
            return made

        return register

    def __getitem__(self, line: str) -> AnyRule:
        return self._rules[line]

    def __iter__(self) -> Any:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)
