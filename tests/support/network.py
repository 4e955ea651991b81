"""An access point and a gate for tests: what the house sends over, what suppliers send, and what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marke.countries.registry import country
from marke.kernel.einvoicing import Judgement
from marke.kernel.ports import PORTS
from marke.ops.einvoice.gate import Gate
from marke.ops.einvoice.providers.e_invoice_be import EInvoiceBe
from marke.ops.einvoice.simulator import Simulator
from marke.ops.einvoice.simulator.server import KEY


@contextmanager
def network(folder: Path, *, peppol_rules: bool = False) -> Iterator[Simulator]:
    """Plug a simulated access point and a gate into the ports for a while.

    The gate judges by the European rules that come with the product unless ``peppol_rules`` are asked for.
    """
    before = PORTS.einvoice_provider, PORTS.einvoice_gate
    with Simulator(folder / "network.sqlite3").running() as simulator:
        PORTS.einvoice_provider = EInvoiceBe(key=KEY, base_url=simulator.url, timeout=(1, 0.5))
        PORTS.einvoice_gate = Gate(home=folder, law=country("be").vat_law, needs_peppol=peppol_rules)
        try:
            yield simulator
        finally:
            PORTS.einvoice_provider, PORTS.einvoice_gate = before


class Unforgiving:
    """A gate that finds something fatal in every document."""

    def judge(self, content: bytes, *, incoming: bool = False) -> Judgement:
        finding = {
            "layer": "marke",
            "rule": "BUYER-REF",
            "severity": "fatal",
            "location": "/Invoice",
            "message": "The order number %(number)s does not exist.",
            "params": {"number": "4711"},
            "sentence": "The order number 4711 does not exist.",
        }
        return Judgement(False, "2026.5", ("en16931",), (finding,))
