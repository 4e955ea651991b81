"""Run every test, browser tests included."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import click

from marke.ops.installation import PROJECT


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests in random order on two processes; ARGUMENTS go to pytest as they are."""
    install_tools()
    parallel = [] if any(each.startswith(("-n", "--dist", "-p")) for each in arguments) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", *parallel, "--dist", "worksteal", "--durations", "15", *arguments]
    sys.exit(subprocess.run(command, cwd=PROJECT, check=False).returncode)


def install_tools() -> None:
    """Let Debian install the foreign programs that tests drive, when they are missing and we may.

    Otherwise the tests that need them are skipped, each with its reason.
    """
    missing = missing_packages()
    if not missing:
        return
    names = ", ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        click.echo(f"No right to install {names}: the tests that need them will be SKIPPED.", err=True)
        return
    click.echo(f"Installing {names} for the tests ...", err=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", *missing]):
        if subprocess.run(["apt-get", *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            click.echo(f"Debian could not install {names}: the tests that need them will be SKIPPED.", err=True)
            return


def missing_packages() -> list[str]:
    """Debian's names of what is not here: a browser, an accounting program of others, file systems in programs."""
    browsers = ("chromium", "chromium-browser", "google-chrome")
    present = {
        "chromium": any(map(shutil.which, browsers)),
        "hledger": shutil.which("hledger") is not None,
        "fuse3": find_library("fuse3") is not None or not Path("/dev/fuse").exists(),
    }
    return [name for name, here in present.items() if not here]
