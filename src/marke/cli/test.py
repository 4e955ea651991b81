"""Run every test, browser tests included."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import click

from marke.ops.installation import PROJECT


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests in random order on two processes; ARGUMENTS go to pytest as they are."""
    install_chromium()
    parallel = [] if any(each.startswith(("-n", "--dist", "-p")) for each in arguments) else ["-n", "2"]
    command = [sys.executable, "-m", "pytest", *parallel, "--dist", "worksteal", "--durations", "15", *arguments]
    sys.exit(subprocess.run(command, cwd=PROJECT, check=False).returncode)


def install_chromium() -> None:
    """Let Debian install Chromium when it is missing and we may; else the browser tests say that they did not run."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        click.echo("No Chromium here and no right to install it: the browser tests will be SKIPPED.", err=True)
        return
    click.echo("Installing Chromium for the browser tests ...", err=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "chromium", "hledger", "fuse3"]):
        if subprocess.run(["apt-get", *step], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            click.echo("Chromium could not be installed: the browser tests will be SKIPPED.", err=True)
            return
