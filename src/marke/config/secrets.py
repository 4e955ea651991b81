"""Keys of this installation, kept in files that only the operator reads, never in settings or listings."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make(path: Path, length: int = 50) -> str:
    """The secret in ``path``; made at first use, readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(length))
    return path.read_text().strip()


def required(path_variable: str) -> str:
    """The secret in the file that an environment variable names. Missing or unreadable is a loud error."""
    path = os.environ.get(path_variable)
    if not path:
        raise RuntimeError(f"Set {path_variable} to the file that holds this secret.")
    return Path(path).read_text().strip()
