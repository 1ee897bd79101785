"""Workbooks are read as the hostile files that they may be."""

import io
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange import xlsx_reader
from desktop.exchange.cells import Cell, CellKind, Row
from desktop.exchange.xlsx_reader import is_workbook, read_workbook
from tests.exchange.workbooks import packed, parts_of, workbook
from tests.refusals import refusal_of

DAMAGED = "t.xlsx is a damaged Excel workbook, or none: open it in Excel, save it as .xlsx and try again."


def rows_of(data: bytes, max_rows: int = 100) -> list[Row]:
    return list(read_workbook(io.BytesIO(data), "t.xlsx", max_rows=max_rows))


def cells_of(data: bytes) -> list[tuple[CellKind, str]]:
    return [(cell.kind, cell.text) for cell in rows_of(data)[0].cells]


def refused(data: bytes, max_rows: int = 100) -> str:
    return refusal_of(lambda: rows_of(data, max_rows), InputError)


def test_each_kind_of_cell_is_told_apart() -> None:
    made = workbook(
        [["文字", 7, 6932833600109, 1.5, date(2026, 3, 1), time(1, 10), True, "=A1+1", None, "#N/A"]]
    )
    assert cells_of(made) == [
        (CellKind.TEXT, "文字"),
        (CellKind.NUMBER, "7"),
        (CellKind.NUMBER, "6932833600109"),
        (CellKind.NUMBER, "1.5"),
        (CellKind.MOMENT, "2026-03-01 00:00:00"),
        (CellKind.MOMENT, "01:10:00"),
        (CellKind.OTHER, "True"),
        (CellKind.FORMULA, "=A1+1"),
        (CellKind.EMPTY, ""),
        (CellKind.OTHER, "#N/A"),
    ]


def test_a_formula_is_shown_and_its_stored_result_is_not_trusted() -> None:
    row = '<row r="1"><c r="A1"><f>1+1</f><v>6932833600109</v></c></row>'
    assert cells_of(packed(parts_of(row))) == [(CellKind.FORMULA, "=1+1")]


def test_a_number_as_excel_stores_it_is_written_out_without_exponent() -> None:
    row = (
        '<row r="1"><c r="A1"><v>6.932833600109E+12</v></c><c r="B1"><v>8.1000210157090209E+19</v></c></row>'
    )
    assert [text for _, text in cells_of(packed(parts_of(row)))] == ["6932833600109", "81000210157090210000"]


@pytest.mark.parametrize("number", ["1E999", "-1E999", "9" * 400, "1e400000000"])
def test_a_number_beyond_all_measure_does_not_hang(number: str) -> None:
    row = f'<row r="1"><c r="A1"><v>{number}</v></c></row>'
    try:
        ((kind, text),) = cells_of(packed(parts_of(row)))
    except InputError as error:
        assert str(error) == DAMAGED  # noqa: PT017 (either answer is right)
        return
    assert kind is CellKind.NUMBER
    assert len(text) < 30


def test_rows_without_anything_are_passed_over_and_lines_still_count() -> None:
    assert [row.line for row in rows_of(workbook([["a"], [], [None, "b"]]))] == [1, 3]


def test_the_lines_say_where_a_row_stands_however_sparse_the_sheet_is() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="90"><c r="B90"><v>2</v></c></row>'
    assert [row.line for row in rows_of(packed(parts_of(row)))] == [1, 90]


def test_a_sheet_with_more_rows_than_asked_for_is_refused() -> None:
    assert refused(workbook([["a"]] * 4), 3) == "t.xlsx has more than 3 rows: split it."


def test_a_row_far_behind_the_others_is_not_lost() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>2</v></c></row>'
    assert refused(packed(parts_of(row))) == "t.xlsx has more than 100 rows: split it."


def test_a_row_beyond_the_last_of_excel_is_refused() -> None:
    row = '<row r="99999999"><c r="A99999999"><v>2</v></c></row>'
    assert refused(packed(parts_of(row))) == DAMAGED


