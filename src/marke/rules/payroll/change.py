"""«Why did it change since last month»: two payslips compared line by line, each difference with its causes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from marke.kernel.money import Cents
from marke.rules.payroll.explain import Messages
from marke.rules.payroll.payslip import Line


class Cause(Enum):
    """Why the amount of a line differs."""

    NEW = "new"
    """The line was not there before."""
    GONE = "gone"
    """The line is no longer there."""
    BASE = "base"
    """The amount it is computed on changed."""
    LAW = "law"
    """A figure of the law, or a choice of the cooperative, changed."""
    CASE = "case"
    """Another branch of the rule applies."""
    FACTS = "facts"
    """Facts about the worker or the work changed."""
    FOLLOWS = "follows"
    """Nothing of its own changed: it follows from the other lines."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause with its values: bases before and after, the figure and its start, the fact before and after."""

    cause: Cause
    before: Any = None
    after: Any = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference of one line, in cents, with every reason found in the traces."""

    code: str
    before: Cents
    after: Cents
    reasons: tuple[Reason, ...]

    @property
    def difference(self) -> Cents:
        return self.after - self.before


class Traced(Protocol):
    """Anything with the traced lines of a payslip, computed just now or stored."""

    @property
    def lines(self) -> Sequence[Line]: ...


def changes(before: Traced, after: Traced) -> list[Change]:
    """Every line whose amount differs between two traced payslips, in the order of the later one."""
    old = {line.code: line for line in before.lines}
    new = {line.code: line for line in after.lines}
    found = [
        Change(
            code,
            old[code].amount if code in old else 0,
            new[code].amount if code in new else 0,
            _reasons(old.get(code), new.get(code)),
        )
        for code in dict.fromkeys([*new, *old])
    ]
    return [change for change in found if change.difference]


def _reasons(old: Line | None, new: Line | None) -> tuple[Reason, ...]:
    if old is None:
        return (Reason(Cause.NEW),)
    if new is None:
        return (Reason(Cause.GONE),)
    reasons = [Reason(Cause.BASE, old.base, new.base)] if old.base != new.base else []
    reasons += _law_reasons(old, new)
    if old.case != new.case:
        reasons.append(Reason(Cause.CASE, old.case, new.case))
    names = dict.fromkeys([*old.inputs, *new.inputs])
    reasons += [
        Reason(Cause.FACTS, old.inputs.get(name), new.inputs.get(name), name)
        for name in names
        if old.inputs.get(name) != new.inputs.get(name)
    ]
    return tuple(reasons) or (Reason(Cause.FOLLOWS),)


def _law_reasons(old: Line, new: Line) -> list[Reason]:
    earlier: dict[str, dt.date] = {version.key: version.valid_from for version in old.figures}
    return [
        Reason(Cause.LAW, earlier.get(version.key), version.valid_from, version.key)
        for version in new.figures
        if earlier.get(version.key) != version.valid_from
    ]


def why_changed(messages: Messages, before: Traced, after: Traced, language: str) -> list[str]:
    """One sentence per line that changed, with its reasons, in the reader's language."""
    wording = messages.wording(language)
    sentences = []
    for change in changes(before, after):
        head = wording.vformat(
            messages.causes["head"][language],
            (),
            {
                "title": messages.title(change.code, language),
                "before": change.before,
                "after": change.after,
            },
        )
        texts = [text for reason in change.reasons if (text := _reason_text(messages, reason, language))]
        sentences.append(" ".join([head, *(dict.fromkeys(texts) or [messages.causes["follows"][language]])]))
    return sentences


def _reason_text(messages: Messages, reason: Reason, language: str) -> str:
    """The sentence of a cause; nothing for an input that is only the amount of another line."""
    name = reason.name
    if reason.cause is Cause.FACTS:
        if name not in messages.facts:
            return ""
        name = messages.facts[name][language]
    if reason.cause is Cause.FOLLOWS or (reason.cause is Cause.BASE and None in (reason.before, reason.after)):
        return ""
    if reason.cause is Cause.LAW:
        name = messages.figures[name][language]
    values = {"before": reason.before, "after": reason.after, "name": name}
    return messages.wording(language).vformat(messages.causes[reason.cause.value][language], (), values)
