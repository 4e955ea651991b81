"""Each import contract bites: one forbidden import in a copy of the code, and the check is red."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from marke.ops.installation import PROJECT

FORBIDDEN_IMPORTS = {
    "layers": ("kernel", "import marke.rules"),
    "pure": ("rules", "import django"),
    "countries": ("web", "import marke.countries.be"),
    "siblings": ("domain/sales", "import marke.domain.purchases"),
    "country-siblings": ("countries/utopia", "import marke.countries.be"),
    "ledger-models": ("web", "import marke.domain.ledger.models"),
    "htmx": ("domain/units", "import django_htmx"),
    "typst": ("web", "import typst"),
    "domain": ("domain/people", "import marke.domain.units"),
    "auditor": ("ops/auditor", "import marke.kernel.money"),
    "machinery": ("usecases", "import marke.ops.database"),
    "launcher": ("ops", "import marke.domain.ledger"),
}
"""For each contract a package and an import that it may not have."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The code of this checkout, to be spoiled."""
    folder = tmp_path_factory.mktemp("contracts")
    only_code = shutil.ignore_patterns("static", "templates", "locale", "fonts", "__pycache__")
    shutil.copytree(PROJECT / "src" / "marke", folder / "marke", ignore=only_code)
    shutil.copy(PROJECT / ".importlinter", folder)
    return folder


def check(copy: Path, *contracts: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    command = [str(program), *chosen, "--cache-dir", ".cache"]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def contracts() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(PROJECT / ".importlinter")
    prefix = "importlinter:contract:"
    return [section.removeprefix(prefix) for section in parser.sections() if section.startswith(prefix)]


def test_every_contract_has_its_forbidden_import():
    """Who adds a contract adds the import that it forbids."""
    assert sorted(contracts()) == sorted(FORBIDDEN_IMPORTS)


def test_the_code_keeps_every_contract(copy: Path):
    """The control: in the copy as it is, nothing is broken."""
    clean = check(copy)
    assert clean.returncode == 0, clean.stdout


@pytest.mark.parametrize("contract", FORBIDDEN_IMPORTS)
def test_a_forbidden_import_is_noticed(copy: Path, contract: str):
    """With one forbidden import its contract is broken."""
    package, statement = FORBIDDEN_IMPORTS[contract]
    spoiled = copy / "marke" / package / "spoiled.py"
    spoiled.write_text(statement + "\n")
    try:
        noticed = check(copy, contract)
    finally:
        spoiled.unlink()
    assert noticed.returncode == 1
    assert "1 broken" in noticed.stdout, noticed.stdout + noticed.stderr
