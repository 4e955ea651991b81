"""Reading the parameter files that lie inside a country's package: one YAML file per legal figure or small family."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from marke.kernel.dates import DateRange
from marke.kernel.parameters import Figure, ParameterTree, figure_from_mapping

PERIOD_FILE = "known_period.yaml"
"""Beside the figures: from and until which day the law was researched."""


class _ExactLoader(yaml.SafeLoader):
    """YAML in which 0.1307 is the exact decimal the file shows, not the nearest binary fraction."""


def _exact_decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_ExactLoader.add_constructor("tag:yaml.org,2002:float", _exact_decimal)


def read_exact_yaml(text: str) -> Any:
    """Parse a YAML text with exact decimals."""
    # The loader is a SafeLoader with one more exact constructor.
    return yaml.load(text, Loader=_ExactLoader)  # nosec B506


def read_parameters(package: str) -> ParameterTree:
    """The tree of all figures in a package's ``params`` folder; the key is the path: ``onss/employee_rate.yaml`` gives
    ``onss.employee_rate``.
    """
    root = files(package).joinpath("params")
    period = read_exact_yaml(root.joinpath(PERIOD_FILE).read_text(encoding="utf-8"))
    figures = {figure.key: figure for figure in _figures_below(root, ())}
    return ParameterTree(DateRange(period["known_from"], period["known_until"]), figures)


def _figures_below(folder: Traversable, path: tuple[str, ...]) -> list[Figure]:
    figures: list[Figure] = []
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            figures += _figures_below(entry, (*path, entry.name))
        elif entry.name.endswith(".yaml") and entry.name != PERIOD_FILE:
            key = ".".join((*path, entry.name.removesuffix(".yaml")))
            figures.append(figure_from_mapping(key, read_exact_yaml(entry.read_text(encoding="utf-8"))))
    return figures
