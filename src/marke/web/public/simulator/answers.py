"""The answer of the simulator in words and figures: the waterfall, every line with its reason, the limits it meets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.parameters.payroll import FIGURES
from marke.kernel.money import Cents
from marke.kernel.parameters import FigureVersion
from marke.rules.payroll.explain import LOCALES, Messages
from marke.rules.payroll.payslip import Line
from marke.rules.payroll.rule import Side
from marke.rules.payroll.simulation import Answer
from marke.web.components.charts import Chart, Stage, waterfall
from marke.web.components.formatting import format_day, format_money, format_percent
from marke.web.refusals import sentence

SIGNS = {Side.DEDUCTION: -1, Side.EMPLOYER: -1}
OWN_SIDES = (Side.DEDUCTION, Side.RELIEF)
"""Lines between gross and net."""
SMALLEST_BAR = 30
"""What is less than a thirtieth of the whole has no bar one can see: the drawing takes such lines together."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One line that opens: its sentence, base x rate, the law, and the version of each figure it uses."""

    title: str
    amount: Cents
    text: str
    base: Cents | None = None
    rate: Decimal | None = None
    reference: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that do the same to the money."""

    heading: str
    lines: list[Explained]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the page shows of one answer."""

    words: str
    notes: list[str]
    limits: list[str]
    chart: Chart
    groups: list[Group]
    steps: list[Explained]
    notices: list[str]
    fingerprint: str
    client_pays: Cents


def result_of(answer: Answer, messages: Messages, *, vat_rate: Decimal, days: int) -> Result:
    """An answer as the page shows it, in the reader's language."""
    return Result(
        words=_words(answer),
        notes=_notes(answer, days),
        limits=[sentence(limit) for limit in answer.limits],
        chart=_chart(answer, messages),
        groups=[group for group in _groups(answer, messages, vat_rate) if group.lines],
        steps=_lines(answer, messages, Side.INFORMATION),
        notices=messages.notice_texts(answer.payslip, _language()),
        fingerprint=answer.payslip.parameters.fingerprint[:12],
        client_pays=answer.chain.client_pays,
    )


def _words(answer: Answer) -> str:
    return _("Of %(paid)s that your client pays, %(net)s reaches your account.") % {
        "paid": _money(answer.chain.client_pays),
        "net": _money(answer.chain.net),
    }


def _notes(answer: Answer, days: int) -> list[str]:
    notes = [_("That is %(pay)s gross a day.") % {"pay": _money(answer.chain.day_pay)}] if days > 1 else []
    if not answer.is_exact:
        notes.append(_("No pay gives exactly this amount to the cent: these are the nearest figures."))
    return notes


def _chart(answer: Answer, messages: Messages) -> Chart:
    """From what the client pays to net pay; the three linked values between them stand as totals."""
    return waterfall(
        finding=_("From invoice to net"),
        stages=list(_stages(answer, messages)),
        write=lambda cents: _money(int(cents)),
        heads=(_("Step"), _("Amount")),
    )


def _stages(answer: Answer, messages: Messages) -> Iterator[Stage]:
    chain, lines = answer.chain, answer.payslip.lines
    on_top = sum(line.amount for line in lines if line.rule.side is Side.EMPLOYER)
    yield Stage(_("Your client pays"), chain.client_pays, total=True)
    yield from _moving(Stage(_("VAT"), -chain.vat), Stage(_("Contribution"), -chain.contribution))
    yield from _moving(Stage(_("Stays in your budget"), chain.employment_budget - chain.budget))
    yield Stage(_("It costs your unit"), chain.employment_budget, total=True)
    yield from _moving(Stage(_("Shared risk of employment"), -chain.margin))
    yield from _moving(Stage(_("Employer contributions"), -on_top))
    yield Stage(_("Gross pay"), chain.employment_budget - chain.margin - on_top, total=True)
    own = [(line, SIGNS.get(line.rule.side, 1) * line.amount) for line in lines if line.rule.side in OWN_SIDES]
    small = [each for each in own if abs(each[1]) * SMALLEST_BAR < chain.client_pays]
    if len(small) > 1:
        own = [each for each in own if each not in small]
    for line, amount in own:
        yield from _moving(Stage(messages.title(line.code, _language()), amount))
    if len(small) > 1:
        yield from _moving(Stage(_("Smaller amounts"), sum(amount for _line, amount in small)))
    yield Stage(_("Net pay"), chain.net, total=True)


