"""Translation catalogues: read what must be translated, merge it, compile it. Pure Python, no gettext programs.

The English sentence in the code is the key. ``src/marke/locale/<language>/LC_MESSAGES/django.po`` holds the Dutch and
French of every sentence; the compiled ``.mo`` files are made on the machine that runs Marke.
German is spoken to clients alone: its catalogue holds the sentences that a client can read, and is complete for those.
``src/marke/locale/libraries`` holds our wording for sentences of libraries whose own tone is not ours; it is written by
hand.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[1]
LOCALE = PACKAGE / "locale"
LANGUAGES = ("nl", "fr")
CLIENT_LANGUAGE = "de"
CLIENT_FACING = (
    "marke/domain/portal/operations.py",
    "marke/domain/quotes/operations/answering.py",
    "marke/domain/quotes/operations/codes.py",
    "marke/domain/quotes/papers.py",
    "marke/domain/quotes/signing.py",
    "marke/usecases/answer_quote.py",
    "marke/usecases/write_to_unit.py",
    "marke/web/portal/",
    "marke/web/templates/components/error_summary.html",
    "marke/web/templates/components/field.html",
    "marke/web/templates/components/field_notes.html",
    "marke/web/templates/layouts/base.html",
    "marke/web/templates/layouts/parts/language.html",
    "marke/web/templates/layouts/portal.html",
    "marke/web/templates/member/invoices/sheet.html",
    "marke/web/templates/member/quotes/sheet.html",
    "marke/web/templates/portal/",
)
"""Where the sentences stand that clients read without an account; a test follows them through every page."""

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd%]|\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a translator has to look at: the language, the English sentence, what is wrong."""

    language: str
    sentence: str
    problem: str


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compile_stale() -> None:
    """Compile each catalogue whose compiled form is missing or older."""
    for source in LOCALE.rglob("*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            partial = target.with_suffix(f".{os.getpid()}.partial")
            with source.open("rb") as po, partial.open("wb") as mo:
                write_mo(mo, read_po(po))
            partial.replace(target)


def sentences() -> Catalog:
    """Every sentence of the product that people read, with the places where it stands."""
    catalogue = Catalog(project="Marke", charset="utf-8")
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        place = str(path.relative_to(PACKAGE.parent))
        source = _calls_in_template(text, place) if path.suffix in {".html", ".txt"} else text
        for line, found, comments, context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            catalogue.add(found, locations=[(place, line)], auto_comments=comments, context=context)
    return catalogue


def wanted_in(language: str, everything: Catalog) -> Catalog:
    """The sentences that a language needs: all of them, in German those that clients read."""
    if language != CLIENT_LANGUAGE:
        return everything
    wanted = Catalog(project="Marke", charset="utf-8")
    for message in everything:
        if message.id and any(place.startswith(CLIENT_FACING) for place, _line in message.locations):
            wanted.add(message.id, auto_comments=message.auto_comments, context=message.context)
    return wanted


def merge() -> None:
    """Bring the catalogues up to date with the code: new sentences come in untranslated, unused ones leave."""
    everything = sentences()
    for language in (*LANGUAGES, CLIENT_LANGUAGE):
        wanted = wanted_in(language, everything)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        known = catalogue_of(language)
        known.update(wanted, no_fuzzy_matching=True)
        known.obsolete.clear()
        for message in known:
            message.locations = []
        with path.open("wb") as file:
            write_po(file, known, sort_output=True, omit_header=False, width=110, no_location=True)


def findings() -> Iterator[Finding]:
    """What is missing, uncertain or inconsistent in any language."""
    everything = sentences()
    for language in (*LANGUAGES, CLIENT_LANGUAGE):
        known = catalogue_of(language)
        for message in wanted_in(language, everything):
            if not message.id:
                continue
            translated = known.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            sentence = message.id if isinstance(message.id, str) else message.id[0]
            if translated is None or not _is_complete(translated):
                yield Finding(language, sentence, "is not translated")
            elif translated.fuzzy:
                yield Finding(language, sentence, "is marked as uncertain")
            elif not _same_placeholders(translated):
                yield Finding(language, sentence, "has other placeholders in its translation")


def _calls_in_template(text: str, place: str) -> str:
    """A template as lines of gettext calls, one for each sentence in it, at the same line numbers."""
    from django.utils.translation.template import templatize

    return "\n".join(line.lstrip() for line in templatize(text, origin=place).split("\n"))


def _sources() -> Iterator[Path]:
    for pattern in ("**/*.py", "**/*.html", "**/*.txt"):
        for path in sorted(PACKAGE.glob(pattern)):
            if "migrations" not in path.parts and "locale" not in path.parts:
                yield path


def catalogue_of(language: str) -> Catalog:
    """Our sentences in a language, empty when nobody wrote any yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Marke", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _is_complete(message: Message) -> bool:
    return bool(_translations(message)) and all(_translations(message))


def _translations(message: Message) -> list[str]:
    """The forms of a translation: one, or singular and plural."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _same_placeholders(message: Message) -> bool:
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    translations = _translations(message)
    wanted = {found.group(0) for found in PLACEHOLDER.finditer(originals[-1])}
    return all({found.group(0) for found in PLACEHOLDER.finditer(text)} <= wanted for text in translations) and any(
        {found.group(0) for found in PLACEHOLDER.finditer(text)} == wanted for text in translations
    )
