"""The repository keeps its own house rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django.forms
import pytest

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src/marke"
TEMPLATES = PACKAGE / "web/templates"

SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
PAGES = sorted(TEMPLATES.rglob("*.html"))

LONGEST_FILE = 500

SAFE_BY_CONSTRUCTION = {
    "components/chart.html": "the chart package escapes every word it draws",
}
"""Templates that show ready-made HTML, with the reason why it cannot carry anything typed by a person."""


MAY_WRITE_SQL = ("domain/ledger/", "domain/foundation/", "reporting/", "ops/", "cli/")
WRITES_ITS_OWN_SQL = {
    "domain/units/queries.py": "asks the definer function that names one user's units before row-level security does",
    "domain/apikeys/queries.py": "asks the definer function that names the maker of a key",
    "domain/portal/queries.py": "asks the definer function that names the link behind a secret, before its unit",
}

MAY_MEASURE = {
    "domain/ledger/queries.py": "the age of the oldest transaction, in seconds",
    "domain/foundation/proofs.py": "how long a proof took, in seconds",
    "demo/": "shares, means and chance of the invented year; amounts are rounded to cents as they are drawn",
    "cli/": "processor seconds and rates",
    "ops/": "seconds",
    "web/components/charts/": "positions in a drawing",
}
"""Where a float may stand: time, chance and drawing, never money."""


def named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("path", [*SOURCES, *TESTS], ids=named)
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    """A file that cannot be read in one go is two files."""
    assert len(path.read_text().splitlines()) < LONGEST_FILE


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_shows_nothing_unescaped(path: Path) -> None:
    """What people typed is shown as text; the few ready-made drawings are listed with their reason."""
    name = str(path.relative_to(TEMPLATES))
    text = path.read_text()
    unescaped = re.search(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", text)
    assert not unescaped or name in SAFE_BY_CONSTRUCTION


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_holds_no_script_and_no_style_of_its_own(path: Path) -> None:
    """The content security policy allows neither; a page that needs them would be broken in the browser."""
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=\"|javascript:", text)


def test_every_template_is_used() -> None:
    """A template that nobody names is dead. Django and allauth find some by their own names."""
    found_by_name = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
    libraries = [Path(allauth.__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"]
    catalogue = (PACKAGE / "web/components/README.md").read_text()
    texts = [path.read_text() for path in [*SOURCES, *TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]]
    unused = []
    for path in PAGES:
        name = str(path.relative_to(TEMPLATES))
        in_catalogue = name.startswith("components/") and re.search(rf"\b{path.stem}\b", catalogue)
        by_step = any(f'f"{path.relative_to(TEMPLATES).parent}/{{' in text for text in texts)
        by_tag = name.startswith(("components/", "layouts/")) and any(f'"{path.stem}"' in text for text in texts)
        if (
            name in found_by_name
            or any((library / name).exists() for library in libraries)
            or in_catalogue
            or by_tag
            or by_step
        ):
            continue
        if not any(f'"{name}"' in text or f"'{name}'" in text for text in texts):
            unused.append(name)
    assert not unused


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_sql_is_written_where_it_is_expected(path: Path) -> None:
    """Handwritten SQL stands in the ledger, the foundation, reporting and operations, nowhere else."""
    name = str(path.relative_to(PACKAGE))
    if name.startswith(MAY_WRITE_SQL) or name in WRITES_ITS_OWN_SQL:
        return
    assert not [call for call in calls(path) if call in {"execute", "raw", "RawSQL", "cursor", "extra"}]


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_no_float_comes_near_money(path: Path) -> None:
    """Money is whole cents and rates are decimals; a float stands only where time, chance or a drawing is measured."""
    name = str(path.relative_to(PACKAGE))
    if any(name.startswith(place) for place in MAY_MEASURE):
        return
    tree = ast.parse(path.read_text())
    annotations = [node.annotation for node in ast.walk(tree) if isinstance(node, ast.arg | ast.AnnAssign)]
    returns = [node.returns for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    typed = [node for node in [*annotations, *returns] if node is not None and "float" in ast.unparse(node).split("[")]
    literals = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)]
    assert not typed
    assert not literals
    assert "float" not in calls(path)


def test_every_domain_says_what_lives_in_it() -> None:
    """A newcomer finds one page in each package: what lives here, what it may import, where to start."""
    packages = [
        *(path for path in PACKAGE.iterdir() if (path / "__init__.py").exists()),
        *(path for path in (PACKAGE / "domain").iterdir() if (path / "apps.py").exists()),
    ]
    silent = [named(path) for path in sorted(packages) if not (path / "README.md").exists()]
    assert not silent


def test_no_work_is_left_behind_in_a_comment() -> None:
    """What is left to do stands on the list of work, not in the code."""
    marks = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    left = [named(path) for path in [*SOURCES, *PAGES] if marks.search(path.read_text())]
    assert not left


def calls(path: Path) -> Iterator[str]:
    """The names of everything a module calls."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id
