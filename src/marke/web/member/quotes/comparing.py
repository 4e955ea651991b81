"""The versions of a quote beside each other: what each changed against the one before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.quotes.content import Invoicing
from marke.domain.quotes.enums import Plan
from marke.domain.quotes.models import QuoteLine, QuoteVersion
from marke.web.components.formatting import format_day, format_money, format_number
from marke.web.components.records import Change


@dataclass(frozen=True, slots=True)
class Version:
    """One version and what it changed."""

    version: QuoteVersion
    changes: Sequence[Change]


def versions_in_words(versions: Sequence[QuoteVersion]) -> list[Version]:
    """Each version with its changes, newest first; nothing when there is only one."""
    return [Version(newer, list(changes(older, newer))) for newer, older in pairwise(versions)]


def changes(older: QuoteVersion, newer: QuoteVersion) -> Iterator[Change]:
    """What a client reads differently in the newer version."""
    for before, after in zip(_facts(older), _facts(newer), strict=True):
        if before != after:
            yield Change(after[0], before[1], after[1])
    yield from _lines(list(older.lines.all()), list(newer.lines.all()))


def _facts(version: QuoteVersion) -> list[tuple[str, str]]:
    language = get_language() or "en"
    days = [format_day(day, language=language) for day in (version.period_start, version.period_end) if day]
    return [
        (_("Subject"), version.subject),
        (_("Days of the work"), " – ".join(dict.fromkeys(days))),
        (_("Without VAT"), format_money(version.net, language=language)),
        (_("How it is invoiced"), invoicing_in_words(Invoicing.of(version))),
        (_("Conditions"), version.terms),
    ]


def invoicing_in_words(invoicing: Invoicing) -> str:
    """How the work is invoiced, in one sentence."""
    if invoicing.plan == Plan.DEPOSIT:
        return _("%(percent)s%% at signature, the rest at the end") % {"percent": invoicing.deposit_percent}
    if invoicing.plan == Plan.INSTALMENTS:
        return _("%(parts)s equal parts, one a month") % {"parts": invoicing.instalments}
    return str(Plan.AT_END.label)


def _lines(before: list[QuoteLine], after: list[QuoteLine]) -> Iterator[Change]:
    """Line by line, in their order."""
    for position in range(max(len(before), len(after))):
        old, new = (_words(lines[position]) if position < len(lines) else "" for lines in (before, after))
        if old != new:
            yield Change(_("Line %(n)s") % {"n": position + 1}, old, new)


def _words(line: QuoteLine) -> str:
    language = get_language() or "en"
    return f"{line.description}: {format_number(line.quantity.normalize(), language=language)} × " + format_money(
        int(line.unit_price * 100), language=language
    )
