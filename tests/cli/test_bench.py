"""The benchmarks run, prove the books they make, and report ratios against their limits."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from marke.cli.bench import show
from marke.cli.benchmarks import BENCHMARKS, Result, benchmark


def test_every_registered_benchmark_exists() -> None:
    """One line registers a benchmark; the function it names is there."""
    assert all(callable(benchmark(name)) for name in BENCHMARKS)


def test_a_ratio_is_held_against_its_limit_from_the_right_side() -> None:
    """A limit is a floor or a ceiling; without a comparison there is no verdict."""
    rate = {"name": "P", "what": "", "rate": 1, "unit": ""}
    assert Result(**rate, ratio=0.9, limit=0.8).reached is True
    assert Result(**rate, ratio=0.7, limit=0.8).reached is False
    assert Result(**rate, ratio=3.6, limit=3.5, at_least=False).reached is False
    assert Result(**rate, note="not run").reached is None


def test_the_table_says_what_did_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    """A comparison that did not run is named with its reason, never passed over."""
    show([Result("P1", "the same elsewhere", 0, "", note="not run: absent")], 0.01)
    assert "not run" in capsys.readouterr().out


@pytest.mark.scale
def test_it_works(tmp_path: Path) -> None:
    """At a tiny size, bulk posting and the nightly proof run on a throw-away database and write their figures."""
    figures = tmp_path / "figures.json"
    command = ["bench", "--size", "0.0005", "--only", "P2", "--only", "P9", "--json", str(figures)]
    subprocess.run([sys.executable, "-m", "marke.cli.main", *command], check=True, capture_output=True, text=True)
    results = json.loads(figures.read_text())["results"]
    assert [result["name"] for result in results] == ["P2", "P9"]
    assert all(result["rate"] > 0 and result["ratio"] > 0 for result in results)
