"""The office of social security as its texts describe it, on this computer alone: for tests and for the demo."""

from marke.ops.declarations.simulator.book import Book, Fault
from marke.ops.declarations.simulator.server import Simulator

__all__ = ["Book", "Fault", "Simulator"]
