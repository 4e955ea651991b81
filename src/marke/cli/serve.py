"""Serve the site."""

from __future__ import annotations

import socket

import click


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(port: int, host: str, workers: int) -> None:
    """Serve the site until Ctrl-C, with a worker beside it; the embedded database stops with it."""
    from marke.cli.environment import ready

    with ready():
        from marke.ops.migrate import migrate

        migrate()
        run(host=host, port=port, workers=workers)


def run(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 2) -> None:
    """Answer requests and carry messages until interrupted. Raises ``ClickException`` when the port is taken."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from marke.cli.environment import close_connections
    from marke.cli.work import at_work

    refuse_taken_port(host, port)
    close_connections()
    server = Server(
        "marke.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
    )
    with at_work(site=f"http://{host}:{port}"):
        server.serve()


def refuse_taken_port(host: str, port: int) -> None:
    """Say so before anything starts when another program already answers on this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Port {port} on {host} is taken by another program; choose one with --port."
            ) from error
