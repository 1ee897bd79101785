"""Codes from plain text, CSV tables and Excel workbooks: found, read, or refused with the reason."""

import random
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Cancelled, InputError
from desktop.exchange.code_file import look_at_code_file, read_code_file
from desktop.exchange.code_format import CodeFormat, FileKind
from tests.exchange.code_texts import CODES, PREFIX, file, text
from tests.refusals import refusal_of

ROUNDED = "20-digit numbers were rounded by Excel; save the column as text."


def workbook(folder: Path, *rows: Sequence[object]) -> Path:
    """Write a workbook with Excel's own kinds of cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    path = folder / "codes.xlsx"
    book.save(path)
    return path


def all_of(path: Path, column: str | None = None) -> list[str]:
    return [code for chunk in read_code_file(path, column=column).chunks() for code in chunk]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_column_of_the_codes_is_found(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    lines = [delimiter.join(("序号", "追溯码", "备注"))]
    lines += [delimiter.join((str(n), code, "样张")) for n, code in enumerate(CODES)]
    path = file(tmp_path, text(*lines, end=end).encode(encoding))
    found = read_code_file(path)
    assert found.format == CodeFormat(FileKind.CSV, "", encoding, end, delimiter, "追溯码")
    assert (found.columns, found.column) == (("序号", "追溯码", "备注"), "追溯码")
    assert all_of(path) == CODES


def test_a_table_without_headings_calls_its_columns_as_excel_does(tmp_path: Path) -> None:
    path = file(tmp_path, text(*(f"{n},{code}" for n, code in enumerate(CODES))))
    found = read_code_file(path)
    assert (found.columns, found.column, found.format.heading) == (("A", "B"), "B", "")
    assert (found.count, found.codes.first) == (4, CODES[0])


@pytest.mark.parametrize("heading", ["追溯码", "code", '"the code"'])
def test_one_column_may_have_a_heading(tmp_path: Path, heading: str) -> None:
    path = file(tmp_path, text(heading, *CODES))
    found = read_code_file(path)
    assert (found.format.kind, found.format.heading, found.count) == (FileKind.CSV, heading.strip('"'), 4)


def test_codes_in_quotation_marks_are_read(tmp_path: Path) -> None:
    assert all_of(file(tmp_path, text(*(f'"{code}"' for code in CODES)))) == CODES


def test_a_quoted_cell_may_hold_a_line_break(tmp_path: Path) -> None:
    path = file(tmp_path, text("note,code", f'"two\nlines",{CODES[0]}', f"one,{CODES[1]}"))
    assert all_of(path) == CODES[:2]


@pytest.mark.parametrize("wanted", ["parent", "B", "2"])
def test_a_column_is_chosen_by_heading_letter_or_number(tmp_path: Path, wanted: str) -> None:
    parents = [f"8999902{code[7:]}" for code in CODES]
    lines = [f"{code},{parent}" for code, parent in zip(CODES, parents, strict=True)]
    path = file(tmp_path, text("child,parent", *lines))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: several columns hold codes of 20 digits (child, parent). Choose one."
    )
    assert all_of(path, wanted) == parents


def test_a_column_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = file(tmp_path, text("child,parent", f"{CODES[0]},x"))
    assert refusal_of(lambda: read_code_file(path, column="case"), InputError) == (
        "codes.txt has no column case; its columns are: child, parent."
    )


def test_a_table_without_codes_is_refused_with_its_columns(tmp_path: Path) -> None:
    path = file(tmp_path, text("name,price", "aspirin,3", "paracetamol,4"))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: no column holds codes of 20 digits (its columns: name, price). "
        "Choose the column, or save it as text."
    )


def test_a_table_with_open_quotation_marks_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, text("a,code", *(f"x,{code}" for code in CODES), f'"x,{CODES[0]}'))
    said = refusal_of(lambda: read_code_file(path), InputError)
    assert said == "codes.txt, line 6: the table cannot be read (unexpected end of data)."


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("8.99990100000005E+19", f"Line 4: 8.99990100000005E+19: {ROUNDED}"),
        ("8.99990E+19", f"Line 4: 8.99990E+19: {ROUNDED}"),
        (f" {CODES[3]}", "Line 4: character 1 is a space; expected 20 digits and nothing else."),
        (f"={CODES[3]}", "Line 4: character 1 is '='; expected 20 digits and nothing else."),
        (CODES[3][:19], "Line 4: found 19 digits, expected 20."),
        (CODES[0], f"Line 4: code {CODES[0]} stands in line 2 already."),
    ],
)
def test_a_bad_cell_is_named_with_its_line(tmp_path: Path, cell: str, told: str) -> None:
    path = file(tmp_path, text("n,code", f"1,{CODES[0]}", f"2,{CODES[1]}", f"3,{cell}"))
    assert refusal_of(lambda: read_code_file(path), InputError) == f"codes.txt: {told}"


def test_a_line_that_is_too_short_has_an_empty_cell(tmp_path: Path) -> None:
    path = file(tmp_path, text("n,code", f"1,{CODES[0]}", "2", f"3,{CODES[1]}"))
    assert refusal_of(lambda: read_code_file(path), InputError) == "codes.txt: Line 3 is empty."


def test_codes_that_a_spreadsheet_has_written_with_zeros_are_refused(tmp_path: Path) -> None:
    codes = [f"{PREFIX}{n:08d}00000" for n in range(3)]
    assert refusal_of(lambda: read_code_file(file(tmp_path, text(*codes))), InputError) == (
        f"codes.txt: All codes end in 00000: {ROUNDED}"
    )


def test_a_workbook_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("序号", "追溯码"), *enumerate(CODES))
    found = read_code_file(path)
    assert found.format == CodeFormat(FileKind.XLSX, heading="追溯码")
    assert (found.columns, found.count, found.codes.first) == (("序号", "追溯码"), 4, CODES[0])
    assert all_of(path) == CODES


def test_a_workbook_is_known_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path, *([code] for code in CODES)).rename(tmp_path / "codes.txt")
    assert all_of(path) == CODES


@pytest.mark.parametrize("number", [81000210157090217447, 8.1000210157090217e19, 8999901000000500])
def test_a_column_of_numbers_is_refused(tmp_path: Path, number: float) -> None:
    path = workbook(tmp_path, ("code",), (CODES[0],), (CODES[1],), (number,))
    said = refusal_of(lambda: read_code_file(path), InputError)
    assert said.startswith("codes.xlsx: Line 4: 8.")
    assert said.endswith(f": {ROUNDED}")


def test_a_workbook_with_only_numbers_says_what_to_do(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("n", "code"), (1, 81000210157090217447), (2, 81000210157090217448))
    assert refusal_of(lambda: read_code_file(path), InputError).splitlines() == [
        "codes.xlsx has 2 problems; nothing of it was taken.",
        f"Line 2: 8.10002101570902E+19: {ROUNDED}",
        f"Line 3: 8.10002101570902E+19: {ROUNDED}",
    ]


def test_a_formula_is_no_code(tmp_path: Path) -> None:
    path = workbook(tmp_path, (CODES[0],), (CODES[1],), (f'="{CODES[2]}"',))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.xlsx: Line 3: character 1 is '='; expected 20 digits and nothing else."
    )


def test_rows_of_a_workbook_are_counted_as_excel_does(tmp_path: Path) -> None:
    path = workbook(tmp_path, (CODES[0],), (), (CODES[1],), ("x",))
    assert refusal_of(lambda: read_code_file(path), InputError).splitlines()[1:] == [
        "Line 2 is empty.",
        "Line 4: character 1 is 'x'; expected 20 digits and nothing else.",
    ]


def test_another_archive_is_refused_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "codes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("codes.txt", text(*CODES))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.zip is a ZIP archive or an Excel workbook, not a code file: "
        "decrypt or export it in the platform client first."
    )


def test_a_workbook_that_was_made_to_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, *([code] for code in CODES))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b"0" * 50_000_000)
    assert "is packed so that it would grow" in refusal_of(lambda: read_code_file(path), InputError)


def test_what_is_looked_at_may_be_wrong_in_every_line(tmp_path: Path) -> None:
    found = look_at_code_file(file(tmp_path, text(*CODES, *(["x"] * 150))))
    assert (found.count, found.problems.total, len(found.problems.told)) == (4, 150, 100)
    assert (found.codes.first, found.codes.last) == (CODES[0], CODES[-1])


@pytest.mark.parametrize("make", [workbook, None])
def test_a_table_can_be_cancelled(tmp_path: Path, make: Callable[..., Path] | None) -> None:
    rows = [(f"{PREFIX}{n:013d}",) for n in range(3000)]
    path = make(tmp_path, *rows) if make else file(tmp_path, text("code", *(row[0] for row in rows)))
    with pytest.raises(Cancelled):
        read_code_file(path, lambda _: False)


@given(
    st.lists(st.lists(st.text('8901"\n,;\t x８', max_size=25), max_size=4), max_size=8),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_table_is_codes_or_refused(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    path = file(tmp_path_factory.mktemp("any", numbered=True), text(*map(delimiter.join, rows)))
    try:
        found = read_code_file(path)
    except InputError:
        return
    assert found.count == sum(map(len, found.chunks()))


@given(st.randoms(use_true_random=False))
def test_a_code_is_found_again_in_its_line(shuffler: random.Random) -> None:
    codes = [f"{PREFIX}{n:013d}" for n in range(1, 60)]
    shuffler.shuffle(codes)
    with tempfile.TemporaryDirectory() as folder:
        found = look_at_code_file(file(Path(folder), text("code", *codes)))
        assert [found.codes.line_of(code) for code in codes] == list(range(2, 61))
