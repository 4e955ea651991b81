"""Make Django ready for a command: settings chosen, embedded server running."""

from __future__ import annotations

import os


def set_up(settings: str = "dev", *, start_server: bool = True) -> bool:
    """Choose the settings, start the embedded server unless an external one is set, and load Django.

    True when this call started the server (the caller then stops it at its end).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"marke.config.settings.{settings}")
    import django

    from marke.config import database

    started = False
    if start_server and not database.is_external():
        server = database.embedded_server()
        started = server.ensure_running()
        name = os.environ.get("MARKE_DATABASE_NAME", "marke")
        if not server.has_database(name):
            server.create_database(name)
    django.setup()
    return started
