"""Where this installation lives: its checkout, its ``var/`` folder, its database.

Without a setting the books are on the embedded server in ``var/`` (or ``MARKE_VAR``). ``MARKE_DATABASE_URL`` names the
application's login on an external server instead.
"""

from __future__ import annotations

import os
from pathlib import Path

from marke.ops.database import Server

PROJECT = Path(__file__).resolve().parents[3]


def var_folder() -> Path:
    """Where this installation keeps its embedded database, uploaded files and generated documents."""
    return Path(os.environ.get("MARKE_VAR", PROJECT / "var")).resolve()


def embedded_server() -> Server:
    return Server.in_folder(var_folder() / "postgresql")


def database_name() -> str:
    """The name of the database on the embedded server."""
    return os.environ.get("MARKE_DATABASE_NAME", "marke")


def is_external() -> bool:
    return bool(os.environ.get("MARKE_DATABASE_URL"))


def einvoice_folder() -> Path:
    """Where the installed rule packs and schemas are: ``MARKE_EINVOICE``, or ``einvoice`` in the ``var`` folder."""
    return Path(os.environ.get("MARKE_EINVOICE") or var_folder() / "einvoice")


def mail_folder() -> Path:
    """Where the mails of the demo arrive instead of at people."""
    return var_folder() / "mails"
