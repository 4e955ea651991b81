"""Tags and filters every template has without loading them: figures and days in words, icons, wrapping components."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from marke.kernel.money import Cents
from marke.web.components import formatting

register = template.Library()


def _language() -> str:
    return get_language() or "en"


@register.filter
def money(cents: Cents | None) -> SafeString:
    """An amount in cents, on one line with even digits: `{{ invoice.total|money }}`. Nothing for None."""
    return _figure(cents, lambda value: formatting.format_money(value, language=_language()))


@register.filter
def signed_money(cents: Cents | None) -> SafeString:
    """An amount that came in or went out, with its plus or minus."""
    return _figure(cents, lambda value: formatting.format_money(value, language=_language(), sign=True))


@register.filter
def whole_money(cents: Cents | None) -> SafeString:
    """An amount without cents, for headlines."""
    return _figure(cents, lambda value: formatting.format_money(value, language=_language(), whole=True))


@register.filter
def headline_money(cents: Cents | None) -> SafeString:
    """An amount as a large figure, its cents drawn smaller."""
    if cents is None:
        return SafeString("")
    before, small, after = formatting.headline_parts(cents, language=_language())
    return format_html('{}<span class="cents">{}</span>{}', before, small, after)


@register.filter
def percent(rate: Decimal | None, decimals: int = 1) -> SafeString:
    """A rate such as 0.065 as a percentage: `{{ rate|percent:2 }}`."""
    return _figure(rate, lambda value: formatting.format_percent(value, language=_language(), decimals=decimals))


@register.filter
def number(value: int | Decimal | None, decimals: int = 0) -> SafeString:
    """A count or quantity with the language's grouping."""
    return _figure(value, lambda shown: formatting.format_number(shown, language=_language(), decimals=decimals))


def _figure(value: Any, write: Any) -> SafeString:
    """One unbroken figure, or nothing when there is no value."""
    return SafeString("") if value is None else format_html('<span class="figure">{}</span>', write(value))


@register.filter
def day(value: dt.date | dt.datetime | None) -> SafeString:
    """A day as 9/03/2026, readable by machines too."""
    return _time_element(value, lambda date: formatting.format_day(date, language=_language()))


@register.filter
def long_day(value: dt.date | dt.datetime | None) -> SafeString:
    """A day in words: 9 maart 2026."""
    return _time_element(value, lambda date: formatting.format_long_day(date, language=_language()))


@register.filter
def weekday(value: dt.date | dt.datetime | None) -> SafeString:
    """A day in words with its weekday: maandag 9 maart 2026."""
    return _time_element(value, lambda date: formatting.format_long_day(date, language=_language(), weekday=True))


@register.filter
def month(value: dt.date | None) -> str:
    """The month of a day in words: maart 2026."""
    return "" if value is None else formatting.format_month(value, language=_language())


