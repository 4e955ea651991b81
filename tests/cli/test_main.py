"""The command line itself: what it offers, and how quickly it answers."""

from __future__ import annotations

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from marke.cli.main import COMMANDS, main
from marke.ops.installation import PROJECT

HELP_WITHOUT_WEIGHT = """
import sys
from marke.cli.main import main
main(["--help"], standalone_mode=False)
print("heavy:", sorted({"django", "psycopg", "granian", "typst", "lxml", "rich"} & set(sys.modules)))
"""


def test_help_lists_every_command():
    """Whoever types ./marke sees what it can do."""
    shown = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"  {name} " not in shown] == []


def test_help_answers_at_once():
    """Help loads no framework, no database driver, no server: that is what keeps it under half a second."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    shown = subprocess.run(
        [sys.executable, "-c", HELP_WITHOUT_WEIGHT], env=environment, capture_output=True, text=True, check=True
    )
    assert shown.stdout.endswith("heavy: []\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_says_what_help_says_of_it(name):
    """The sentence in the list is the first sentence of the command itself."""
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(limit=200) == COMMANDS[name][1]


def test_an_unknown_command_is_refused():
    """A typing error is named, with status 2."""
    answer = CliRunner().invoke(main, ["dmeo"])
    assert answer.exit_code == 2
    assert "dmeo" in answer.output
