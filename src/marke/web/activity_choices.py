"""What somebody can choose when a form asks what a unit does."""

from __future__ import annotations

from django.utils.translation import get_language

from marke.domain.units.activities import all_activities


def activity_choices() -> list[tuple[str, str]]:
    """Every activity as code and name, in the order of the names in the visitor's language."""
    language = get_language() or "en"
    names = sorted((found.name(language), code) for code, found in all_activities().items())
    return [(code, name) for name, code in names]
