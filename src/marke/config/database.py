"""Where the books live: the embedded server by default, any PostgreSQL 18 by setting.

``MARKE_DATABASE_URL`` names the application's login on an external server, ``MARKE_OWNER_DATABASE_URL`` the owner's
login, which only migrations use. Without them both point at the embedded server in ``var/`` (or ``MARKE_VAR``).
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from marke.ops.database import APP, OWNER
from marke.ops.installation import database_name, embedded_server, is_external


def databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: ``default`` is the application's login, ``owner`` the one that migrates."""
    if is_external():
        app_url = os.environ["MARKE_DATABASE_URL"]
        owner_url = os.environ.get("MARKE_OWNER_DATABASE_URL", app_url)
    else:
        server = embedded_server()
        name = database_name()
        app_url, owner_url = server.dsn(name, APP), server.dsn(name, OWNER)
    return {"default": connection(app_url), "owner": connection(owner_url)}


def connection(url: str) -> dict[str, Any]:
    """Django's settings for one ``postgresql://`` address.

    Raises ``ValueError`` when the address is not one of PostgreSQL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError("A database address starts with postgresql:// and names a PostgreSQL 18 server.")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {**options, "application_name": "marke"},
    }
