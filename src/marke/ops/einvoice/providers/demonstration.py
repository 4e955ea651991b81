"""The access point of the demo cooperative: a simulated network on this computer, started when it is first needed."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path

from marke.kernel.einvoicing import Handover, Judgement, Lookup, Outgoing, Page, Participant, Progress
from marke.ops.einvoice.providers.e_invoice_be import EInvoiceBe
from marke.ops.einvoice.simulator import Simulator
from marke.ops.einvoice.simulator.server import KEY


class SimulatedNetwork:
    """The port of providers over a simulator whose memory is ``file``; nothing leaves this computer."""

    name = "simulated network"

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _provider(self) -> EInvoiceBe:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return EInvoiceBe(key=KEY, base_url=Simulator(self._file, lively=True).start().url)

    def lookup(self, participant: Participant) -> Lookup:
        return self._provider.lookup(participant)

    def validate(self, content: bytes) -> Judgement:
        return self._provider.validate(content)

    def find(self, number: str) -> Handover | None:
        return self._provider.find(number)

    def send(self, document: Outgoing) -> Handover:
        return self._provider.send(document)

    def status(self, provider_id: str) -> Progress:
        return self._provider.status(provider_id)

    def inbox(self, *, since: dt.datetime, page: int = 1) -> Page:
        return self._provider.inbox(since=since, page=page)

    def fetch(self, provider_id: str) -> bytes:
        return self._provider.fetch(provider_id)
