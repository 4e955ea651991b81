"""``requirements.lock``: everybody installs the same versions."""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from marke.ops.installation import PROJECT


def locked() -> dict[str, Version]:
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def wanted() -> list[Requirement]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    return [Requirement(each) for each in (*project["dependencies"], *project["optional-dependencies"]["dev"])]


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_every_dependency_is_locked_within_its_range(requirement):
    """The lock names one version of each dependency, and it is one that pyproject.toml allows."""
    version = locked().get(canonicalize_name(requirement.name))
    assert version is not None, f"renew requirements.lock: {requirement.name} is missing"
    assert version in requirement.specifier


def test_the_lock_holds_names_and_versions_only():
    """No address of a package server and no local folder: the lock works on every machine."""
    lines = (PROJECT / "requirements.lock").read_text().splitlines()
    assert lines[0].startswith("#")
    assert [line for line in lines[1:] if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)] == []