def test_cells_of_a_row_as_wide_as_excel_allows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "MAX_CELLS", 100_000)
    wide = "".join(f'<row r="{line}"><c r="XFD{line}"/></row>' for line in range(1, 100))
    assert refused(packed(parts_of(wide))) == DAMAGED


def test_a_value_behind_the_last_column_is_not_lost() -> None:
    assert refused(workbook([["a"] * 201])) == "t.xlsx: line 1 has more than 200 columns."


def test_a_cell_with_a_whole_book_in_it_is_refused() -> None:
    assert refused(workbook([["x" * 1001]])) == ("t.xlsx: a cell in line 1 holds more than 1000 characters.")


def test_an_archive_that_grows_without_measure_is_refused_unread() -> None:
    bomb = parts_of("") | {"xl/sharedStrings.xml": b"<sst>" + b" " * 60_000_000}
    assert refused(packed(bomb)) == (
        "t.xlsx is packed so that it would grow beyond what a table needs (57 MB unpacked); it is refused "
        "unread. Copy the table into a new workbook."
    )


def test_a_side_part_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "MAX_SIDE_PART", 1000)
    assert "grow beyond what a table needs" in refused(
        packed(parts_of("") | {"xl/styles.xml": b"<a>" + b"x" * 1001})
    )


def test_an_archive_of_very_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_reader, "MAX_PARTS", 20)
    parts = parts_of("") | {f"xl/{n}.xml": b"<a/>" for n in range(20)}
    assert "grow beyond what a table needs" in refused(packed(parts))


@pytest.mark.parametrize(
    "markup",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE lolz [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>',
    ],
)
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"]
)
def test_a_doctype_in_any_part_is_refused_unread(markup: str, part: str) -> None:
    parts = parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')
    head, declaration, rest = parts[part].partition(b"?>")
    parts[part] = head + declaration + markup.encode() + rest
    assert refused(packed(parts)) == (
        "t.xlsx holds a DOCTYPE or an entity, which no workbook needs; it is refused unread."
    )


def test_a_doctype_hidden_in_utf_16_is_refused() -> None:
    parts = parts_of("")
    parts["xl/workbook.xml"] = ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a>' + "<a/>").encode(
        "utf-16"
    )
    assert refused(packed(parts)) == DAMAGED


def test_another_archive_is_no_workbook() -> None:
    assert refused(packed({"codes.txt": b"1"})) == (
        "t.xlsx is a ZIP archive, but no Excel workbook (.xlsx): unpack it first."
    )


def test_a_workbook_with_a_password_is_refused() -> None:
    data = bytearray(workbook([["a"]]))
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(sign) + (6 if sign[2] == 3 else 8)
        data[at] |= 1
    assert refused(bytes(data)) == ("t.xlsx is protected by a password: save it without one and try again.")


@pytest.mark.parametrize("cut", [4, 100, 1000])
def test_a_workbook_that_is_cut_off_is_damaged(cut: int) -> None:
    assert refused(workbook([["a"]])[:cut]) == DAMAGED


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    made = bytearray(packed(parts_of('<row r="1"><c r="A1"><v>1</v></c></row>')))
    for _ in range(data.draw(st.integers(1, 4))):
        made[data.draw(st.integers(0, len(made) - 1))] = data.draw(st.integers(0, 255))
    try:
        rows = rows_of(bytes(made))
    except InputError:
        return
    assert all(isinstance(cell, Cell) for row in rows for cell in row.cells)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="x"><c r="A1"><v>5</v></c></row>',
        '<row r="1"><c r="A1"><v>five</v></c></row>',
        '<row r="1"><c r="!!"><v>5</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>5</v></c></row>',
        '<row r="1"><c r="A1">',
    ],
)
def test_a_sheet_that_contradicts_itself_is_damaged_or_read(rows: str) -> None:
    try:
        found = rows_of(packed(parts_of(rows)))
    except InputError as error:
        assert str(error) == DAMAGED  # noqa: PT017 (either answer is right)
        return
    assert len(found) <= 1


def test_a_workbook_is_known_by_its_first_bytes() -> None:
    assert is_workbook(workbook([["a"]]))
    assert not is_workbook(b"a,b,c")
