"""What checking an invoice finds: which rule, how grave, where, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Severity(Enum):
    """A fatal finding keeps an invoice from being sent; a warning asks for attention."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that an invoice breaks.

    ``message`` is an English sentence with ``%(name)s`` placeholders; the interface translates Marke's own sentences,
    those of the official rules stay as they were published.
    """

    layer: str
    rule: str
    severity: Severity
    location: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return self.message % self.params if self.params else self.message

    def as_json(self) -> dict[str, str]:
        """As the command line reports it."""
        return {
            "layer": self.layer,
            "rule": self.rule,
            "severity": self.severity.value,
            "location": self.location,
            "sentence": self.sentence,
        }
