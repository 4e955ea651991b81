"""What people do, as a tree of groups and functions. A function decides committee, kind of worker and risk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """A leaf of the tree. ``titles`` and ``group_titles`` are by language; codes are the country's own."""

    code: str
    group: str
    titles: Mapping[str, str]
    group_titles: Mapping[str, str]
    worker: str
    committee: str
    is_artistic: bool
    risk: str
