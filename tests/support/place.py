"""Folders that the database's own account can reach, which pytest's temporary folders are not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable_folder(name: str = "marke") -> Iterator[Path]:
    """A new folder that every account may enter, removed at the end of the block."""
    path = Path(tempfile.mkdtemp(prefix=f"{name}-", dir="/var/tmp"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
