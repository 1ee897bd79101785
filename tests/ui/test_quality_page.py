from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import open_plant
from desktop.errors import Cancelled
from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.model import Calibration, Edition, GradingImage, Name
from desktop.grading.picture import image_of, open_picture
from desktop.operations import sample_scan
from desktop.texts import CHINESE, LANGUAGES, say
from tests.grading.slow_picture import slow_picture
from tests.ui.people import PATIENCE_MS, choose_files, click, go, rest, texts, when_asked
from ui.background import Progress
from ui.dialogs.calibrate_reflectance import CalibrateReflectance
from ui.kit import Button
from ui.main_window import MainWindow
from ui.pages.quality import QualityPage
from ui.quality.display import pyramid_of
from ui.quality.grade_words import grouped
from ui.quality.looked import Looked, look_at
from ui.quality.workspace import Workspace
from ui.wording import Mark
from ui.workplace import Workplace


@pytest.fixture(scope="session")
def sample_scan_graded(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """The sample scan, graded once: bars first, then a matrix."""
    folder = tmp_path_factory.mktemp("scan")
    with open_plant(f"sqlite:///{(folder / 'plant.db').as_posix()}", folder) as plant:
        path, request = sample_scan.write_sample_scan(plant)
    return look_at(path, request)


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> QualityPage:
    return go(qtbot, window, work, "quality", QualityPage)


@pytest.fixture
def shown(page: QualityPage, sample_scan_graded: Looked) -> Workspace:
    """The workspace with the sample scan in it."""
    page.grading.show_result(sample_scan_graded, same=False)
    return page.grading.workspace


def _number(space: Workspace, *, matrix: bool) -> int:
    assert space.graded is not None
    symbols = grouped(space.graded.symbols)
    return next(n for n, one in enumerate(symbols) if (one.first.modules is not None) is matrix)


def _drop(page: QualityPage, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.grading.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))


def test_the_empty_page_says_what_can_be_done(page: QualityPage) -> None:
    tab = page.grading
    for button in (tab.first_open, tab.first_watch, tab.first_card, tab.first_sample):
        assert button.isVisible()
    assert not tab.open_button.isVisible()
    assert not tab.export_button.isVisible()


def test_the_sample_scan_is_drawn_graded_and_shown(qtbot: QtBot, page: QualityPage, work: Workplace) -> None:
    click(qtbot, page.grading.first_sample)
    qtbot.waitUntil(lambda: page.grading.workspace.graded is not None, timeout=PATIENCE_MS)
    rest(qtbot, work)
    space = page.grading.workspace
    assert space.banner.symbols.count() == 2
    assert space.symbol is not None
    assert space.symbol.grade is not None
    assert space.banner.figure.text().startswith(f"{space.symbol.grade:.1f} (")
    assert space.banner.formal.text().endswith("/660")
    assert [outline.mark for outline in space.picture.outlines()] == [Mark.DONE, Mark.DONE]


def test_a_dropped_file_that_is_no_picture_is_told_on_the_page(
    qtbot: QtBot, page: QualityPage, work: Workplace, tmp_path: Path
) -> None:
    text = tmp_path / "scan.png"
    text.write_text("no picture")
    _drop(page, text)
    rest(qtbot, work)
    assert page.grading.notice.isVisible()
    assert "scan.png" in page.grading.notice.sentence()
    assert page.grading.first_open.isVisible()


def test_an_uncalibrated_picture_has_no_grade_but_says_what_it_is_at_most(
    qtbot: QtBot, page: QualityPage, work: Workplace, sample_scan_graded: Looked
) -> None:
    _drop(page, sample_scan_graded.graded.path)
    rest(qtbot, work)
    banner = page.grading.workspace.banner
    assert banner.badge.word() == "Not measurable"
    assert banner.figure.text().startswith("≤ ")
    assert not banner.formal.isVisible()
    assert "not calibrated" in banner.reasons.text()


def test_a_cancelled_picture_is_not_shown(
    qtbot: QtBot, page: QualityPage, work: Workplace, sample_scan_graded: Looked
) -> None:
    page.grading.grade(sample_scan_graded.graded.path)
    click(qtbot, page.grading.busy.cancel)
    rest(qtbot, work)
    assert page.grading.workspace.graded is None
    assert not page.grading.busy.cancel.isVisible()


def test_cancel_ends_a_picture_that_takes_long_to_open(
    qtbot: QtBot, page: QualityPage, work: Workplace, tmp_path: Path
) -> None:
    tab = page.grading
    tab.grade(slow_picture(tmp_path))
    qtbot.waitUntil(lambda: tab.process.warm, timeout=PATIENCE_MS)
    click(qtbot, tab.busy.cancel)
    assert not tab.busy.isVisible()
    rest(qtbot, work)
    assert (tab.process.warm, tab.workspace.graded, tab.notice.isVisible()) == (False, None, False)


