"""The audit trail and the timelines name every thing and every column in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import translation
from django.utils.functional import Promise

from marke.ops.catalogues import LANGUAGES, catalogue_of

THINGS = [model for model in apps.get_models() if model.__module__.startswith("marke.domain.") and model._meta.managed]
NAMED_BY_DJANGO = {field.name for base in (AbstractBaseUser, PermissionsMixin) for field in base._meta.local_fields}


def names_in(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    """What people can read about a thing: its name, and those of the columns that are not technical."""
    yield "one", model._meta.verbose_name
    yield "many", model._meta.verbose_name_plural
    for field in model._meta.concrete_fields:
        if field.editable and not field.auto_created and field.name not in NAMED_BY_DJANGO:
            yield field.name, field.verbose_name


@pytest.mark.parametrize("model", THINGS, ids=lambda model: model._meta.label)
def test_a_thing_and_its_columns_are_named_in_words(model: type[models.Model]) -> None:
    """A name that Django guesses from the code («media type») stays English for everybody."""
    assert [place for place, name in names_in(model) if not isinstance(name, Promise)] == []


def test_a_thing_that_others_point_to_says_which_one_it_is() -> None:
    """A column that points to it shows its words, never «Transfer object» and a key. Log-ins go by their person."""
    pointed_to = {field.related_model for model in THINGS for field in model._meta.concrete_fields if field.is_relation}
    assert [thing for thing in pointed_to if thing.__str__ is models.Model.__str__] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", THINGS, ids=lambda model: model._meta.label)
def test_a_thing_and_its_columns_have_a_name_in_each_language(model: type[models.Model], language: str) -> None:
    """Dutch and French readers find their own word for each."""
    known = catalogue_of(language)
    with translation.override(None):
        sentences = [str(name) for _, name in names_in(model)]
    assert [sentence for sentence in sentences if not ((found := known.get(sentence)) and found.string)] == []
