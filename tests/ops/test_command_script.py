"""The script ``marke``: it installs when something changed, and only then, wherever it is called from."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from marke.ops.installation import PROJECT

FAKE_PYTHON = '#!/bin/sh\nprintf "%s\\n" "$*" >> "{log}"\n'


class Checkout:
    """A checkout whose Python writes down what it was asked instead of doing it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "asked"
        (folder / ".venv" / "bin").mkdir(parents=True)
        for name in ("marke", "pyproject.toml", "requirements.lock"):
            shutil.copy(PROJECT / name, folder / name)
        python = folder / ".venv" / "bin" / "python"
        python.write_text(FAKE_PYTHON.format(log=self.log))
        python.chmod(0o755)

    def call(self, *arguments: str, cwd: Path | str = "/") -> list[str]:
        """Run the script from another folder; answers what Python was asked."""
        self.log.unlink(missing_ok=True)
        subprocess.run([self.folder / "marke", *arguments], cwd=cwd, check=True, capture_output=True)
        return self.log.read_text().splitlines()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "een map met spaties")


def test_the_first_use_installs_exactly_what_is_locked(checkout):
    """Before the first command, pip installs this checkout with the versions of the lock."""
    installation, command = checkout.call("demo", "--units", "5")
    assert f"-c {checkout.folder}/requirements.lock -e {checkout.folder}" in installation
    assert command == "-m marke.cli.main demo --units 5"


def test_the_second_use_installs_nothing(checkout):
    """What is installed and unchanged is used at once."""
    checkout.call("demo")
    assert checkout.call("demo") == ["-m marke.cli.main demo"]


@pytest.mark.parametrize("command", ["test", "check", "bench"])
def test_tools_are_installed_when_they_are_needed(checkout, command):
    """Tests, the gate and benchmarks bring the development tools; afterwards the product needs nothing more."""
    checkout.call("demo")
    assert f"-e {checkout.folder}[dev]" in checkout.call(command)[0]
    assert len(checkout.call("demo")) == 1


@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_dependencies_installs_again(checkout, name):
    """A new version in either file reaches everybody who pulls it."""
    checkout.call("demo")
    with (checkout.folder / name).open("a") as file:
        file.write("# changed\n")
    assert len(checkout.call("demo")) == 2


def test_a_checkout_that_moved_installs_again(checkout, tmp_path):
    """A copy in another place does not run the code of the first place."""
    checkout.call("demo")
    moved = tmp_path / "moved"
    checkout.folder.rename(moved)
    checkout.folder = moved
    (moved / ".venv/bin/python").write_text(FAKE_PYTHON.format(log=moved / "asked"))
    checkout.log = moved / "asked"
    assert f"-e {moved}" in checkout.call("demo")[0]


def test_without_a_suitable_python_it_says_what_to_install(checkout):
    """On a machine without Python 3.11 the first use ends with one sentence, and changes nothing."""
    shutil.rmtree(checkout.folder / ".venv")
    tools = checkout.folder / "tools"
    tools.mkdir()
    for tool in ("dirname", "cat", "cksum"):
        (tools / tool).symlink_to(shutil.which(tool))
    refused = subprocess.run(
        ["/bin/sh", checkout.folder / "marke", "demo"], env={"PATH": str(tools)}, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "Marke needs Python 3.11 or newer" in refused.stderr
    assert not (checkout.folder / ".venv").exists()
