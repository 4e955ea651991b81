"""The server keeps what it promised on the disk, and the application may do no more than it must."""

from __future__ import annotations

import psycopg
import pytest

from marke.ops.database import APP, AUDITOR, OWNER, STAFF


@pytest.mark.parametrize("name", ["data_checksums", "fsync", "synchronous_commit", "full_page_writes"])
def test_the_running_server_keeps_what_it_acknowledges(server, name):
    """Checksums, flushing and whole pages are on: without them a power cut loses or corrupts entries."""
    assert server.psql(f"show {name}").strip() == "on"


def test_the_server_listens_on_its_private_socket_only(server):
    """Nobody reaches the embedded server over a network, and only its account and root enter the socket's folder."""
    assert server.psql("show listen_addresses").strip() == ""
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("role", [APP, STAFF, AUDITOR, OWNER])
def test_no_role_of_marke_is_above_the_rules(server, role):
    """No superuser, no maker of databases or roles, nobody past row-level security."""
    flags = "rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls"
    assert server.psql(f"select {flags} from pg_roles where rolname = '{role}'").strip() == "f"


def test_the_application_owns_nothing(own_database):
    """Everything in the database belongs to the owner role, which only migrations use."""
    with own_database.connect("postgres") as connection:
        owned = connection.execute(
            "select classid::regclass::text, objid from pg_shdepend where deptype = 'o' and refclassid = "
            "'pg_authid'::regclass and refobjid::regrole::text = any(%s) and dbid = "
            "(select oid from pg_database where datname = current_database())",
            [[APP, STAFF, AUDITOR]],
        ).fetchall()
    assert owned == []


@pytest.mark.parametrize("role", [APP, AUDITOR])
@pytest.mark.parametrize(
    "statement",
    ["create table public.mine (n int)", "create table ledger.mine (n int)", "create schema mine", "create role mine"],
)
def test_the_application_and_the_auditor_create_nothing(own_database, role, statement):
    """The logins of the running product cannot make objects, schemas or roles."""
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
    with own_database.connect(role) as connection, pytest.raises(refused):
        connection.execute(statement)


def test_seeing_all_units_is_entered_on_purpose(own_database):
    """The application is not staff by itself: it enters that role for one transaction, and leaves it at its end."""
    with own_database.connect(APP) as connection:
        with connection.transaction():
            connection.execute(f"set local role {STAFF}")
            assert connection.execute("select current_user").fetchone() == (STAFF,)
        assert connection.execute("select current_user").fetchone() == (APP,)
        inherits = "select inherit_option from pg_auth_members where member = %s::regrole"
        assert connection.execute(inherits, [APP]).fetchone() == (False,)