def _moving(*stages: Stage) -> Iterator[Stage]:
    """Stages of nothing are left out."""
    return (stage for stage in stages if stage.amount)


def _groups(answer: Answer, messages: Messages, vat_rate: Decimal) -> Iterator[Group]:
    kept_back = [*_lines(answer, messages, Side.DEDUCTION), *_lines(answer, messages, Side.RELIEF)]
    yield Group(_("From your client to your unit"), list(_shared(answer, messages, vat_rate)))
    yield Group(_("What the enterprise pays on top of gross"), _lines(answer, messages, Side.EMPLOYER))
    yield Group(_("What you earn"), _lines(answer, messages, Side.EARNING))
    yield Group(_("What is kept back from you"), kept_back)


def _shared(answer: Answer, messages: Messages, vat_rate: Decimal) -> Iterator[Explained]:
    """What happens to the invoice before it becomes pay."""
    chain, parameters = answer.chain, answer.payslip.parameters
    if chain.vat:
        text = _("Your client pays VAT to the State on top of the invoice.")
        yield Explained(_("VAT"), -chain.vat, text, chain.invoice, vat_rate)
    key = FIGURES["contribution.rate"]
    if key in parameters and chain.contribution:
        text = _(
            "%(rate)s of what you invoice pays the work that is done for everybody, the guarantee and the insurance."
        )
        rate = Decimal(parameters[key])
        yield Explained(
            _("Contribution to the common pot"),
            -chain.contribution,
            text % {"rate": format_percent(rate, language=_language())},
            chain.invoice,
            rate,
            parameters.figures[key].reference,
            (_version(messages, parameters.version(key)),),
        )
    if chain.budget != chain.employment_budget:
        text = _("One more cent of pay would not fit, so this stays in your budget.")
        yield Explained(_("Stays in your budget"), chain.employment_budget - chain.budget, text)
    if chain.margin:
        text = _(
            "A contract takes gross pay times a fixed coefficient from your budget: %(taken)s. It costs %(cost)s. "
            "The difference pays for sickness, holidays and dismissal of everybody."
        )
        values = {"taken": _money(chain.employment_budget), "cost": _money(chain.cost)}
        yield Explained(_("Shared risk of employment"), -chain.margin, text % values)


def _lines(answer: Answer, messages: Messages, side: Side) -> list[Explained]:
    return [
        _line(messages, line)
        for line in answer.payslip.lines
        if line.rule.side is side and (line.amount or (line.case and side is Side.INFORMATION))
    ]


def _line(messages: Messages, line: Line) -> Explained:
    words = messages.line(line, _language())
    return Explained(
        title=words.title,
        amount=SIGNS.get(line.rule.side, 1) * line.amount,
        text=words.text,
        base=line.base,
        rate=line.rate,
        reference=words.reference,
        figures=tuple(_version(messages, version) for version in line.figures),
    )


def _version(messages: Messages, version: FigureVersion) -> str:
    """A figure with the day since which its value holds."""
    names = messages.figures.get(version.key)
    name = names[_language()] if names else _("contribution to the common pot")
    return _("%(figure)s, since %(day)s") % {
        "figure": name,
        "day": format_day(version.valid_from, language=_language()),
    }


def _money(cents: Cents) -> str:
    return format_money(cents, language=_language())


def _language() -> str:
    code = (get_language() or "en").split("-")[0]
    return code if code in LOCALES else "en"
