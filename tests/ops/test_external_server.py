"""``MARKE_DATABASE_URL`` names a packaged server: the same migrations, the same product, no embedded server."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from marke.config.database import connection
from marke.ops.database import APP, AUDITOR, OWNER, SUPERUSER, Server

WRITE = """
import django; django.setup()
import uuid
from marke.domain.foundation.transactions import acting_as_system, SYSTEM
from marke.domain.ledger import operations
from django.db import connection
with acting_as_system():
    operations.open_year(year=2026, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("select count(*), current_user, inet_server_port() from ledger.period")
        print(*cursor.fetchone())
"""


@dataclass(frozen=True)
class External:
    """A server that somebody else runs: reached over TCP, with passwords."""

    server: Server
    port: int
    password: str

    def url(self, user: str) -> str:
        return f"postgresql://{user}:{self.password}@127.0.0.1:{self.port}/marke"

    @property
    def settings(self) -> dict[str, str]:
        return {
            "MARKE_DATABASE_URL": self.url(APP),
            "MARKE_OWNER_DATABASE_URL": self.url(OWNER),
            "MARKE_AUDITOR_DATABASE_URL": self.url(AUDITOR),
        }


@pytest.fixture
def external(launch: Callable[..., Server]) -> External:
    server = launch()
    server.create_database("marke")
    password = secrets.token_urlsafe(12)
    for role in (APP, OWNER, AUDITOR, SUPERUSER):
        server.psql(f"alter role {role} password '{password}'")
    server.stop()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configure(server.data, f"listen_addresses = '127.0.0.1'\nport = {port}\n")
    (server.data / "pg_hba.conf").write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGPORT", str(port))
        server.start()
        yield External(server, port, password)


def configure(data: Path, lines: str) -> None:
    with (data / "postgresql.conf").open("a") as file:
        file.write(lines)


def test_the_product_works_on_a_server_that_somebody_else_runs(external, marke, place):
    """Migrate as the owner, write as the application, prove as the auditor; nothing embedded is started."""
    migrated = marke("migrate", **external.settings)
    assert migrated.returncode == 0, migrated.stderr
    written = marke(code=WRITE, DJANGO_SETTINGS_MODULE="marke.config.settings.dev", **external.settings)
    assert written.stdout.split() == ["12", "marke_staff", str(external.port)], written.stderr
    proved = marke("selfcheck", **external.settings)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert not (place / "var" / "postgresql").exists()


def test_a_server_without_the_roles_is_refused(external, marke):
    """A server that was not prepared gets one sentence that names what is missing and where it is described."""
    external.server.psql(f"drop owned by {AUDITOR}; drop role {AUDITOR}", "marke")
    refused = marke("migrate", **external.settings)
    assert refused.returncode == 1
    assert "lacks the roles marke_auditor" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_server_that_does_not_wait_for_its_disk_is_refused(external, marke):
    """Books on a server without fsync would be gone after a power cut: Marke does not write there."""
    external.server.psql("alter system set fsync = off")
    external.server.psql("select pg_reload_conf()")
    refused = marke("migrate", **external.settings)
    assert refused.returncode == 1
    assert "fsync" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_an_address_that_is_not_postgresql_is_refused():
    """Marke keeps its books in PostgreSQL only, and says so."""
    with pytest.raises(ValueError, match="starts with postgresql://"):
        connection("sqlite:///books.db")


def test_the_parts_of_an_address_are_decoded():
    """A password with special characters and a socket folder with spaces arrive as they are."""
    found = connection("postgresql://marke_app:s%40fe@/marke?host=/run/my%20socket&sslmode=require")
    assert (found["PASSWORD"], found["HOST"], found["NAME"]) == ("s@fe", "/run/my socket", "marke")
    assert found["OPTIONS"]["sslmode"] == "require"
