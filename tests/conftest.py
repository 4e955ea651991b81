"""Fixtures that every test can ask for.

Each worker has an embedded PostgreSQL of its own. The migrated schema is built once as a template database; the worker
gets a copy for its rolled-back tests (`db`), and a test that must really commit, race or crash takes a copy of its own
(`own_database`), which costs about a tenth of a second.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from django.utils import translation

from marke.kernel.ids import uuid7
from marke.ops.catalogues import compile_stale
from marke.ops.database import APP, AUDITOR, OWNER, SUPERUSER, AlreadyRunning, Server

pytest_plugins = ["tests.support.browser"]

PROJECT = Path(__file__).resolve().parents[1]
TEMPLATE = "marke_template"


def pytest_configure() -> None:
    """Compile the translations first: a worker that read a language before it was there would stay in English."""
    compile_stale()


@pytest.fixture(autouse=True)
def language_of_the_code() -> None:
    """Each test begins in the language of the code, whatever page the one before it looked at."""
    translation.deactivate()


def schema_fingerprint() -> str:
    """Changes whenever a migration or a file of SQL changes."""
    digest = hashlib.sha256()
    for path in sorted(
        path for pattern in ("migrations/*.py", "**/*.sql") for path in (PROJECT / "src/marke/domain").rglob(pattern)
    ):
        digest.update(path.read_bytes())
    digest.update((PROJECT / "src/marke/rules/posting/roles.py").read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def server(worker_id: str) -> Iterator[Server]:
    """The database server of this worker, in its own folder.

    Not one for all workers: an open transaction of one test holds back the commit-safe horizon of a whole server, and
    with it the sealing and folding that a test of another worker waits for.
    """
    server = Server.in_folder(Path(os.environ.get("MARKE_VAR", PROJECT / "var")) / f"postgresql-tests-{worker_id}")
    with suppress(AlreadyRunning):
        server.ensure_running()
    yield server
    others = "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
    if server.psql(others).strip() == "0":
        server.stop("immediate")


@pytest.fixture(scope="session")
def template_database(server: Server, django_db_blocker: pytest.Function) -> str:
    """A database with the current schema and no data, built once per schema and copied from then on."""
    name = f"{TEMPLATE}_{schema_fingerprint()}"
    with psycopg.connect(server.dsn("postgres", SUPERUSER), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('marke template database'))")
        if not server.has_database(name):
            for (old,) in connection.execute(
                "select datname from pg_database where datname like %s", [f"{TEMPLATE}_%"]
            ).fetchall():
                server.drop_database(old)
            building = f"building_{os.getpid()}"
            server.create_database(building)
            with django_db_blocker.unblock():  # type: ignore[attr-defined]
                migrate_database(server, building)
            connection.execute(f"alter database {building} rename to {name}")
    return name


def migrate_database(server: Server, name: str) -> None:
    """Migrate one database as its owner, and let go of it."""
    from marke.ops.migrate import migrate

    with pointing_to(server, name):
        migrate()


@pytest.fixture(scope="session")
def django_db_setup(
    server: Server, template_database: str, django_db_blocker: pytest.Function, worker_id: str
) -> Iterator[None]:
    """Replace pytest-django's own set-up: each worker works in a copy of the template, as the application role."""
    name = f"test_{worker_id}_{os.getpid()}"
    server.create_database(name, template=template_database)
    with django_db_blocker.unblock(), pointing_to(server, name):  # type: ignore[attr-defined]
        yield
    server.drop_database(name)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@contextmanager
def pointing_to(server: Server, name: str) -> Iterator[None]:
    """Let Django's connections use a database of the test server for the length of a block."""
    before = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    for alias, user in (("default", APP), ("owner", OWNER)):
        connections[alias].close()
        connections[alias].settings_dict.update(NAME=name, USER=user, HOST=str(server.socket_folder), PORT="")
    yield
    for alias, settings in before.items():
        connections[alias].close()
        connections[alias].settings_dict.update(settings)


@dataclass(frozen=True)
class OwnDatabase:
    """A database for one test, which may commit, race, crash and be thrown away."""

    server: Server
    name: str

    def dsn(self, user: str = APP) -> str:
        """Connection string as ``marke_app``, ``marke_owner``, ``marke_auditor`` or ``postgres``."""
        return self.server.dsn(self.name, user)

    def connect(self, user: str = APP, *, autocommit: bool = True) -> psycopg.Connection:
        return psycopg.connect(self.dsn(user), autocommit=autocommit)


@pytest.fixture
def own_database(server: Server, template_database: str, django_db_blocker: pytest.Function) -> Iterator[OwnDatabase]:
    """A fresh copy of the schema; Django's connections point to it for the length of the test."""
    name = f"own_{uuid7().hex[-12:]}"
    server.create_database(name, template=template_database)
    with django_db_blocker.unblock(), pointing_to(server, name):  # type: ignore[attr-defined]
        yield OwnDatabase(server, name)
    server.drop_database(name)


@pytest.fixture
def auditor_connection(own_database: OwnDatabase) -> Callable[[], psycopg.Connection]:
    return lambda: own_database.connect(AUDITOR)