@register.filter
def moment(value: dt.date | dt.datetime | None) -> SafeString:
    """A day and time in local time: 9/03/2026 14:05. A day without a time stands alone."""
    if not isinstance(value, dt.datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = formatting.format_moment(local, language=_language())
    return format_html('<time class="figure" datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


def _time_element(value: dt.date | dt.datetime | None, write: Any) -> SafeString:
    if value is None:
        return SafeString("")
    date = _local_date(value)
    return format_html('<time class="figure" datetime="{}">{}</time>', date.isoformat(), write(date))


def _local_date(value: dt.date | dt.datetime) -> dt.date:
    """The calendar day of a moment where the reader is."""
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


@register.filter
def enterprise_number(value: str) -> str:
    """0123.456.749"""
    return formatting.format_enterprise_number(value)


@register.filter
def structured_reference(value: str) -> str:
    """+++090/9337/55493+++"""
    return formatting.format_structured_reference(value)


@register.filter
def iban(value: str) -> str:
    """BE71 0961 2345 6769"""
    return formatting.format_iban(value)


@register.filter
def masked_national_number(value: str) -> str:
    """85.••.••-•••.97"""
    return formatting.format_masked_national_number(value)


@register.filter
def described_by(bound_field: Any) -> str:
    """The ids of a field's hint and error, for `aria-describedby` in hand-written markup."""
    ids = [f"{bound_field.auto_id}_hint"] if bound_field.help_text else []
    return " ".join([*ids, *([f"{bound_field.auto_id}_error"] if bound_field.errors else [])])


@register.filter
def control(bound_field: Any) -> SafeString:
    """A form field's input with our classes and the ids of its hint and error; used by `components/field.html`."""
    widget = bound_field.field.widget
    many = getattr(widget, "input_type", "") in {"checkbox", "radio", "hidden"}
    attributes: dict[str, str] = {} if many else {"class": " ".join(["input", *_classes_of(widget)])}
    if described := described_by(bound_field):
        attributes["aria-describedby"] = described
    if bound_field.errors:
        attributes["aria-invalid"] = "true"
    return bound_field.as_widget(attrs=attributes)


def _classes_of(widget: Any) -> Iterable[str]:
    """What a widget is, for the sheet: money and numbers align to the end, days are short."""
    names = {"MoneyInput": "money", "NumberInput": "number short", "DayInput": "short"}
    yield names.get(type(widget).__name__, "")
    yield widget.attrs.get("class", "")


@register.filter
def widget_kind(bound_field: Any) -> str:
    """How a field is laid out: box, choices, cards, search, file or plain."""
    widget = bound_field.field.widget
    if getattr(widget, "search_url", None) is not None:
        return "search"
    if getattr(widget, "cards", False):
        return "cards"
    return {"radio": "choices", "checkbox": _checkbox_kind(widget), "file": "file"}.get(
        getattr(widget, "input_type", ""), "plain"
    )


def _checkbox_kind(widget: Any) -> str:
    """A lone checkbox stands before its label; several stand under a legend."""
    return "choices" if hasattr(widget, "choices") else "box"


@register.filter
def widget_text(bound_field: Any, which: str) -> str:
    """The fixed text before (`prefix`) or after (`suffix`) an input: a currency, a unit."""
    return getattr(bound_field.field.widget, f"{which}_text", "")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon from the sprite; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons/sprite.svg"),
        name,
    )


def _wrapped(name: str, content: str, **slots: Any) -> SafeString:
    """A component drawn around a block of template."""
    return render_to_string(f"components/{name}.html", {"content": content, **slots})


@register.simple_block_tag
def card(content: str, heading: str = "", plain: bool = False, url: str = "", url_label: str = "") -> SafeString:
    """A bordered group with a heading: `{% card heading="To do" %}…{% endcard %}`. ``plain`` tints, no border."""
    return _wrapped("card", content, heading=heading, plain=plain, url=url, url_label=url_label)


@register.simple_block_tag
def notice(content: str, tone: str = "", heading: str = "") -> SafeString:
    """A message in the page: tone is empty, good, waiting or bad."""
    icons = {"good": "circle-check", "waiting": "clock", "bad": "triangle-alert"}
    return _wrapped("notice", content, tone=tone, heading=heading, icon_name=icons.get(tone, "info"))


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> SafeString:
    """Detail on demand: `{% disclosure summary="How is this computed?" %}…{% enddisclosure %}`."""
    return _wrapped("disclosure", content, summary=summary, open=open)


@register.simple_block_tag
def dialog(content: str, id: str, heading: str, opener: str = "") -> SafeString:
    """A dialog with its heading and, with ``opener``, the button that opens it. Needs script to open as a dialog;
    without script its content stands in the page."""
    return _wrapped("dialog", content, id=id, heading=heading, opener=opener)


@register.simple_block_tag(takes_context=True)
def post_form(
    context: Context, content: str, action: str, css: str = "form", files: bool = False, draft: str = ""
) -> SafeString:
    """A form that writes: protected against forgery and double submission.

    `{% post_form action=url %}{{ form }}…{% endpost_form %}`. ``files`` accepts uploads; ``draft`` names
    the form so that what was typed is kept in the browser tab until it is sent.
    """
    token = _token(context)
    return _wrapped("post_form", content, action=action, css=css, files=files, draft=draft, csrf_token=token)


def _token(context: Context) -> str:
    """The token against forgery, also in a part that is included with its own slots ``only``."""
    request = getattr(context, "request", None)
    return str(context.get("csrf_token") or (get_token(request) if request else ""))


@register.inclusion_tag("components/button.html", takes_context=True)
def button(
    context: Context, label: str, url: str = "", kind: str = "", icon: str = "", method: str = "get", name: str = "",
    value: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A button: a link with ``url``, a small form when ``method="post"``, else the submit button of its form."""
    return {
        "label": label, "url": url, "kind": kind, "icon_name": icon, "method": method, "name": name, "value": value,
        "csrf_token": _token(context),
    }  # fmt: skip
