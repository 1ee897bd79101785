"""What a person does with windows: read, answer dialogs, choose files."""

from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.operations import batches, jobs, labels
from desktop.operations.jobs import JobOrder
from desktop.operations.plant import Plant
from desktop.products.job import JobState
from desktop.storage.journal import open_journal
from ui.main_window import MainWindow
from ui.pages.page import Page
from ui.widgets.state_badge import StateBadge
from ui.workplace import Workplace

D = TypeVar("D", bound=QDialog)
P = TypeVar("P", bound=Page)
PATIENCE_MS = 30_000
DEMO = "demo://zebra"


def rest(qtbot: QtBot, work: Workplace) -> None:
    """Wait until nothing is under way in the background and everything new is laid out and shown."""
    qtbot.waitUntil(lambda: not work.background.busy, timeout=PATIENCE_MS)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not work.background.busy, timeout=PATIENCE_MS)


def go(qtbot: QtBot, window: MainWindow, work: Workplace, name: str, kind: type[P]) -> P:
    """Go to a page and wait until it has read what it shows."""
    window.go(name)
    page = window.page
    assert isinstance(page, kind)
    rest(qtbot, work)
    return page


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    """Press a button with the mouse, as far as it can be pressed."""
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def when_asked(kind: type[D], act: Callable[[D], None]) -> None:
    """Let ``act`` work the next dialog of ``kind``, which is opened after this call."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        # Keys go to the active window only, and a dialog that opens is not active at once.
        if isinstance(dialog, kind) and dialog.isActiveWindow():
            try:
                act(dialog)
            except BaseException:
                dialog.reject()
                raise
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)


def choose_files(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Choose ``names`` in whatever file dialog comes next."""
    single = names[0] if names else ""
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_a, **_k: (list(names), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (single, ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (single, ""))


def order(plant: Plant, count: int, printer: str = DEMO, camera: str | None = DEMO) -> int:
    """Order a job of the sample plant's newest batch and return its number."""
    batch = batches.list_batches(plant)[0]
    label = labels.list_templates(plant)[0].name
    wanted = JobOrder(batch.product_id, batch.id, 1, count, label, printer, camera)
    return jobs.create_job(plant, wanted)[0].job.id


def stopped(plant: Plant, printed: int, *lost: int) -> int:
    """Return a job whose first labels are printed, and of which each stop then lost so many."""
    job_id = order(plant, 30)
    with open_journal(plant.store, job_id, "lead", "demo://zebra") as journal:
        journal.change_state(JobState.RUNNING)
        if printed:
            good = journal.next_codes(printed)
            journal.record(sent=good)
            journal.record(printed=good)
        for number in lost:
            left = journal.next_codes(number)
            journal.record(sent=left)
            journal.record(unknown=left)
        journal.change_state(JobState.STOPPED)
    return job_id


def texts(top: QWidget) -> Iterator[tuple[str, str]]:
    """Yield every text that a person can see below ``top``, with the place where it stands."""
    for widget in (top, *top.findChildren(QWidget)):
        if not widget.isVisibleTo(top.window()):
            continue
        place = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for text in _texts_of(widget):
            if text:
                yield text, place


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(place) for place in range(widget.count()))
        case QListWidget():
            yield from (widget.item(line).text() for line in range(widget.count()))
        case QTableView():
            yield from _texts_of_model(widget.model())
        case StateBadge():
            yield widget.word()
        case _:
            pass


def _texts_of_model(model: QAbstractItemModel) -> Iterator[str]:
    root = QModelIndex()
    for column in range(model.columnCount(root)):
        yield str(model.headerData(column, Qt.Orientation.Horizontal))
        for line in range(model.rowCount(root)):
            yield str(model.data(model.index(line, column)))
