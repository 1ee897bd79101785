"""The process that opens pictures stays warm, and whatever becomes of it costs one picture at most."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat

import pytest

from desktop.errors import Cancelled, DeviceError
from desktop.reading.picture_process import PictureProcess

WORKER = "tests.reading.fragile_worker"


@pytest.fixture
def process() -> Iterator[PictureProcess]:
    with PictureProcess(WORKER, most_reply=1000, most_pictures=4) as made:
        yield made


def asked(process: PictureProcess, content: bytes, limit_s: float = 30.0) -> object:
    head, body = process.ask("a.png", {}, content, limit_s)
    assert body == content[::-1]
    return head["pid"]


def test_the_second_picture_finds_the_process_of_the_first(process: PictureProcess) -> None:
    assert asked(process, b"one") == asked(process, b"two")


def test_a_process_is_replaced_after_so_many_pictures(process: PictureProcess) -> None:
    pids = [asked(process, b"picture") for _ in range(6)]
    assert len(set(pids[:4])) == 1
    assert pids[4] not in pids[:4]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"die", "ended while it opened a.png"),
        (b"raise", "RuntimeError: bad luck"),
        (b"nonsense", "ended while it opened a.png"),
    ],
)
def test_a_picture_that_kills_the_process_costs_nothing_but_the_process(
    process: PictureProcess, content: bytes, told: str
) -> None:
    before = asked(process, b"good")
    with pytest.raises(DeviceError, match=told):
        process.ask("a.png", {}, content, 30.0)
    assert asked(process, b"good") != before


def test_a_picture_that_hangs_the_process_is_given_up(process: PictureProcess) -> None:
    with pytest.raises(DeviceError, match=r"took more than 0\.5 s"):
        process.ask("a.png", {}, b"hang", 0.5)
    asked(process, b"good")


def gone(pid: object) -> bool:
    assert isinstance(pid, int)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.mark.parametrize("looks", [0, 1, 2, 4])
def test_a_picture_that_nobody_waits_for_any_more_costs_nothing_but_the_process(
    process: PictureProcess, looks: int
) -> None:
    pid, threads = asked(process, b"good"), threading.active_count()
    wish = chain(repeat(True, looks), repeat(False))
    with pytest.raises(Cancelled, match=r"Opening a\.png was cancelled"):
        process.ask("a.png", {}, b"hang", 60.0, lambda: next(wish))
    assert gone(pid) == (looks > 0)  # one that was never asked stays warm
    assert threading.active_count() == threads
    asked(process, b"good")


def test_who_waits_for_another_picture_can_leave_without_harm_to_it(process: PictureProcess) -> None:
    go_on = threading.Event()
    go_on.set()
    pid = asked(process, b"good")
    with ThreadPoolExecutor(1) as other:
        hanging = other.submit(process.ask, "first.png", {}, b"hang", 60.0, go_on.is_set)
        while not process._lock.locked():
            assert not hanging.done()
        wish = chain(repeat(True, 2), repeat(False))
        with pytest.raises(Cancelled, match=r"Opening second\.png was cancelled"):
            process.ask("second.png", {}, b"good", 60.0, lambda: next(wish))
        assert not gone(pid)
        go_on.clear()
        assert isinstance(hanging.exception(), Cancelled)


def test_ctrl_c_while_a_picture_is_opened_never_gives_its_answer_to_the_next(
    process: PictureProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("desktop.reading.picture_process.read_frame", interrupted)
        with pytest.raises(KeyboardInterrupt):
            process.ask("a.png", {}, b"first", 30.0)
    asked(process, b"second")


def test_a_process_that_left_in_between_is_replaced_unnoticed(process: PictureProcess) -> None:
    left = asked(process, b"leave")
    for _ in range(3):  # it may take a moment to go: the first may still meet it
        try:
            assert asked(process, b"good") != left
        except DeviceError:
            continue
        return
    pytest.fail("it was not replaced")


def test_a_process_that_says_much_on_its_way_goes_on(process: PictureProcess) -> None:
    assert asked(process, b"talk") == asked(process, b"good")


def test_asking_again_after_closing_starts_anew(process: PictureProcess) -> None:
    first = asked(process, b"one")
    process.close()
    assert asked(process, b"two") != first