def test_the_sample_scan_can_be_left_while_it_is_drawn(
    qtbot: QtBot, page: QualityPage, work: Workplace
) -> None:
    click(qtbot, page.grading.first_sample)
    click(qtbot, page.grading.busy.cancel)
    rest(qtbot, work)
    assert (page.grading.workspace.graded, page.grading.busy.isVisible()) == (None, False)
    assert not (work.plant.data_folder / sample_scan.NAME).exists()


def test_closing_the_window_of_the_card_ends_a_picture_that_takes_long_to_open(
    qtbot: QtBot, page: QualityPage, work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[Exception] = []

    def opening(path: Path, **how: Any) -> GradingImage:
        try:
            return open_picture(path, **how)
        except Cancelled as error:
            ended.append(error)
            raise

    monkeypatch.setattr("ui.dialogs.calibrate_reflectance.open_picture", opening)
    dialog = CalibrateReflectance(work, page)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.load(slow_picture(tmp_path))
    dialog.reject()
    rest(qtbot, work)
    assert [str(error) for error in ended] == ["Opening slow.png was cancelled."]


def test_the_bar_only_moves_until_a_symbol_is_graded(qtbot: QtBot, page: QualityPage) -> None:
    strip = page.grading.busy
    strip.begin(Path("scan.png"), 0)
    strip.progress(Progress(0.0, None))
    assert (strip.bar.maximum(), strip.told.text()) == (0, "Finding the symbols of scan.png …")
    strip.progress(Progress(0.5, None))
    assert strip.told.text() == "Grading scan.png: 50 % of its symbols"


def test_an_uncalibrated_grade_leads_to_the_card(
    qtbot: QtBot, page: QualityPage, work: Workplace, sample_scan_graded: Looked
) -> None:
    page.grading.grade(sample_scan_graded.graded.path)
    rest(qtbot, work)
    when_asked(CalibrateReflectance, lambda dialog: dialog.reject())
    click(qtbot, page.grading.workspace.banner.calibrate)


def test_a_chosen_parameter_is_pointed_at_in_picture_and_profile(shown: Workspace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    shown.table.choose(Name.DEC)
    (chosen,) = [fault for fault in shown.picture.faults() if fault.chosen]
    assert "DEC" in chosen.words
    assert any(words.startswith("DEC ") for words in shown.profile.labels())
    assert not any("Rmin" in words for words in shown.profile.labels())
    shown.table.choose(Name.RMIN)
    assert any("Rmin" in words for words in shown.profile.labels())


def test_the_arrow_keys_step_through_the_scans(qtbot: QtBot, shown: Workspace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    symbol = shown.symbol
    assert symbol is not None
    shown.scans.step(-10)
    before = shown.scans.number()
    QTest.keyClick(shown.profile, Qt.Key.Key_Right)
    after = symbol.scans[before + 1]
    assert shown.scans.number() == before + 1
    assert shown.profile.scan() is after
    assert shown.picture.path() == (after.start, after.end)
    assert shown.table.names() == tuple(one.name for one in after.parameters)
    QTest.keyClick(shown.scans.bars, Qt.Key.Key_Left)
    assert shown.scans.number() == before


def test_the_worst_scan_is_shown_first(shown: Workspace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    symbol = shown.symbol
    assert symbol is not None
    assert symbol.scans[shown.scans.number()].grade == min(scan.grade for scan in symbol.scans)


def test_a_matrix_shows_its_modules_and_tells_of_the_one_under_the_pointer(
    qtbot: QtBot, shown: Workspace
) -> None:
    shown.choose_symbol(_number(shown, matrix=True))
    assert shown.map.isVisible()
    assert not shown.profile.isVisible()
    assert shown.map.told().startswith("Worst module. Row")
    QTest.keyClick(shown.map, Qt.Key.Key_Right)
    assert shown.map.told().startswith("Row ")
    QTest.mouseClick(shown.map, Qt.MouseButton.LeftButton, pos=QPoint(shown.map.width() // 2 - 40, 60))
    assert [fault.words for fault in shown.picture.faults()] == [shown.map.told()]


def test_another_edition_shows_its_own_grades(qtbot: QtBot, shown: Workspace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    whole = shown.symbol
    assert whole is not None
    assert whole.edition is Edition.GBT_14258_2003
    click(qtbot, shown.banner.editions[Edition.ISO_15416_2016])
    decimal = shown.symbol
    assert decimal is not None
    assert decimal.edition is Edition.ISO_15416_2016
    assert shown.banner.figure.text().startswith(f"{decimal.grade:.1f}")


def test_page_down_goes_to_the_next_symbol_and_shows_it_alone(qtbot: QtBot, shown: Workspace) -> None:
    shown.choose_symbol(0)
    before = shown.picture.scale()
    shown.picture.setFocus()
    QTest.keyClick(shown.picture, Qt.Key.Key_PageDown)
    assert shown.banner.symbols.currentIndex() == 1
    assert shown.picture.scale() > before
    QTest.keyClick(shown.picture, Qt.Key.Key_F)
    assert shown.picture.scale() == pytest.approx(before)


def test_the_wheel_leaves_what_is_under_the_pointer_where_it_is(shown: Workspace) -> None:
    point = QPointF(200, 120)
    under = shown.picture.to_picture(point)
    shown.picture.zoom(2.5, point)
    assert shown.picture.to_picture(point).x() == pytest.approx(under.x())
    assert shown.picture.to_picture(point).y() == pytest.approx(under.y())


def test_a_click_on_a_symbol_chooses_it(shown: Workspace) -> None:
    wanted = 1
    corners = shown.picture.outlines()[wanted].corners
    x, y = (sum(corner[axis] for corner in corners) / 4 for axis in (0, 1))
    at = shown.picture.to_screen((x, y)).toPoint()
    QTest.mouseClick(shown.picture, Qt.MouseButton.LeftButton, pos=at)
    assert shown.banner.symbols.currentIndex() == wanted


def test_another_x_dimension_grades_the_picture_again(
    qtbot: QtBot, page: QualityPage, work: Workplace, sample_scan_graded: Looked
) -> None:
    page.grading.grade(sample_scan_graded.graded.path)
    rest(qtbot, work)
    space = page.grading.workspace
    space.conditions.x_mm.setValue(0.5)
    space.conditions.x_mm.editingFinished.emit()
    rest(qtbot, work)
    assert space.symbol is not None
    assert space.symbol.module_mm == pytest.approx(0.5, rel=0.01)
    assert "0.5 mm" in space.conditions.measured.text()


def test_the_figures_are_copied_as_a_table(shown: Workspace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    shown.copy_figures()
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert "GB/T 14258-2003" in lines[0]
    assert any(line[0] == "symbol contrast SC" and line[1].endswith(" %") for line in lines[1:])


@pytest.mark.parametrize(("name", "begins"), [("grades.pdf", b"%PDF"), ("grades.csv", b"\xef\xbb\xbf")])
def test_the_grades_are_exported(
    qtbot: QtBot,
    page: QualityPage,
    work: Workplace,
    shown: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    begins: bytes,
) -> None:
    choose_files(monkeypatch, str(tmp_path / name))
    click(qtbot, page.grading.export_button)
    rest(qtbot, work)
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert name in page.grading.notice.sentence()


def test_a_new_picture_in_a_watched_folder_is_graded(
    qtbot: QtBot,
    page: QualityPage,
    work: Workplace,
    sample_scan_graded: Looked,
    tmp_path: Path,
) -> None:
    tab = page.grading
    (tmp_path / "in").mkdir()
    tab.watch.watching.start(tmp_path / "in")
    rest(qtbot, work)
    (tmp_path / "in" / "new.png").write_bytes(sample_scan_graded.graded.path.read_bytes())
    qtbot.waitUntil(lambda: tab.workspace.graded is not None, timeout=PATIENCE_MS)
    assert tab.workspace.graded is not None
    assert tab.workspace.graded.path.name == "new.png"
    click(qtbot, tab.watch.button)
    assert tab.watch.watching.folder is None


def test_a_measured_card_calibrates_what_is_graded_from_then_on(
    qtbot: QtBot, page: QualityPage, work: Workplace, tmp_path: Path
) -> None:
    greys = numpy.full((120, 300), 20, numpy.uint8)
    greys[:, 150:] = 220
    card = tmp_path / "card.png"
    Image.fromarray(greys).save(card)

    def measure(dialog: CalibrateReflectance) -> None:
        assert not dialog.keep.isEnabled()
        dialog.load(card)
        qtbot.waitUntil(lambda: dialog.view.size_of_picture() is not None, timeout=PATIENCE_MS)
        dialog.view.drawn.emit("dark", QRect(20, 20, 60, 60))
        dialog.view.drawn.emit("light", QRect(200, 20, 60, 60))
        assert dialog.targets["light"].isChecked()
        dialog.card.setText("Card 7")
        click(qtbot, dialog.keep)
        qtbot.waitUntil(lambda: dialog.record is not None, timeout=PATIENCE_MS)

    when_asked(CalibrateReflectance, measure)
    click(qtbot, page.grading.first_card)
    rest(qtbot, work)
    record = page.grading.workspace.conditions.request().calibration
    assert record is not None
    assert (record.card, record.dark_percent, record.light_percent) == ("Card 7", 5.0, 80.0)
    assert record.light_reading == pytest.approx(220 / 255, abs=0.001)
    again = QualityPage(work)
    rest(qtbot, work)
    assert again.grading.workspace.conditions.request().calibration == record
    again.deleteLater()


def test_an_area_is_drawn_by_dragging(qtbot: QtBot, window: MainWindow, work: Workplace) -> None:
    dialog = CalibrateReflectance(work, window)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.view.show_picture(pyramid_of(image_of(numpy.full((100, 200), 128, numpy.uint8))))
    start, end = (dialog.view.to_screen(place).toPoint() for place in ((10, 10), (80, 60)))
    QTest.mousePress(dialog.view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(dialog.view, end)
    QTest.mouseRelease(dialog.view, Qt.MouseButton.LeftButton, pos=end)
    left, top, width, height = map(int, dialog.areas["dark"].text().split(","))
    assert abs(left - 10) <= 1
    assert abs(top - 10) <= 1
    assert abs(width - 70) <= 2
    assert abs(height - 50) <= 2


def test_every_symbol_has_its_editions_together(sample_scan_graded: Looked) -> None:
    symbols = grouped(sample_scan_graded.graded.symbols)
    assert len(symbols) == 2
    for symbol in symbols:
        assert len({one.edition for one in symbol.editions}) == len(symbol.editions) >= 2
        assert len({one.data for one in symbol.editions}) == 1


def test_a_likely_cause_is_told_and_shown_in_the_picture(
    qtbot: QtBot, shown: Workspace, sample_scan_graded: Looked
) -> None:
    place = (420.0, 300.0)
    cause = Cause(CauseKind.RIBBON_CREASE, Likelihood.LIKELY, say("Cancel"), say("Close"), (), (place,))
    none = tuple(() for _ in sample_scan_graded.symbols[1:])
    shown.show_graded(replace(sample_scan_graded, causes=((cause,), *none)), same=False)
    assert shown.causes.isVisible()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in shown.causes.findChildren(Button)))
    click(qtbot, next(one for one in shown.causes.findChildren(Button) if one.isVisible()))
    assert [fault.place for fault in shown.picture.faults()] == [place]
    shown.choose_symbol(1)
    assert not shown.causes.isVisible()


def test_likely_causes_and_conditions_fit_their_place_in_both_languages(
    shown: Workspace, work: Workplace, sample_scan_graded: Looked
) -> None:
    long = say("Cancel")
    causes = tuple(Cause(kind, Likelihood.VERY_LIKELY, long, long, (), ((9.0, 9.0),)) for kind in CauseKind)
    none = tuple(() for _ in sample_scan_graded.symbols[1:])
    shown.conditions.set_calibration(Calibration(0, 100, 0, 1, "card", "Li", "2026-11-22"))
    shown.show_graded(replace(sample_scan_graded, causes=(causes, *none)), same=False)
    for language in LANGUAGES:
        work.language.choose(language)
        QApplication.processEvents()
        content = shown.side.widget()
        assert content is not None
        room = shown.side.minimumWidth() - shown.side.verticalScrollBar().sizeHint().width()
        assert content.minimumSizeHint().width() <= room, language


def test_a_new_picture_is_shown_at_its_worst_parameter_whatever_was_chosen_before(
    shown: Workspace, sample_scan_graded: Looked
) -> None:
    def at() -> str | None:
        chosen = shown.table.table.chosen_row()
        return None if chosen is None else chosen.parameter.name

    first = at()
    shown.table.choose(Name.RMAX)
    assert at() == Name.RMAX != first
    shown.show_graded(sample_scan_graded, same=False)
    assert at() == first


def test_the_page_is_worded_anew_in_chinese(shown: Workspace, work: Workplace) -> None:
    shown.choose_symbol(_number(shown, matrix=False))
    work.language.choose(CHINESE)
    words = {text for text, _ in texts(shown)}
    assert "符号反差 SC" in words
    assert "合格" in words
    assert shown.picture.outlines()[0].words.startswith("合格")


def test_tab_reaches_everything_on_the_page(qtbot: QtBot, page: QualityPage, shown: Workspace) -> None:
    wanted = {
        shown.banner.symbols,
        shown.picture,
        shown.fit,
        shown.copy,
        shown.profile,
        shown.scans.bars,
        shown.table.table.view,
        shown.conditions.again,
        shown.conditions.x_mm,
        shown.conditions.aperture,
        page.grading.export_button,
    }
    shown.choose_symbol(_number(shown, matrix=False))
    met = set()
    page.grading.open_button.setFocus()
    for _ in range(60):
        focus = QApplication.focusWidget()
        met.add(focus)
        QTest.keyClick(focus or page, Qt.Key.Key_Tab)
    assert wanted - met == set()
