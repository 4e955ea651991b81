"""``./marke check``: the whole gate, one line per check."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from marke.ops.installation import PROJECT

LONGEST_FILE = 500
CODE = ["src", "tests"]
WRITTEN_BY_HAND = {".py", ".html", ".css", ".js", ".sql"}


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name and the function that returns what it found (empty: nothing)."""

    name: str
    run: Callable[[], str]


@click.command()
@click.option("--only", help="Run the checks whose name contains this.")
def check(only: str | None) -> None:
    """Formatting, lint, types, import contracts, templates, migrations, deployment, translations, security."""
    console = Console()
    failed = 0
    for each in checks():
        if only and only not in each.name:
            continue
        started = time.monotonic()
        found = each.run()
        seconds = time.monotonic() - started
        console.print(f"[{'red' if found else 'green'}]{'✗' if found else '✓'}[/] {each.name:<24} {seconds:6.1f} s")
        if found:
            failed += 1
            console.print(found, markup=False, highlight=False)
    if failed:
        sys.exit(1)


def checks() -> Iterator[Check]:
    """Every check, cheapest first."""
    yield Check("files under 500 lines", long_files)
    yield Check("formatting", lambda: _tool("ruff", "format", "--check", *CODE))
    yield Check("lint", lambda: _tool("ruff", "check", *CODE))
    yield Check("templates", lambda: _tool("djlint", "src/marke", "--lint", "--quiet"))
    yield Check("import contracts", lambda: _tool("lint-imports"))
    yield Check("types", lambda: _tool("mypy"))
    yield Check("security lint", lambda: _tool("bandit", "-q", "-c", "pyproject.toml", "-r", "src/marke"))
    yield Check("migrations up to date", lambda: _django("makemigrations", "--check", "--dry-run"))
    yield Check("translations complete", lambda: _run([sys.executable, "-m", "marke.cli.main", "translations"]))
    yield Check("ready for production", deployment)


def long_files() -> str:
    """Files that nobody can hold in their head."""
    written = [path for folder in CODE for path in (PROJECT / folder).rglob("*") if path.suffix in WRITTEN_BY_HAND]
    lengths = {
        path.relative_to(PROJECT): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(written)
        if not {"vendor", "migrations"} & set(path.parts)
    }
    return "\n".join(f"{name}: {lines} lines" for name, lines in lengths.items() if lines > LONGEST_FILE)


def deployment() -> str:
    """Django's own deployment checks, with the production settings on throw-away secrets."""
    secret = PROJECT / "var" / "check-secret"
    secret.parent.mkdir(exist_ok=True)
    secret.write_text("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")
    return _django(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DJANGO_SETTINGS_MODULE="marke.config.settings.prod",
        MARKE_SECRET_KEY_FILE=str(secret),
        MARKE_PERSONAL_DATA_KEY_FILE=str(secret),
        MARKE_HOSTS="marke.example",
    )


def _tool(name: str, *arguments: str) -> str:
    return _run([str(Path(sys.executable).with_name(name)), *arguments])


def _django(*arguments: str, **environment: str) -> str:
    environment.setdefault("DJANGO_SETTINGS_MODULE", "marke.config.settings.test")
    return _run([sys.executable, "-m", "django", *arguments], **environment)


def _run(command: list[str], **environment: str) -> str:
    """The output of a program that failed; nothing when it was content."""
    result = subprocess.run(
        command, cwd=PROJECT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    return "" if result.returncode == 0 else (result.stdout + result.stderr).strip() or f"exit {result.returncode}"
