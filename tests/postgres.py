"""A real PostgreSQL server for the tests: made in a temporary folder, stopped and deleted afterwards.

PostgreSQL refuses to run as root, so root hands it to an ordinary account of the machine. It listens
on the loopback only and asks for a password made up for this run, as any other account could connect.
"""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString, TypedDict

import psycopg
from psycopg import sql

if sys.platform != "win32":
    import pwd

ACCOUNTS = ("postgres", "nobody")
"""Who runs the server when the tests run as root, the first that exists."""

PROGRAM_FOLDERS = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/opt/homebrew/opt", "postgresql*/bin"),  # macOS, Homebrew
    ("/usr/local/opt", "postgresql*/bin"),  # macOS on Intel, Homebrew
    ("C:/Program Files/PostgreSQL", "*/bin"),  # Windows
)

SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 50
"""

FAST = """
# Power cuts are not what the tests are about, and every test makes a database.
fsync = off
"""


class PostgresError(Exception):
    """There is no PostgreSQL on this machine, or it does not start."""


class _Account(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class PostgresServer:
    """One running server. Give it back with ``stop()``.

    ``durable``: as slow as a plant's, which writes to the disk before it says so.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._settings = SETTINGS if durable else SETTINGS + FAST
        self._programs = find_programs()
        self._account = _ordinary_account()
        self._password = secrets.token_hex(16)
        self._folder = Path(tempfile.mkdtemp(prefix="packmark-postgres-"))
        self._port = 0
        self._databases = 0
        try:
            self._make()
            self._start()
        except BaseException:
            self.stop()
            raise

    def url(self, database: str) -> str:
        """Return the address of ``database`` as SQLAlchemy takes it."""
        return f"postgresql+psycopg://packmark:{self._password}@127.0.0.1:{self._port}/{database}"

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Make a fresh database, lend its URL, and drop it again."""
        self._databases += 1
        name = f"test_{self._databases}"
        self._order("CREATE DATABASE {name}", name)
        try:
            yield self.url(name)
        finally:
            self._order("DROP DATABASE {name} WITH (FORCE)", name)

    def stop(self) -> None:
        """Stop the server and delete its folder. May be called twice."""
        if (self._folder / "data" / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "--mode=immediate", "--wait", f"--pgdata={self._folder / 'data'}")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password, encoding="ascii")
        if sys.platform != "win32" and "user" in self._account:
            for path in (self._folder, secret):
                os.chown(path, self._account["user"], self._account["group"])
        self._run(
            "initdb",
            f"--pgdata={self._folder / 'data'}",
            "--username=packmark",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        with (self._folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(self._settings)

    def _start(self) -> None:
        attempts = 3  # another program may take the free port before the server does
        for attempt in range(1, attempts + 1):
            self._port = _free_port()
            try:
                self._run(
                    "pg_ctl",
                    "start",
                    "--wait",
                    f"--pgdata={self._folder / 'data'}",
                    f"--log={self._folder / 'log'}",
                    f"--options=-p {self._port}",
                )
            except PostgresError:
                if attempt == attempts:
                    raise
            else:
                return

    def _order(self, statement: LiteralString, name: str) -> None:
        with psycopg.connect(
            host="127.0.0.1", port=self._port, user="packmark", password=self._password, dbname="postgres"
        ) as connection:
            connection.autocommit = True
            connection.execute(sql.SQL(statement).format(name=sql.Identifier(name)))

    def _run(self, program: str, *arguments: str) -> None:
        # A file, not a pipe: the server inherits it and would keep a pipe open for as long as it lives.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [self._programs / program, *arguments],
                cwd=self._folder,
                env={**os.environ, "LC_ALL": "C", "LANG": "C"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
                **self._account,
            )
            if done.returncode != 0:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                log = self._folder / "log"
                if log.exists():
                    said += "\n" + log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise PostgresError(f"PostgreSQL's {program} ended with {done.returncode}:\n{said}")


def find_programs() -> Path:
    """Return the folder that holds ``initdb`` and ``pg_ctl``, the newest where there are several.

    Raises:
        PostgresError: there is none; the text says what to install.
    """
    for folder, pattern in PROGRAM_FOLDERS:
        found = [path for path in Path(folder).glob(pattern) if shutil.which("initdb", path=str(path))]
        if found:
            return max(found, key=_version)
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise PostgresError(
        "The storage tests need a real PostgreSQL, and none is installed. On Debian run"
        " `apt-get install postgresql`, or let `python3 check.py` do it; on macOS `brew install"
        " postgresql`; on Windows use the installer from postgresql.org."
    )


def _version(programs: Path) -> tuple[int, ...]:
    """Read the version in a folder name such as ``15`` or ``postgresql@16``."""
    digits = "".join(sign if sign.isdigit() else " " for sign in programs.parent.name)
    return tuple(int(number) for number in digits.split())


def _ordinary_account() -> _Account:
    if sys.platform != "win32" and os.geteuid() == 0:
        for name in ACCOUNTS:
            with contextlib.suppress(KeyError):
                entry = pwd.getpwnam(name)
                return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        raise PostgresError(
            f"PostgreSQL does not run as root, and here is none of the accounts {', '.join(ACCOUNTS)}."
        )
    return {}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
