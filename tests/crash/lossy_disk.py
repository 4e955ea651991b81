"""A disk that loses its cache when the power goes: a pass-through file system over two trees.

``live`` gets every operation at once: it is what the running server sees. ``durable`` gets names, sizes, owners and
modes at once, but the *contents* of a file only when the program asks for it (``fsync``, ``fdatasync``): it is what a
real disk would still hold after the lights went out. Cut the power by stopping this program and start the database
again on ``durable``.

It models lost writes. It does not model torn sectors, reordering, lying disks or bit rot.
Run it as ``python lossy_disk.py live durable mountpoint`` (root, ``/dev/fuse``, libfuse).
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import Any

from mfusepy import FUSE, Operations, fuse_get_context

NOT_PASSED_ON = os.O_APPEND | os.O_SYNC | os.O_DSYNC | os.O_DIRECT | os.O_CREAT | os.O_EXCL | os.O_TRUNC
"""Flags that the kernel has dealt with, or that would make ``live`` more durable than it should be."""
STAT = ("st_gid", "st_ino", "st_mode", "st_nlink", "st_size", "st_uid")
TIMES = ("st_atime", "st_ctime", "st_mtime")
STATFS = ("f_bavail", "f_bfree", "f_blocks", "f_bsize", "f_favail", "f_ffree", "f_files", "f_frsize", "f_namemax")


@dataclass
class OpenFile:
    """One file in both trees."""

    live: int
    durable: int


@dataclass
class Unsynced:
    """The byte ranges of a file written since its last sync."""

    ranges: list[tuple[int, int]] = field(default_factory=list)

    def add(self, start: int, end: int) -> None:
        if self.ranges and self.ranges[-1][1] == start:
            self.ranges[-1] = (self.ranges[-1][0], end)
        else:
            self.ranges.append((start, end))

    def cut(self, size: int) -> None:
        self.ranges = [(start, min(end, size)) for start, end in self.ranges if start < size]


class LossyDisk(Operations):
    """The file system; files are known by their inode in ``live``, so that what is unsynced survives a rename."""

    use_ns = True

    def __init__(self, live: str, durable: str) -> None:
        self.roots = (live, durable)
        self.unsynced: dict[int, Unsynced] = {}
        self.files: dict[int, OpenFile] = {}
        self.last = 0

    # -- names, owners and modes: at once in both trees -------------------------------------------------------------

    def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
        found = os.lstat(self._live(path)) if fh is None else os.fstat(self.files[fh].live)
        times = {name: getattr(found, f"{name}_ns") for name in TIMES}
        return {name: getattr(found, name) for name in STAT} | times

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", *os.listdir(self._live(path))]

    def readlink(self, path: str) -> str:
        return os.readlink(self._live(path))

    def statfs(self, path: str) -> dict[str, int]:
        found = os.statvfs(self._live(path))
        return {name: getattr(found, name) for name in STATFS}

    def mkdir(self, path: str, mode: int) -> int:
        for place in self._both(path):
            os.mkdir(place, mode)
            self._own(place)
        return 0

    def rmdir(self, path: str) -> int:
        for place in self._both(path):
            os.rmdir(place)
        return 0

    def symlink(self, target: str, source: str) -> int:
        for place in self._both(target):
            os.symlink(source, place)
            self._own(place)
        return 0

    def rename(self, old: str, new: str) -> int:
        self._forget(new)
        for before, after in zip(self._both(old), self._both(new), strict=True):
            os.rename(before, after)
        return 0

    def link(self, target: str, source: str) -> int:
        for before, after in zip(self._both(source), self._both(target), strict=True):
            os.link(before, after)
        return 0

    def unlink(self, path: str) -> int:
        self._forget(path)
        for place in self._both(path):
            os.unlink(place)
        return 0

    def chmod(self, path: str, mode: int) -> int:
        for place in self._both(path):
            os.chmod(place, mode)
        return 0

    def chown(self, path: str, uid: int, gid: int) -> int:
        for place in self._both(path):
            os.chown(place, uid, gid, follow_symlinks=False)
        return 0

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> int:
        os.utime(self._live(path), ns=times)
        return 0

    # -- sizes: at once in both trees -------------------------------------------------------------------------------

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        for place in self._both(path):
            os.truncate(place, length)
        known = self.unsynced.get(os.stat(self._live(path)).st_ino)
        if known:
            known.cut(length)
        return 0

    def create(self, path: str, mode: int, fi: Any = None) -> int:
        for place in self._both(path):
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY, mode))
            self._own(place)
        return self.open(path, os.O_RDWR)

    # -- contents: in the durable tree only after a sync ------------------------------------------------------------

    def open(self, path: str, flags: int) -> int:
        writable = flags & (os.O_WRONLY | os.O_RDWR)
        live, durable = self._both(path)
        self.last += 1
        self.files[self.last] = OpenFile(
            os.open(live, os.O_RDWR if writable else flags & ~NOT_PASSED_ON), os.open(durable, os.O_RDWR)
        )
        return self.last

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        return os.pread(self.files[fh].live, size, offset)

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        file = self.files[fh]
        written = os.pwrite(file.live, data, offset)
        found = os.fstat(file.live)
        if os.fstat(file.durable).st_size < found.st_size:
            os.ftruncate(file.durable, found.st_size)
        self.unsynced.setdefault(found.st_ino, Unsynced()).add(offset, offset + written)
        return written

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        file = self.files[fh]
        known = self.unsynced.pop(os.fstat(file.live).st_ino, Unsynced())
        for start, end in known.ranges:
            os.pwrite(file.durable, os.pread(file.live, end - start, start), start)
        return 0

    def fsyncdir(self, path: str, datasync: int, fh: int) -> int:
        return 0

    def flush(self, path: str, fh: int) -> int:
        return 0

    def release(self, path: str, fh: int) -> int:
        file = self.files.pop(fh)
        os.close(file.live)
        os.close(file.durable)
        return 0

    # -- places -----------------------------------------------------------------------------------------------------

    def _both(self, path: str) -> tuple[str, str]:
        return self.roots[0] + path, self.roots[1] + path

    def _live(self, path: str) -> str:
        return self.roots[0] + path

    def _own(self, place: str) -> None:
        """What the database creates belongs to the database's account, not to this program's."""
        uid, gid, _ = fuse_get_context()
        os.chown(place, uid, gid, follow_symlinks=False)

    def _forget(self, path: str) -> None:
        """A name that goes away takes its unsynced ranges along, unless the file has another name."""
        try:
            found = os.lstat(self._live(path))
        except FileNotFoundError:
            return
        if found.st_nlink == 1:
            self.unsynced.pop(found.st_ino, None)


if __name__ == "__main__":
    live_tree, durable_tree, mount_point = sys.argv[1:]
    FUSE(
        LossyDisk(live_tree, durable_tree),
        mount_point,
        foreground=True,
        nothreads=True,
        allow_other=True,
        default_permissions=True,
        attr_timeout=0,
        entry_timeout=0,
        negative_timeout=0,
        fsname="marke-lossy-disk",
    )
