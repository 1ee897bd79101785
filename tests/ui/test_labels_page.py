import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import label_templates
from desktop.labels.image import rows_of
from desktop.labels.primitives import Bars
from desktop.operations import labels
from desktop.operations.plant import Plant
from tests.ui.people import choose_files, click, go, rest
from ui.main_window import MainWindow
from ui.pages.labels import LabelsPage
from ui.widgets.label_view import Dots, image_of
from ui.workplace import Workplace


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, work: Workplace) -> LabelsPage:
    return go(qtbot, window, work, "labels", LabelsPage)


@pytest.fixture
def low_bars(tmp_path: Path) -> Path:
    """A design whose bars are too low."""
    design = json.loads(label_templates.read_text(label_templates.names()[0]))
    block = next(element for element in design["elements"] if element["type"] == "code_block")
    block["height_mm"] = 5.0
    path = tmp_path / "low_bars.json"
    path.write_text(json.dumps(design), encoding="utf-8")
    return path


def test_the_first_template_is_shown_with_the_very_dots_that_will_be_printed(page: LabelsPage) -> None:
    shown, _ = page.preview.shown()
    assert shown is not None
    rows = rows_of(shown.primitives, shown.width_dots, shown.height_dots)
    expected = image_of(Dots(shown.width_dots, shown.height_dots, rows))
    assert page.preview.view.image() == expected


@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_the_label_is_laid_out_anew_for_the_chosen_resolution(
    qtbot: QtBot, work: Workplace, page: LabelsPage, dots_per_mm: int
) -> None:
    click(qtbot, page.preview.resolutions[dots_per_mm])
    rest(qtbot, work)
    shown, _ = page.preview.shown()
    assert shown is not None
    assert shown.resolution.dots_per_mm == dots_per_mm
    assert shown.width_dots == round(shown.design.width_mm * dots_per_mm)
    symbol = shown.symbols[0]
    assert isinstance(symbol, Bars)
    words = page.preview.measures()
    assert f"{symbol.module_dots} dots" in words
    assert f"{len(symbol.modules)} modules" in words


def test_every_template_can_be_shown_by_the_arrow_keys(
    qtbot: QtBot, work: Workplace, page: LabelsPage
) -> None:
    names = []
    page.list.setFocus()
    for _ in label_templates.names():
        rest(qtbot, work)
        shown, _values = page.preview.shown()
        assert shown is not None
        names.append(shown.design.name)
        QTest.keyClick(page.list, Qt.Key.Key_Down)
    rest(qtbot, work)
    assert names == [row.name for row in labels.list_templates(work.plant)]


def test_a_template_can_be_filled_with_a_batch_on_any_of_its_levels(
    qtbot: QtBot, work: Workplace, sample: Plant, page: LabelsPage
) -> None:
    rest(qtbot, work)
    seen = {}
    for choice in range(1, page.fill.count()):
        page.fill.setCurrentIndex(choice)
        rest(qtbot, work)
        _shown, values = page.preview.shown()
        assert values is not None
        assert values["lot"] in page.fill.currentText()
        seen[page.fill.currentText()] = values["code"]
    assert sorted(set(seen.values())) == ["8999901" + "0" * 13, "8999902" + "0" * 13, "8999903" + "0" * 13]
    assert all("Case" in text for text, code in seen.items() if code.startswith("8999903"))


def test_a_click_on_a_finding_outlines_its_place(
    qtbot: QtBot, work: Workplace, page: LabelsPage, low_bars: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_files(monkeypatch, str(low_bars))
    click(qtbot, page.open_file)
    rest(qtbot, work)
    findings = page.preview.findings
    (found,) = (item for item in findings.model.rows() if "8 mm" in str(item.message))
    line = findings.model.rows().index(found)
    place = findings.view.visualRect(findings.model.index(line, 1)).center()
    assert page.preview.view.marked() is None
    QTest.mouseClick(findings.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert page.preview.view.marked() == found.area
    assert found.source in page.preview.explained()


def test_quiet_zones_can_be_hidden(qtbot: QtBot, page: LabelsPage) -> None:
    assert len(page.preview.view.zones()) == 4
    page.preview.zones.click()
    assert page.preview.view.zones() == ()


@pytest.mark.parametrize(
    ("ending", "begin"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<"), ("zpl", b"^XA")]
)
def test_the_label_is_saved_in_each_format(
    qtbot: QtBot,
    work: Workplace,
    page: LabelsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
    begin: bytes,
) -> None:
    choose_files(monkeypatch, str(tmp_path / "label"))
    page.formats[ending].trigger()
    rest(qtbot, work)
    assert (tmp_path / f"label.{ending}").read_bytes().lstrip()[: len(begin)] == begin


def test_a_file_that_is_no_design_is_told_and_changes_nothing(
    qtbot: QtBot, work: Workplace, page: LabelsPage, tmp_path: Path
) -> None:
    before = page.list.count()
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with qtbot.waitSignal(work.messages.told):
        page.load(str(tmp_path / "x.json"))
    assert page.list.count() == before
