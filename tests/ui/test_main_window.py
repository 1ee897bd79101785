import sys

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import InputError
from desktop.operations.plant import Plant
from desktop.texts import CHINESE, ENGLISH, say
from tests.ui.people import PATIENCE_MS, order, rest, texts, when_asked
from ui import main_window
from ui.application import Crashes
from ui.dialogs.crash import CrashDialog
from ui.dialogs.go_to import GoTo
from ui.dialogs.new_job import NewJob
from ui.dialogs.shortcuts import ShortcutSheet
from ui.main_window import MainWindow
from ui.pages.catalogue import PAGES, page_keys
from ui.pages.products import ProductsPage
from ui.style import DARK, LIGHT, colours_now
from ui.widgets.notice import Notice
from ui.workplace import Workplace

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _at_home(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    window.go("today")
    rest(qtbot, work)


def test_every_page_has_keys_that_go_there(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    seen = []
    for keys, _entry in page_keys():
        QTest.keySequence(window, QKeySequence(keys))
        rest(qtbot, work)
        seen.append(type(window.page).__name__)
    assert seen == [f"{entry.name.title()}Page" for entry in PAGES]


def test_a_page_is_made_only_when_it_is_first_shown(window: MainWindow) -> None:
    assert window.findChildren(ProductsPage) == []
    window.go("products")
    window.go("today")
    window.go("products")
    assert len(window.findChildren(ProductsPage)) == 1


def test_control_k_goes_to_what_is_typed(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    def choose(dialog: GoTo) -> None:
        qtbot.waitUntil(lambda: dialog.list.count() > len(PAGES))
        QTest.keyClicks(dialog.field, "L02707")
        assert dialog.list.count() == 1
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    when_asked(GoTo, choose)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert isinstance(window.page, ProductsPage)


def test_the_arrow_keys_choose_in_the_list_of_places(qtbot: QtBot, window: MainWindow) -> None:
    def choose(dialog: GoTo) -> None:
        QTest.keyClick(dialog.field, Qt.Key.Key_Down)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    when_asked(GoTo, choose)
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert isinstance(window.page, ProductsPage)


def test_f1_shows_the_keys_of_the_page(qtbot: QtBot, window: MainWindow) -> None:
    window.go("products")
    seen: list[str] = []

    def read(dialog: ShortcutSheet) -> None:
        seen.extend(text for text, _ in texts(dialog))
        dialog.accept()

    when_asked(ShortcutSheet, read)
    QTest.keyClick(window, Qt.Key.Key_F1)
    assert {"Ctrl+E", "Ctrl+I", "Ctrl+K", "F1"} <= set(seen)


def test_control_l_switches_the_language(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert work.language.code == CHINESE
    QTest.keyClick(window, Qt.Key.Key_L, CTRL)
    assert work.language.code == ENGLISH


def test_the_windows_become_dark_and_light_again(window: MainWindow, work: Workplace) -> None:
    work.style.choose(dark=True)
    assert colours_now() == DARK
    work.style.choose(dark=False)
    assert colours_now() == LIGHT


def test_a_message_stands_above_the_page_until_it_is_dismissed(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    work.messages.trouble(InputError(say("Cancel"), [say("Save"), say("Close")]))
    (notice,) = (found for found in window.findChildren(Notice) if found.isVisible())
    assert notice.sentence() == "Cancel (2 places)"
    notice.close_button.click()
    assert not notice.isVisible()


def test_a_message_that_something_went_well_goes_by_itself_and_a_trouble_stays(
    window: MainWindow, work: Workplace
) -> None:
    work.messages.done(say("Save"))
    (notice,) = (found for found in window.findChildren(Notice) if found.isVisible())
    assert window.fading.isActive()
    window.fading.timeout.emit()
    assert not notice.isVisible()
    work.messages.done(say("Save"))
    work.messages.trouble(InputError(say("Cancel")))
    assert notice.isVisible()
    assert not window.fading.isActive()


def test_closing_asks_while_a_job_runs_and_pauses_it(
    qtbot: QtBot,
    window: MainWindow,
    work: Workplace,
    sample: Plant,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from desktop.operations import jobs  # noqa: PLC0415

    job_id = order(sample, 3000)
    work.running.start(job_id)
    qtbot.waitUntil(lambda: work.running.progress(job_id) is not None, timeout=PATIENCE_MS)
    monkeypatch.setattr(main_window, "ask", lambda *_words: False)
    window.close()
    assert window.isVisible()
    assert work.running.ids == (job_id,)
    monkeypatch.setattr(main_window, "ask", lambda *_words: True)
    window.close()
    assert not window.isVisible()
    row = jobs.job(sample, job_id)
    assert row.job.state.value == "paused"
    assert row.counts.unknown == 0


def test_an_uncaught_trouble_is_told_in_the_window(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    error = InputError(say("Cancel"))
    with qtbot.waitSignal(work.messages.told) as told:
        Crashes(work, window)(type(error), error, None)
    assert str(told.args[1]) == "Cancel"


def test_a_bug_opens_the_crash_dialog_with_a_log_that_can_be_copied(
    qtbot: QtBot, window: MainWindow, work: Workplace
) -> None:
    def read(dialog: CrashDialog) -> None:
        dialog.copy()
        dialog.accept()

    when_asked(CrashDialog, read)
    try:
        _ = 1 // 0
    except ZeroDivisionError:
        Crashes(work, window)(*sys.exc_info())
    assert "ZeroDivisionError" in QGuiApplication.clipboard().text()


def test_every_first_level_action_can_be_reached_by_the_tab_key(
    qtbot: QtBot, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    window.go("products")
    rest(qtbot, work)
    page = window.page
    assert isinstance(page, ProductsPage)
    reached = set()
    for _ in range(60):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(window.focusWidget())
    assert {page.import_products, page.new_product, page.table.search, page.detail.new_batch} <= reached


@pytest.mark.parametrize("size", [(1366, 768), (2560, 1440)])
@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_no_page_is_wider_or_higher_than_the_screen(
    qtbot: QtBot,
    window: MainWindow,
    work: Workplace,
    sample: Plant,
    size: tuple[int, int],
    language: str,
) -> None:
    work.language.choose(language)
    window.resize(*size)
    for entry in PAGES:
        window.go(entry.name)
        rest(qtbot, work)
        assert (window.width(), window.height()) == size
        assert window.minimumSizeHint().width() <= size[0]
        assert window.minimumSizeHint().height() <= size[1]


class _Shown(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.append(type(watched).__name__)
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, work: Workplace, sample: Plant
) -> None:
    shown = _Shown()
    qapp.installEventFilter(shown)
    for entry in PAGES:
        window.go(entry.name)
        rest(qtbot, work)
    NewJob(work, window).deleteLater()
    qapp.removeEventFilter(shown)
    assert shown.kinds == []
