import threading
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from desktop.errors import InputError, PackmarkError
from desktop.operations.plant import Cancelled, Report
from desktop.texts import say
from ui.background import Background, Progress

TROUBLE = InputError(say("Cancel"))


@pytest.fixture
def told() -> list[PackmarkError]:
    return []


@pytest.fixture
def background(qtbot: QtBot, told: list[PackmarkError]) -> object:
    made = Background(told.append)
    yield made
    made.close()


def _idle(background: Background) -> Callable[[], bool]:
    return lambda: not background.busy


def test_a_result_comes_back_on_the_window_s_thread(qtbot: QtBot, background: Background) -> None:
    seen: list[tuple[int, threading.Thread]] = []
    background.run(
        lambda _report: 7,
        receiver=background,
        done=lambda result: seen.append((result, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(7, threading.main_thread())]


def test_the_window_goes_on_while_work_waits(qtbot: QtBot, background: Background) -> None:
    gate = threading.Event()
    seen: list[object] = []
    background.run(lambda _report: gate.wait(20), receiver=background, done=seen.append)
    background.run(lambda _report: "quick", receiver=background, done=seen.append)
    qtbot.waitUntil(lambda: seen == ["quick"])
    gate.set()
    qtbot.waitUntil(lambda: seen == ["quick", True])


def test_five_thousand_results_all_arrive(qtbot: QtBot, background: Background) -> None:
    seen: list[int] = []
    for n in range(5000):
        background.run(partial(_same, n), receiver=background, done=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 5000, timeout=30_000)
    assert sorted(seen) == list(range(5000))


def test_a_receiver_that_is_deleted_midway_is_not_called(qtbot: QtBot, background: Background) -> None:
    receiver, gate = QObject(), threading.Event()
    seen: list[object] = []
    for _ in range(50):
        background.run(lambda _report: gate.wait(20), receiver=receiver, done=seen.append)
    delete(receiver)
    gate.set()
    qtbot.waitUntil(_idle(background))
    assert not isValid(receiver)
    assert seen == []


def test_a_trouble_reaches_the_one_who_listens_for_it(
    qtbot: QtBot, background: Background, told: list[PackmarkError]
) -> None:
    seen: list[PackmarkError] = []
    background.run(_trouble, receiver=background, done=_never, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [TROUBLE]
    assert told == []


def test_a_trouble_nobody_listens_for_is_told(
    qtbot: QtBot, background: Background, told: list[PackmarkError]
) -> None:
    background.run(_trouble, receiver=background, done=_never)
    qtbot.waitUntil(lambda: told == [TROUBLE])


def test_a_bug_is_raised_where_the_crash_dialog_sees_it(qtbot: QtBot, background: Background) -> None:
    with qtbot.captureExceptions() as caught:
        background.run(lambda _report: 1 // 0, receiver=background, done=_never)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_work_that_is_cancelled_says_so_and_ends(
    qtbot: QtBot, background: Background, told: list[PackmarkError]
) -> None:
    started, ended = threading.Event(), []

    def work(report: Report) -> None:
        while report(0.5):
            started.set()
        raise Cancelled(say("Cancel"))

    task = background.run(
        work, receiver=background, done=_never, failed=_never, ended=lambda: ended.append(True)
    )
    started.wait(20)
    task.cancel()
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(told[0], Cancelled)


def test_progress_arrives_with_the_fraction_done(qtbot: QtBot, background: Background) -> None:
    seen: list[Progress] = []
    background.run(lambda report: report(0.25), receiver=background, done=_ignore, progress=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].fraction == 0.25


def test_closing_cancels_what_reports_and_delivers_nothing_more(qtbot: QtBot) -> None:
    background, started = Background(_ignore), threading.Event()

    def work(report: Report) -> None:
        while report(0.1):
            started.set()

    background.run(work, receiver=background, done=_never)
    started.wait(20)
    background.close()
    qtbot.wait(20)


def test_windows_that_are_taken_down_may_still_ask_and_nothing_is_begun(qtbot: QtBot) -> None:
    background = Background(_ignore)
    background.close()
    task = background.run(lambda _report: 7, receiver=background, done=_never)
    assert task.cancelled
    assert not background.busy


def _trouble(report: Report) -> None:
    raise TROUBLE


def _same(n: int, _report: Report) -> int:
    return n


def _ignore(result: object) -> None:
    pass


def _never(result: object) -> None:
    pytest.fail("was called")


def test_work_that_waits_until_it_is_cancelled_keeps_nobody_waiting(
    qtbot: QtBot, background: Background
) -> None:
    ended: list[bool] = []

    def wait(report: Report) -> None:
        while report(0.0):
            threading.Event().wait(0.01)

    task = background.run(
        wait, receiver=background, done=lambda _none: None, ended=lambda: ended.append(True), lasting=True
    )
    assert not background.busy
    task.cancel()
    qtbot.waitUntil(lambda: ended == [True])


def test_what_a_thread_tells_comes_in_order_on_the_window_s_thread(
    qtbot: QtBot, background: Background
) -> None:
    seen: list[tuple[int, threading.Thread]] = []

    def see(n: int) -> None:
        seen.append((n, threading.current_thread()))

    def work(_report: Report) -> None:
        for n in range(100):
            background.tell(background, partial(see, n))

    background.run(work, receiver=background, done=lambda _none: None)
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == [(n, threading.main_thread()) for n in range(100)]
