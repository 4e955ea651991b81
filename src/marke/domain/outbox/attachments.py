"""Files that go along with a mail, made when it leaves, from the document as it was fixed.

An app lists its makers in a module ``attachments``: a mapping ``MAKERS`` from a name (``"invoice.pdf"``) to a function
that makes the file of one document; nothing else is needed for them to be found.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

Maker = Callable[[uuid.UUID], bytes]


@cache
def makers() -> dict[str, Maker]:
    """The makers of every installed app."""
    found: dict[str, Maker] = {}
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "attachments"):
            found.update(getattr(import_module(f"{app.name}.attachments"), "MAKERS", {}))
    return found
