"""What a page costs to load stays small, and every vendored file carries its licence."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

STATIC = Path(settings.STATICFILES_DIRS[0])
STYLE_BUDGET = 30 * 1024
SCRIPT_LINES = 200


def test_all_style_together_stays_within_thirty_kilobytes() -> None:
    """What every page loads, comments and layout apart: whoever adds a component removes something."""
    head = get_template("layouts/parts/head.html").render({})
    sheets = "".join((STATIC / name).read_text() for name in re.findall(r'href="/static/(css/[^"]+)"', head))
    delivered = re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheets, flags=re.S)))
    assert len(delivered.encode()) <= STYLE_BUDGET


def test_our_script_stays_within_two_hundred_lines() -> None:
    assert len((STATIC / "js/marke.js").read_text().splitlines()) <= SCRIPT_LINES


@pytest.mark.parametrize("folder", ["fonts", "icons", "vendor"])
def test_what_is_not_ours_carries_its_licence(folder: str) -> None:
    names = {path.name for path in (STATIC / folder).iterdir()}
    assert any(name.startswith("LICENSE-") for name in names)


def test_every_file_a_sheet_names_exists() -> None:
    """A missing font would break the collection of static files."""
    for sheet in (STATIC / "css").glob("*.css"):
        for name in re.findall(r'url\("([^")]+)"\)', sheet.read_text()):
            assert (sheet.parent / name).is_file(), name


def test_colours_live_in_the_tokens_alone() -> None:
    """Dark and high contrast work because no component names a colour of its own; paper is white by nature."""
    for name in ("base", "layout", "components", "charts"):
        sheet = (STATIC / f"css/{name}.css").read_text().replace("background: #fff; color: #1d1b18;", "")
        assert not re.search(r"#[0-9a-f]{3,8}\b|rgb\(", sheet), name
