"""An access point that exists on this computer alone: it answers like e-invoice.be and sends nothing anywhere.

Tests start it to prove the adapter; the demo cooperative sends by it, so that one sees what sending looks like. What it
knows lies in one file, so that its answers outlive the process that asks.
"""

from __future__ import annotations

from marke.ops.einvoice.simulator.book import Book, Fault
from marke.ops.einvoice.simulator.server import Simulator

__all__ = ["Book", "Fault", "Simulator"]
