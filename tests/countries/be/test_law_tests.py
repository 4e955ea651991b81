"""Belgian law, case by case: the files beside the country, with the arithmetic by hand in their comments."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from countries.be.law import cents, compute
from marke.countries.files import read_exact_yaml
from marke.kernel.refusal import Refusal


def _cases() -> list[Any]:
    folder = files("marke.countries.be").joinpath("law_tests")
    found = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml"):
            cases = read_exact_yaml(entry.read_text(encoding="utf-8"))
            found += [pytest.param(case, id=f"{entry.name[:-5]}: {case['case']}") for case in cases]
    return found


@pytest.mark.parametrize("case", _cases())
def test_the_law_gives_what_was_derived_by_hand(case: dict[str, Any]) -> None:
    """Each case of the law is met to the cent, and each period without a figure is refused."""
    expected = dict(case["expect"])
    refused = expected.pop("refused", None)
    if refused:
        with pytest.raises(Refusal) as refusal:
            compute(case)
        assert refusal.value.rule == refused
        return
    computed = compute(case)
    assert {name: computed.get(name) for name in expected} == {name: cents(value) for name, value in expected.items()}


def test_more_than_sixty_cases_were_derived_by_hand() -> None:
    """The law is covered by at least sixty cases of our own, besides the published ones."""
    assert len(_cases()) >= 60
