"""Long work shows how far it is, and a taken port is said before anything starts."""

from __future__ import annotations

import io
import socket

import click
import pytest
from rich.console import Console

from marke.cli.progress import bars
from marke.cli.serve import refuse_taken_port


def test_each_stage_has_its_bar_with_its_count():
    """What is being done, how many of how many, how fast."""
    screen = io.StringIO()
    with bars(Console(file=screen, force_terminal=True, width=120)) as tell:
        tell("Members", 250, 1_000)
        tell("Members", 1_000, 1_000)
        tell("Invoices", 3, 10)
    shown = screen.getvalue()
    assert "Members" in shown
    assert "1000/1000" in shown
    assert "3/10" in shown
    assert "/s" in shown


def test_a_taken_port_is_said_before_anything_starts():
    """The message names the port and the way out."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(click.ClickException, match=f"Port {port} on 127.0.0.1 is taken.*--port"):
            refuse_taken_port("127.0.0.1", port)


def test_a_free_port_is_fine():
    """A port that a program has just left can be used at once."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    refuse_taken_port("127.0.0.1", port)
