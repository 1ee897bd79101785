import os
import stat
from pathlib import Path
from typing import Any

import pytest
import zebra
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import DeviceError
from printers.cups import CupsSpooler, PrintQueue, parse_queues
from printers.queues import QueueSink, found_queues
from printers.windows_spooler import WindowsSpooler

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="the programs of CUPS are played by shell scripts")

ACCEPTING = """\
hall2 accepting requests since Sun Nov 22 02:26:34 2026
hall-3 not accepting requests since Sun Nov 22 02:26:34 2026 -
\tno roll
office accepting requests since Sun Nov 22 02:26:34 2026
"""
PRINTERS = """\
printer hall2 now printing hall2-7.  enabled since Sun Nov 22 02:26:34 2026
\tConnected to printer.
printer hall-3 is idle.  enabled since Sun Nov 22 02:26:34 2026
printer office disabled since Sun Nov 22 02:26:34 2026 -
\tPaused
"""


class Spooler:
    """A print service that keeps what it is given."""

    def __init__(self, *queues: PrintQueue) -> None:
        self.known = list(queues)
        self.jobs: list[tuple[str, bytes]] = []

    def queues(self) -> list[PrintQueue]:
        return self.known

    def hand_over(self, queue: str, data: bytes) -> None:
        self.jobs.append((queue, data))


def test_the_answers_of_lpstat_are_read() -> None:
    assert parse_queues(ACCEPTING, PRINTERS) == (
        PrintQueue("hall2"),
        PrintQueue("hall-3", accepting=False, reason="no roll"),
        PrintQueue("office", running=False, reason="Paused"),
    )


@given(st.text(), st.text())
def test_whatever_lpstat_says_is_read_or_passed_over(accepting: str, printers: str) -> None:
    for queue in parse_queues(ACCEPTING + accepting, printers):
        assert queue.name.split() == [queue.name]


