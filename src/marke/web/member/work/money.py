"""Where the money of a wage stands, in words: guaranteed, advanced, settled."""

from __future__ import annotations

from django.utils.translation import get_language, gettext_lazy

from marke.rules.work.guarantee import Standing, WageMoney
from marke.web.components.formatting import format_money
from marke.web.components.tables import Badge

WORDS = {
    Standing.GUARANTEED: gettext_lazy("Guaranteed"),
    Standing.ADVANCED: gettext_lazy("Advanced"),
    Standing.SETTLED: gettext_lazy("Settled"),
    Standing.BORNE: gettext_lazy("Borne by the guarantee"),
}
SENTENCES = {
    Standing.GUARANTEED: gettext_lazy("Guaranteed: promised on money that clients still owe"),
    Standing.ADVANCED: gettext_lazy("Advanced: paid to the worker before the client paid"),
    Standing.SETTLED: gettext_lazy("Settled: the client's money has come in"),
    Standing.BORNE: gettext_lazy("Borne by the guarantee: the unit had no budget left"),
}
TONES = {Standing.GUARANTEED: "waiting", Standing.ADVANCED: "waiting", Standing.SETTLED: "good"}


def money_badge(money: WageMoney) -> Badge | None:
    """The one word for the money of a wage; nothing while no budget is taken for it."""
    standing = money.standing
    return Badge(str(WORDS[standing]), TONES.get(standing, "")) if standing else None


def money_pairs(money: WageMoney) -> list[tuple[str, str]]:
    """What there is of each, with its amount."""
    language = get_language() or "en"
    return [(str(SENTENCES[standing]), format_money(amount, language=language)) for standing, amount in money.parts]
