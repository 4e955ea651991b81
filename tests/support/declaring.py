"""An office to declare to, on this computer, and declarations for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from joserfc.jwk import RSAKey

from marke.kernel.declaring import Kind, Said, StartDeclaration
from marke.kernel.ports import PORTS
from marke.ops.declarations.dimona import Dimona
from marke.ops.declarations.simulator import Simulator

WORKER = "90030100128"
SAID = Said("OTH", "200", dt.date(2026, 9, 14), dt.date(2026, 9, 15))


@cache
def key() -> RSAKey:
    return RSAKey.generate_key(2048)


@contextmanager
def office(folder: Path, *, client: str = "marke") -> Iterator[Simulator]:
    """A running simulator, plugged in as the office of the house."""
    public = key().as_pem(private=False).decode()
    with Simulator(folder / "office.sqlite3", public_key=public).running() as simulator:
        before, PORTS.start_office = PORTS.start_office, adapter(simulator, client=client)
        try:
            yield simulator
        finally:
            PORTS.start_office = before


def adapter(simulator: Simulator, *, client: str = "marke", private: RSAKey | None = None) -> Dimona:
    """The real adapter on the simulator's addresses, without its pauses."""
    return Dimona(
        client=client,
        key=(private or key()).as_pem(private=True).decode(),
        base_url=simulator.url,
        log_in_url=simulator.log_in_url,
        timeout=(1, 1),
        patience=lambda seconds: None,
    )


def start(reference: str = "one", *, kind: Kind = Kind.IN, said: Said = SAID, period_id: str = "") -> StartDeclaration:
    return StartDeclaration(reference, kind, "0999999922", WORKER, said, period_id)
