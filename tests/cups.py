"""A real CUPS for the tests: Debian's print service, started as an ordinary user in a temporary folder.

It listens on a free port of the loopback only; ``lpr`` and ``lpstat`` find it by CUPS_SERVER. The system's
own print service, if there is one, is neither asked nor touched. Root hands it to an ordinary account.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final, Self, TypedDict

PROGRAMS: Final = tuple(map(Path, ("/usr/sbin/cupsd", "/usr/sbin/lpadmin", "/usr/lib/cups/backend/socket")))
ACCOUNT: Final = "nobody"
START_S: Final = 20.0

FILES: Final = """
ServerRoot {folder}
StateDir {folder}/state
RequestRoot {folder}/spool
CacheDir {folder}/cache
TempDir {folder}/temporary
ServerBin /usr/lib/cups
DataDir /usr/share/cups
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
"""
SETTINGS: Final = """
Listen 127.0.0.1:{port}
LogLevel warn
Browsing Off
WebInterface No
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow 127.0.0.1
  </Limit>
</Policy>
"""


class CupsError(Exception):
    """There is no CUPS on this machine, or it does not start."""


class _Account(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


class CupsServer:
    """One running print service without queues. Give it back with ``stop()``.

    Raises:
        CupsError: there is none; the text says what to install.
    """

    def __init__(self) -> None:
        missing = [str(path) for path in PROGRAMS if not path.exists()]
        if missing or not shutil.which("lpr"):
            raise CupsError(
                f"The tests of print queues need a real CUPS, and {', '.join(missing) or 'lpr'} is not there."
                " On Debian run `apt-get install cups cups-bsd`, or let `python3 check.py` do it."
            )
        self._account = _ordinary_account()
        self._folder = Path(tempfile.mkdtemp(prefix="packmark-cups-"))
        self._port = _free_port()
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What leads the programs of CUPS to this server."""
        return {"CUPS_SERVER": f"127.0.0.1:{self._port}"}

    def order(self, *command: str) -> None:
        """Run a program of CUPS, such as ``lpadmin``, as the one whose server it is."""
        done = subprocess.run(
            command,
            env={**os.environ, **self.environment, "LC_ALL": "C", "HOME": str(self._folder)},
            capture_output=True,
            check=False,
            **self._account,
        )
        if done.returncode != 0:
            raise CupsError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode()}")

    def add_raw_queue(self, name: str, host: str, port: int) -> None:
        """Set up a queue that hands bytes on as they are."""
        self.order("/usr/sbin/lpadmin", "-p", name, "-E", "-v", f"socket://{host}:{port}", "-m", "raw")

    def stop(self) -> None:
        """Stop the service and delete its folder. May be called twice."""
        server: subprocess.Popen[bytes] | None = getattr(self, "_server", None)
        if server is not None:
            server.terminate()
            server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        # AppArmor (Ubuntu) confines the program by its path to the folders of the system's print service.
        program = shutil.copy(PROGRAMS[0], self._folder)
        for name in ("state", "spool", "cache", "temporary"):
            (self._folder / name).mkdir()
        files, settings = self._folder / "cups-files.conf", self._folder / "cupsd.conf"
        files.write_text(FILES.format(folder=self._folder) + self._owner(), encoding="ascii")
        settings.write_text(SETTINGS.format(port=self._port), encoding="ascii")
        if "user" in self._account:
            for path in (self._folder, *self._folder.iterdir()):
                os.chown(path, self._account["user"], self._account["group"])
        self._server = subprocess.Popen(
            [program, "-f", "-c", str(settings), "-s", str(files)],
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self._account,
        )
        self._wait()

    def _owner(self) -> str:
        if "user" not in self._account:
            return ""
        group = subprocess.run(
            ["id", "-gn", ACCOUNT], capture_output=True, check=True, text=True
        ).stdout.strip()
        return f"User {ACCOUNT}\nGroup {group}\nSystemGroup {group}\n"

    def _wait(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and self._server.poll() is None:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(("127.0.0.1", self._port), START_S),
            ):
                return
            time.sleep(0.02)
        log = self._folder / "error.log"
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
        raise CupsError(f"CUPS does not start: {self._server.poll()}\n{said}")


def _ordinary_account() -> _Account:
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(ACCOUNT)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
