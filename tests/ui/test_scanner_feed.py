"""A scanner on a real connection, listened to by a window."""

import socket
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.operations.scanners import open_scanner
from desktop.texts import Text
from printers.emulators.scanner import ScannerEmulator
from ui.scanner_feed import ScannerFeed
from ui.wording import Mark
from ui.workplace import Workplace

MANY = 400


class Heard:
    """What a feed told, in order."""

    def __init__(self, feed: ScannerFeed) -> None:
        self.texts: list[str] = []
        self.times: list[float] = []
        self.states: list[tuple[str, Mark]] = []
        self.threads: set[threading.Thread] = set()
        feed.scanned.connect(self._scan)
        feed.told.connect(self._state)

    def _scan(self, text: str, at: float) -> None:
        self.texts.append(text)
        self.times.append(at)
        self.threads.add(threading.current_thread())

    def _state(self, text: Text, mark: Mark) -> None:
        self.states.append((str(text), mark))

    def marks(self) -> list[Mark]:
        return [mark for _, mark in self.states]


@pytest.fixture
def emulated() -> Iterator[ScannerEmulator]:
    with ScannerEmulator(identifier="]C1") as scanner:
        yield scanner


@pytest.fixture
def feed(work: Workplace, emulated: ScannerEmulator) -> Iterator[ScannerFeed]:
    made = ScannerFeed(work, emulated.address)
    yield made
    made.stop()


def test_every_reading_arrives_once_and_in_order_on_the_window_s_thread(
    qtbot: QtBot, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    heard = Heard(feed)
    feed.start()
    feed.start()
    assert emulated.wait_connected()
    wanted = [f"{number:020}" for number in range(MANY)]
    for text in wanted:
        emulated.scan(text)
    qtbot.waitUntil(lambda: len(heard.texts) >= MANY)
    assert heard.texts == wanted
    assert heard.times == sorted(heard.times)
    assert heard.threads == {threading.main_thread()}


def test_a_reading_comes_whole_with_its_identifier(
    qtbot: QtBot, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    feed.start()
    assert emulated.wait_connected()
    with qtbot.waitSignal(feed.read) as read:
        emulated.scan("A\x1dB")
    assert (read.args[0].text, read.args[0].symbology) == ("A\x1dB", "]C1")


def test_a_lost_scanner_is_told_and_connected_to_again(
    qtbot: QtBot, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    heard = Heard(feed)
    feed.start()
    qtbot.waitUntil(lambda: heard.marks() == [Mark.DONE])
    assert emulated.wait_connected()
    emulated.scan("before")
    emulated.drop_connections()
    qtbot.waitUntil(lambda: heard.marks() == [Mark.DONE, Mark.STOPPED, Mark.DONE])
    assert "Trying again" in heard.states[1][0]
    qtbot.waitUntil(emulated.wait_connected)
    emulated.scan("after")
    qtbot.waitUntil(lambda: heard.texts == ["before", "after"])


def test_what_was_read_before_the_stop_still_comes(
    qtbot: QtBot, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    heard = Heard(feed)
    feed.start()
    assert emulated.wait_connected()
    for number in range(50):
        emulated.scan(str(number))
    feed.stop()
    qtbot.waitUntil(lambda: len(heard.texts) == 50)
    assert heard.texts == [str(number) for number in range(50)]


def test_a_feed_that_stopped_leaves_its_scanner_to_the_next(
    qtbot: QtBot, work: Workplace, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    feed.start()
    assert emulated.wait_connected()
    feed.stop()
    following = ScannerFeed(work, emulated.address)
    heard = Heard(following)
    following.start()
    qtbot.waitUntil(lambda: bool(heard.states))
    assert heard.marks() == [Mark.DONE]
    following.stop()


def test_a_scanner_that_somebody_else_uses_is_told_so_and_taken_when_it_is_free(
    qtbot: QtBot, work: Workplace, feed: ScannerFeed
) -> None:
    heard = Heard(feed)
    with open_scanner(work.plant, feed.address):
        feed.start()
        qtbot.waitUntil(lambda: bool(heard.states))
    assert "another window or program" in heard.states[0][0]
    qtbot.waitUntil(lambda: heard.marks() == [Mark.STOPPED, Mark.DONE])


def test_an_address_that_is_none_ends_the_feed_and_is_told(qtbot: QtBot, work: Workplace) -> None:
    feed = ScannerFeed(work, "tcp://192.0.2.9:9100")
    heard = Heard(feed)
    feed.start()
    qtbot.waitUntil(lambda: bool(heard.states))
    assert "no address of a scanner" in heard.states[0][0]
    assert heard.marks() == [Mark.STOPPED]


def test_a_scanner_that_calls_is_waited_for_and_then_heard(qtbot: QtBot, work: Workplace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    feed = ScannerFeed(work, f"scan+listen://127.0.0.1:{port}")
    heard = Heard(feed)
    feed.start()
    qtbot.waitUntil(lambda: heard.marks() == [Mark.ATTENTION])
    with socket.create_connection(("127.0.0.1", port)) as scanner:
        scanner.sendall(b"called\r")
        qtbot.waitUntil(lambda: heard.texts == ["called"])
        assert heard.marks() == [Mark.ATTENTION, Mark.DONE]
    qtbot.waitUntil(lambda: heard.marks() == [Mark.ATTENTION, Mark.DONE, Mark.ATTENTION])
    feed.stop()


def test_closing_the_program_gives_the_scanner_free(
    work: Workplace, feed: ScannerFeed, emulated: ScannerEmulator
) -> None:
    feed.start()
    assert emulated.wait_connected()
    work.background.close()
    with open_scanner(work.plant, feed.address) as scanner:
        assert scanner.connected
