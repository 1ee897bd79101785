import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.texts import CHINESE, say
from tests.ui.people import choose_files, click
from ui.tables import Column, RowsModel, Table
from ui.workplace import Workplace


@dataclass(frozen=True)
class Row:
    name: str
    count: int


ROWS = (Row("ten", 10), Row("nine", 9), Row("hundred", 100))
COLUMNS: tuple[Column[Row], ...] = (
    Column(say("Product"), lambda row: row.name, wide=True),
    Column(say("Available"), lambda row: row.count),
)


@pytest.fixture
def model(qapp: object) -> RowsModel[Row]:
    made = RowsModel(COLUMNS, str)
    made.put(ROWS)
    return made


@pytest.fixture
def table(qtbot: QtBot, work: Workplace) -> Table[Row]:
    made = Table(work, say("Products"), COLUMNS)
    qtbot.addWidget(made)
    made.put(ROWS)
    made.show()
    return made


def test_numbers_are_sorted_by_value_and_not_by_their_digits(model: RowsModel[Row]) -> None:
    model.sort(1)
    assert [row.count for row in model.rows()] == [9, 10, 100]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [row.count for row in model.rows()] == [100, 10, 9]


def test_without_a_sorted_column_rows_stand_as_they_came(model: RowsModel[Row]) -> None:
    model.sort(0)
    model.sort(-1)
    assert model.rows() == ROWS


def test_a_search_finds_rows_that_hold_all_its_words_in_any_case(model: RowsModel[Row]) -> None:
    model.search("HUND 100")
    assert model.rows() == (ROWS[2],)
    model.search("hund 9")
    assert model.rows() == ()


def test_a_new_list_keeps_sorting_and_search(model: RowsModel[Row]) -> None:
    model.search("n")
    model.sort(1)
    model.put((*ROWS, Row("none", 1)))
    assert [row.count for row in model.rows()] == [1, 9, 10, 100]


def test_typing_in_the_search_field_narrows_the_table(qtbot: QtBot, table: Table[Row]) -> None:
    QTest.keyClicks(table.search, "nine")
    assert table.model.rows() == (ROWS[1],)


def test_enter_opens_the_chosen_row(qtbot: QtBot, table: Table[Row]) -> None:
    table.choose(lambda row: row.name == "hundred")
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [ROWS[2]]


def test_the_chosen_row_stays_chosen_in_a_new_list(table: Table[Row]) -> None:
    table.choose(lambda row: row.name == "nine")
    table.put((Row("first", 1), Row("nine", 99)), same=lambda one, other: one.name == other.name)
    assert table.chosen_row() == Row("nine", 99)


def test_headings_are_worded_in_the_chosen_language(work: Workplace, table: Table[Row]) -> None:
    work.language.choose(CHINESE)
    assert table.model.headerData(0, Qt.Orientation.Horizontal) == "产品"


def test_the_export_writes_what_is_shown_in_its_order(
    qtbot: QtBot, table: Table[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.csv"
    choose_files(monkeypatch, str(path))
    table.search.setText("n")
    table.view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    click(qtbot, table.export)
    lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert lines == [["Product", "Available"], ["nine", "9"], ["ten", "10"], ["hundred", "100"]]


def test_the_chosen_row_stays_chosen_in_the_other_language(table: Table[Row], work: Workplace) -> None:
    table.choose(lambda row: row.name == "nine")
    work.language.choose(CHINESE)
    assert table.chosen_row() == ROWS[1]


def test_an_export_that_cannot_be_written_is_told(
    qtbot: QtBot, work: Workplace, table: Table[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_files(monkeypatch, str(tmp_path / "missing" / "out.csv"))
    with qtbot.waitSignal(work.messages.told) as told:
        click(qtbot, table.export)
    assert "could not be written" in str(told.args[1])


def test_a_text_that_a_spreadsheet_would_run_is_written_as_text(
    model: RowsModel[Row], tmp_path: Path
) -> None:
    model.put((Row("=1+1", 1),))
    model.write_csv(tmp_path / "out.csv")
    assert "'=1+1" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
