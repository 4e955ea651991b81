"""The audit trail in words: things by their names, choices and amounts as people read them.

events = timeline([invoice, *invoice.lines.all()])       # for `components/timeline.html`
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marke.domain.accounts.queries import names_of
from marke.domain.foundation import queries
from marke.domain.foundation.models import AuditEvent
from marke.domain.portal.queries import names_behind_links
from marke.web.components.formatting import format_day, format_moment, format_money
from marke.web.components.records import Change, Event

KEYS = ("_id", "number", "last", "size")
LONGEST = 120
Names = Mapping[tuple[type[models.Model], str], str]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change in words: what, by whom, when, why, and each field before and after."""

    id: int
    what: str
    who: str
    at: dt.datetime
    reason: str
    changes: Sequence[Change]

    @property
    def note(self) -> str:
        """The changes on one line: «state: Draft → Issued»."""
        shown = [
            _("%(field)s: %(values)s") % {"field": change.label, "values": _before_and_after(change)}
            for change in self.changes
        ]
        return "; ".join(shown[:3]) + (" …" if len(shown) > 3 else "")


def _before_and_after(change: Change) -> str:
    return f"{change.before} → {change.after or '–'}" if change.before else change.after


def timeline(objects: Iterable[models.Model], *, limit: int = 50) -> list[Event]:
    """What happened to one thing and its parts, latest first."""
    return [
        Event(line.what, line.at, line.who, line.reason or line.note)
        for line in in_words(queries.timeline(objects, limit=limit))
    ]


def in_words(events: Sequence[AuditEvent]) -> list[AuditLine]:
    """The events as people read them. Changes of technical columns alone are left out; three kinds of query in all."""
    people = _actors(events)
    names = _names_behind_keys(events, people)
    lines = []
    for event in events:
        changes = _changes(event, names)
        if changes or event.action != AuditEvent.Action.UPDATED:
            who = people.get(event.actor_id, _("Somebody"))
            lines.append(AuditLine(event.id, _what(event), who, event.at, event.reason, changes))
    return lines


def _actors(events: Sequence[AuditEvent]) -> dict[uuid.UUID, str]:
    """Who acted: people by their names, clients by the personal link that they followed."""
    people = names_of(event.actor_id for event in events)
    if unknown := {event.actor_id for event in events} - people.keys():
        by_link = names_behind_links(unknown)
        people |= {link: _("%(client)s, by link") % {"client": client} for link, client in by_link.items()}
    return people


def things() -> list[tuple[str, str]]:
    """The kinds of thing the trail knows, by table and name, for a filter."""
    watched = queries.watched_tables()
    named = [(table, capfirst(str(model._meta.verbose_name))) for table, model in _models().items() if table in watched]
    return sorted(named, key=lambda pair: pair[1])


@cache
def _models() -> dict[str, type[models.Model]]:
    return {
        model._meta.db_table: model
        for model in apps.get_models()
        if model.__module__.startswith("marke.domain.") and model._meta.managed
    }


def _what(event: AuditEvent) -> str:
    model = _models().get(event.table_name)
    thing = capfirst(str(model._meta.verbose_name)) if model else event.table_name
    sentence = {
        AuditEvent.Action.INSERTED: _("%(thing)s added"),
        AuditEvent.Action.UPDATED: _("%(thing)s changed"),
        AuditEvent.Action.DELETED: _("%(thing)s removed"),
    }[AuditEvent.Action(event.action)]
    return sentence % {"thing": thing}


def _changes(event: AuditEvent, names: Names) -> list[Change]:
    """Each column that people know, before and after; of a new thing only what was filled in or said yes to."""
    model = _models().get(event.table_name)
    before, after = event.before or {}, event.after or {}
    changes = []
    for field in model._meta.concrete_fields if model else ():
        if not field.editable or (field.column not in before and field.column not in after):
            continue
        old, new = (_shown(field, side.get(field.column), names) for side in (before, after))
        if old or (new and not (event.before is None and after.get(field.column) is False)):
            changes.append(Change(str(field.verbose_name), old, new))
    return changes


def _shown(field: models.Field, value: Any, names: Names) -> str:
    """One value as people read it: a choice by its words, cents as money, keys by the name behind them."""
    language = get_language() or "en"
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    if is_money(field):
        return format_money(int(value), language=language)
    if isinstance(field, models.DateTimeField) and (moment := parse_datetime(str(value))):
        return format_moment(timezone.localtime(moment), language=language)
    if isinstance(field, models.DateField) and (day := parse_date(str(value))):
        return format_day(day, language=language)
    named = names.get((_model_behind(field), str(value))) if _model_behind(field) else None
    text = named or (", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def is_money(field: models.Field) -> bool:
    """Large whole numbers are cents in this product, unless they are a key, a count or a number of a document."""
    large = isinstance(field, models.BigIntegerField) and not isinstance(field, models.BigAutoField)
    return (large and not field.name.endswith(KEYS)) or str(getattr(field, "help_text", "")) == _("In cents.")


def _model_behind(field: models.Field) -> type[models.Model] | None:
    """What a key points to: the target of a relation, or a log-in for columns that say who did something."""
    if field.is_relation:
        return field.related_model
    if isinstance(field, models.UUIDField) and field.name.endswith("_by"):
        return apps.get_model("people", "User")
    return None


def _names_behind_keys(events: Sequence[AuditEvent], people: Mapping[uuid.UUID, str]) -> Names:
    """The names of everything that the shown events point to: one query for each kind of thing."""
    wanted: dict[type[models.Model], set[str]] = defaultdict(set)
    for event in events:
        model = _models().get(event.table_name)
        for field in model._meta.concrete_fields if model else ():
            if target := _model_behind(field):
                values = ((event.before or {}).get(field.column), (event.after or {}).get(field.column))
                wanted[target] |= {str(value) for value in values if value is not None}
    names: dict[tuple[type[models.Model], str], str] = {}
    user = apps.get_model("people", "User")
    for target, keys in wanted.items():
        if target is user:
            names |= {(user, str(key)): name for key, name in names_of(map(uuid.UUID, keys)).items()}
        else:
            names |= {(target, str(thing.pk)): str(thing) for thing in target._base_manager.filter(pk__in=keys)}
    return names
