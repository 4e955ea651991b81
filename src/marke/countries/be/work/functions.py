"""The Belgian function tree, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from marke.countries.be.payroll.inputs import Worker
from marke.countries.files import read_exact_yaml
from marke.kernel.refusal import Refusal, gettext_noop
from marke.rules.work.functions import Function

LANGUAGES = ("en", "nl", "fr")


@cache
def functions() -> Mapping[str, Function]:
    """Every function by its code, in the order of the tree."""
    text = files("marke.countries.be.work").joinpath("functions.yaml").read_text(encoding="utf-8")
    return {
        code: Function(
            code=code,
            group=group,
            titles=_titles(leaf["name"]),
            group_titles=_titles(branch["name"]),
            worker=Worker(leaf["worker"]).value,
            committee=leaf["committee"],
            is_artistic=leaf["artistic"],
            risk=leaf["risk"],
        )
        for group, branch in read_exact_yaml(text)["groups"].items()
        for code, leaf in branch["functions"].items()
    }


def function(code: str) -> Function:
    """A function. Raises `Refusal` for one that is not in the tree."""
    found = functions().get(code)
    if found is None:
        raise Refusal("work.function", gettext_noop("Choose what the work is from the list."), field="function")
    return found


def _titles(name: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, (part.strip() for part in name.split("|")), strict=True))
