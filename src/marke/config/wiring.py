"""Who provides what the inside needs: the settings call `wire` once, before anything runs."""

from __future__ import annotations

from marke.kernel.ports import PORTS
from marke.ops.typesetting import TypstTypesetter


def wire() -> None:
    """Plug the adapters into the ports."""
    PORTS.typesetter = TypstTypesetter()
