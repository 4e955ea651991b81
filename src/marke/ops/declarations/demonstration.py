"""The office of the demo cooperative: a simulator on this computer, started when it is first needed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from joserfc.jwk import RSAKey

from marke.kernel.declaring import Ruling, StartDeclaration
from marke.ops.declarations.dimona import Dimona
from marke.ops.declarations.simulator import Simulator


class SimulatedOffice:
    """The port of offices over a simulator whose memory is ``file``; nothing leaves this computer."""

    name = "simulated office"

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _office(self) -> Dimona:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        simulator = Simulator(self._file).start()
        key = RSAKey.generate_key(2048).as_pem(private=True).decode()
        return Dimona(
            client="demo",
            key=key,
            base_url=simulator.url,
            log_in_url=simulator.log_in_url,
            patience=lambda seconds: None,
        )

    def declare(self, declaration: StartDeclaration) -> str:
        return self._office.declare(declaration)

    def find(self, declaration: StartDeclaration) -> str | None:
        return self._office.find(declaration)

    def ruling(self, number: str) -> Ruling | None:
        return self._office.ruling(number)
