"""A unit's own templates: what it often offers, kept under a name."""

from __future__ import annotations

import uuid

from marke.domain.quotes.content import QuoteInput, to_plain
from marke.domain.quotes.models import QuoteTemplate
from marke.kernel.refusal import Refusal, gettext_noop
from marke.kernel.text import one_line

MOST_TEMPLATES = 50


def keep_template(*, unit_id: int, name: str, quote: QuoteInput, actor: uuid.UUID) -> QuoteTemplate:
    """Keep the content of a quote under a name; the same name again replaces what it held.

    Raises `Refusal` without a name, and when the unit has fifty templates already.
    """
    name = one_line(name)
    if not name:
        raise Refusal("quote.template-name", gettext_noop("Give the template a name."), field="name")
    own = QuoteTemplate.objects.filter(unit_id=unit_id)
    if own.count() >= MOST_TEMPLATES and not own.filter(name=name).exists():
        raise Refusal(
            "quote.templates", gettext_noop("A unit keeps at most 50 templates. Remove one first."), field="name"
        )
    template, _made = QuoteTemplate.objects.update_or_create(
        unit_id=unit_id, name=name, defaults={"content": to_plain(quote), "created_by": actor}
    )
    return template


def remove_template(*, unit_id: int, template_id: uuid.UUID) -> None:
    """Forget a template; quotes begun from it stay."""
    QuoteTemplate.objects.filter(unit_id=unit_id, pk=template_id).delete()
