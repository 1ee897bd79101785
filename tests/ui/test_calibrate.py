"""The window that calibrates a printer by a scanned ruler card."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from desktop.devices import PrinterSettings
from desktop.labels.ruler_card import plan_card
from desktop.operations import printers
from desktop.units import Resolution
from printers.emulators.zebra import ZebraEmulator
from tests.reading.card_scans import Scanned, scan_of
from ui.dialogs.calibrate import Calibrate
from ui.workplace import Workplace

BEFORE = PrinterSettings(offset_x_mm=0.25, darkness=10)


def scan(folder: Path, how: Scanned) -> Path:
    path = folder / "card.png"
    scan_of(plan_card(Resolution(12), 40.0, 30.0), how).save(path, dpi=(how.dpi, how.dpi))
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    how = Scanned(dpi=300.0, border=5, scale_y=0.996, offset_x=-0.7, offset_y=0.5)
    return scan(tmp_path_factory.mktemp("good"), how)


def opened(qtbot: QtBot, work: Workplace, address: str = "tcp://192.0.2.7:9100") -> Calibrate:
    row, _ = printers.add_printer(work.plant, "Zebra 1", address, BEFORE)
    dialog = Calibrate(work, row)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def measured(qtbot: QtBot, dialog: Calibrate, path: Path) -> None:
    dialog.load(path)
    qtbot.waitUntil(dialog.open_scan.isEnabled, timeout=20_000)


def test_nothing_can_be_used_before_a_scan_was_measured(qtbot: QtBot, work: Workplace) -> None:
    assert not opened(qtbot, work).use.isEnabled()


def test_what_was_measured_stands_in_the_fields_and_is_stored(
    qtbot: QtBot, work: Workplace, good: Path
) -> None:
    dialog = opened(qtbot, work)
    measured(qtbot, dialog, good)
    assert dialog.offset_x.value() == pytest.approx(0.7, abs=0.1)
    assert dialog.offset_y.value() == pytest.approx(-0.5, abs=0.1)
    dialog.use.click()
    qtbot.waitUntil(lambda: dialog.stored is not None, timeout=20_000)
    (kept,) = printers.list_printers(work.plant)
    assert kept.settings == dialog.settings()
    assert kept.settings.scale_y == pytest.approx(0.996, abs=0.001)
    assert kept.settings.darkness == 10
    assert kept.calibrated_by == work.plant.actor


def test_a_person_may_change_what_was_measured(qtbot: QtBot, work: Workplace, good: Path) -> None:
    dialog = opened(qtbot, work)
    measured(qtbot, dialog, good)
    dialog.offset_x.setValue(1.5)
    dialog.darkness.setValue(18)
    settings = dialog.settings()
    assert (settings.offset_x_mm, settings.darkness) == (1.5, 18)
    assert settings.scale_y == pytest.approx(0.996, abs=0.001)


def test_a_scan_that_cannot_be_measured_is_told_and_cannot_be_used(
    qtbot: QtBot, work: Workplace, good: Path, tmp_path: Path
) -> None:
    dialog = opened(qtbot, work)
    measured(qtbot, dialog, good)
    (tmp_path / "notes.png").write_bytes(b"nothing")
    measured(qtbot, dialog, tmp_path / "notes.png")
    assert "is no picture" in dialog.notice.sentence()
    assert not dialog.use.isEnabled()
    assert dialog.settings().scale_y == 1.0


def test_an_edge_that_is_not_seen_leaves_the_offset(qtbot: QtBot, work: Workplace, tmp_path: Path) -> None:
    dialog = opened(qtbot, work)
    measured(qtbot, dialog, scan(tmp_path, Scanned(dpi=300.0, border=5, ground=235)))
    assert dialog.offset_x.value() == 0.25
    assert "black paper" in dialog.told.text()
    assert dialog.use.isEnabled()


def test_a_scan_can_be_dropped(qtbot: QtBot, work: Workplace, good: Path) -> None:
    dialog = opened(qtbot, work)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(good))])
    dialog.view.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: dialog.measured is not None, timeout=20_000)


def test_the_card_is_printed_from_the_window(qtbot: QtBot, work: Workplace) -> None:
    with ZebraEmulator() as printer:
        dialog = opened(qtbot, work, printer.address)
        dialog.print_card.click()
        qtbot.waitUntil(dialog.print_card.isEnabled, timeout=20_000)
        assert printer.wait_printed(1)
        assert "was sent" in dialog.notice.sentence()