def programs(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Put programs of CUPS on the path that do what they are told."""
    for name, script in scripts.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@POSIX_ONLY
def test_the_end_of_lpr_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs(tmp_path, monkeypatch, lpr="cat >/dev/null; echo 'lpr: no such thing.' >&2; exit 1")
    with pytest.raises(DeviceError, match=r"“q” did not take the labels: no such thing\. Look"):
        CupsSpooler().hand_over("q", b"^XA^XZ")


@POSIX_ONLY
def test_an_lpr_that_dies_before_it_has_read_anything_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs(tmp_path, monkeypatch, lpr="exit 3")
    with pytest.raises(DeviceError, match="lpr 3"):
        CupsSpooler().hand_over("q", b"^XA^XZ" * 100_000)


@POSIX_ONLY
def test_lpr_gets_the_queue_the_raw_option_and_every_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs(tmp_path, monkeypatch, lpr=f'echo "$@" >{tmp_path}/options; cat >{tmp_path}/data')
    data = "^XA^FD药^FS^XZ".encode() + bytes(range(256))
    CupsSpooler().hand_over("hall2", data)
    assert (tmp_path / "options").read_text().split() == ["-Phall2", "-oraw"]
    assert (tmp_path / "data").read_bytes() == data


@POSIX_ONLY
def test_lpstat_is_asked_in_the_language_that_is_read_and_in_our_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.setenv("CUPS_SERVER", "printserver")
    programs(tmp_path, monkeypatch, lpstat='echo "$CUPS_SERVER-$LC_ALL accepting requests since"')
    assert CupsSpooler().queues() == (PrintQueue("printserver-C"),)


@POSIX_ONLY
def test_a_computer_with_a_print_service_and_no_queue_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs(tmp_path, monkeypatch, lpstat="echo 'lpstat: No destinations added.' >&2; exit 1")
    assert CupsSpooler().queues() == ()


@POSIX_ONLY
@pytest.mark.parametrize("program", ["lpstat", "lpr"])
def test_a_computer_without_cups_is_told_what_to_install(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceError, match=f"need the program {program}.*cups-bsd"):
        CupsSpooler().queues() if program == "lpstat" else CupsSpooler().hand_over("q", b"^XA^XZ")


def test_a_sink_hands_each_write_over_as_one_job() -> None:
    spooler = Spooler(PrintQueue("hall2"))
    sink = QueueSink.connect("hall2", spooler)
    sink.write(b"one")
    sink.write(b"two")
    assert spooler.jobs == [("hall2", b"one"), ("hall2", b"two")]


def test_a_closed_sink_takes_nothing() -> None:
    spooler = Spooler(PrintQueue("hall2"))
    sink = QueueSink.connect("hall2", spooler)
    sink.close()
    with pytest.raises(DeviceError, match="closed"):
        sink.write(b"one")
    assert spooler.jobs == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PrintQueue("hall2", running=False, reason="Paused"), r"stopped \(Paused\)"),
        (PrintQueue("hall2", accepting=False), "takes no print jobs"),
        (PrintQueue("other"), "no print queue “hall2”. It has: other"),
    ],
)
def test_a_queue_that_cannot_print_now_gets_no_job(state: PrintQueue, words: str) -> None:
    spooler = Spooler(PrintQueue("hall2"))
    sink = QueueSink.connect("hall2", spooler)
    spooler.known = [state]
    with pytest.raises(DeviceError, match=words):
        sink.write(b"one")
    with pytest.raises(DeviceError, match=words):
        QueueSink.connect("hall2", spooler)
    assert spooler.jobs == []


def test_a_computer_without_any_queue_is_told_so() -> None:
    with pytest.raises(DeviceError, match="nor any other"):
        QueueSink.connect("hall2", Spooler())


def test_a_queue_whose_name_no_address_can_carry_is_listed_with_why() -> None:
    (row,) = found_queues(Spooler(PrintQueue("\\\\server\\zebra")))
    assert (row.address, row.model) == ("", "\\\\server\\zebra")
    assert "Rename" in str(row.trouble)


class Win32Error(Exception):
    """What pywin32 raises: number, function, words."""


class Win32Print:
    """Plays the module of that name."""

    error = Win32Error

    def __init__(self, taken: int | None = None, status: int = 0, attributes: int = 0) -> None:
        self._taken = taken
        self._row = {"pPrinterName": "ZDesigner ZT411", "Status": status, "Attributes": attributes}
        self.calls: list[str] = []
        self.written = b""

    def EnumPrinters(self, flags: int, name: None, level: int) -> tuple[dict[str, Any], ...]:  # noqa: N802
        assert (flags, level) == (6, 2)
        return (self._row,)

    def OpenPrinter(self, name: str) -> str:  # noqa: N802
        if name != self._row["pPrinterName"]:
            raise Win32Error(1801, "OpenPrinter", "The printer name is invalid.")
        return name

    def WritePrinter(self, printer: str, data: bytes) -> int:  # noqa: N802
        self.written += data
        return len(data) if self._taken is None else self._taken

    def __getattr__(self, name: str) -> Any:
        return lambda *_: self.calls.append(name)


@pytest.fixture
def _windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zebra, "IS_WINDOWS", True)


@pytest.mark.usefixtures("_windows")
def test_a_windows_queue_gets_every_byte_and_is_given_back() -> None:
    api = Win32Print()
    WindowsSpooler(api).hand_over("ZDesigner ZT411", b"^XA\xe8^XZ")
    assert api.written == b"^XA\xe8^XZ"
    assert api.calls == ["StartDocPrinter", "EndDocPrinter", "ClosePrinter"]


@pytest.mark.usefixtures("_windows")
def test_a_windows_queue_that_takes_half_is_told() -> None:
    api = Win32Print(taken=3)
    with pytest.raises(DeviceError, match="took only 3 of 6 bytes"):
        WindowsSpooler(api).hand_over("ZDesigner ZT411", b"^XA^XZ")
    assert api.calls[-1] == "ClosePrinter"


@pytest.mark.usefixtures("_windows")
def test_what_windows_refuses_is_told_in_its_words() -> None:
    with pytest.raises(DeviceError, match="“other” did not take the labels: The printer name is invalid"):
        WindowsSpooler(Win32Print()).hand_over("other", b"^XA^XZ")


@pytest.mark.parametrize(
    ("status", "attributes", "running", "accepting"),
    [
        (0, 0, True, True),
        (0x1, 0, False, True),
        (0x80, 0, False, True),
        (0, 0x400, False, True),
        (0x4, 0, True, False),
    ],
)
def test_the_state_of_a_windows_queue_is_read(
    status: int, attributes: int, running: bool, accepting: bool
) -> None:
    (queue,) = WindowsSpooler(Win32Print(status=status, attributes=attributes)).queues()
    assert (queue.running, queue.accepting) == (running, accepting)
