"""Tables of values for labels: every column, every problem with its place, nothing guessed."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange import label_records
from desktop.exchange.label_records import Records, read_records
from desktop.labels.fields import FieldKind, OwnField
from tests.exchange.workbooks import workbook

SHIFT = OwnField("shift", FieldKind.NUMBER, 2)


def csv_table(folder: Path, *rows: Sequence[str], encoding: str = "utf-8") -> Records:
    path = folder / "labels.csv"
    path.write_bytes("\r\n".join(",".join(row) for row in rows).encode(encoding))
    return read_records(path, [SHIFT])


def xlsx_table(folder: Path, *rows: Sequence[object]) -> Records:
    path = folder / "labels.xlsx"
    path.write_bytes(workbook(rows))
    return read_records(path, [SHIFT])


def told(records: Records) -> list[str]:
    return [str(problem.sentence) for problem in records.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_fields_are_found_by_name_and_by_title_in_both_languages(tmp_path: Path, encoding: str) -> None:
    records = csv_table(
        tmp_path,
        ("lot", "有效期至", "GTIN", "Serial number", "{shift}", "药品名称"),
        ("L1", "2030-01-31", "06932833600109", "A1", "3", "蒙脱石散"),
        ("L2", "", "", "", "", ""),
        encoding=encoding,
    )
    assert records.names == ("lot", "expiry", "gtin", "serial", "shift", "product")
    assert told(records) == []
    assert [(row.line, row.values) for row in records.rows] == [
        (
            2,
            {
                "lot": "L1",
                "expiry": "2030-01-31",
                "gtin": "06932833600109",
                "serial": "A1",
                "shift": "3",
                "product": "蒙脱石散",
            },
        ),
        (3, {"lot": "L2"}),
    ]


def test_workbooks_are_read_as_csv_is(tmp_path: Path) -> None:
    records = xlsx_table(
        tmp_path,
        ("lot", "expiry", "number", "made"),
        ("L1", datetime(2030, 1, 31), 17, date(2026, 2, 1)),  # noqa: DTZ001 (Excel has no zones)
        (None, None, None, None),
        ("L2", "2030/1/31", "018", "20260201"),
    )
    assert told(records) == []
    assert [(row.line, row.values) for row in records.rows] == [
        (2, {"lot": "L1", "expiry": "2030-01-31", "number": "17", "made": "2026-02-01"}),
        (4, {"lot": "L2", "expiry": "2030-01-31", "number": "018", "made": "2026-02-01"}),
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2030-01-31", "2030-01-31"),
        ("2030.1.31", "2030-01-31"),
        ("2030年1月31日", "2030-01-31"),
        ("20300131", "2030-01-31"),
        ("31.01.2030", "31.01.2030"),
        ("2030-01-31 08:00:00", "2030-01-31 08:00:00"),
    ],
)
def test_a_date_is_brought_to_one_form_where_it_can_mean_only_one_day(
    tmp_path: Path, written: str, day: str
) -> None:
    records = csv_table(tmp_path, ("expiry",), (written,))
    assert records.rows[0].values["expiry"] == day
    assert bool(records.problems) == (day == written != "2030-01-31")


def test_each_problem_has_its_row_and_column_and_the_value_stays(tmp_path: Path) -> None:
    records = csv_table(
        tmp_path,
        ("批号", "gtin", "expiry"),
        ("L1", "06932833600109", "2030-01-31"),
        ("L 2", "06932833600108", "2030-02-31"),
    )
    assert [(problem.line, problem.column) for problem in records.problems] == [
        (3, "批号"),
        (3, "gtin"),
        (3, "expiry"),
    ]
    assert told(records)[0].startswith("Line 3, 批号: character 2 is a space")
    assert records.rows[1].values == {"lot": "L 2", "gtin": "06932833600108", "expiry": "2030-02-31"}
    assert records.problem_count == 3


def test_what_excel_did_to_numbers_is_told(tmp_path: Path) -> None:
    records = xlsx_table(
        tmp_path,
        ("code", "gtin", "lot"),
        (81234561234567891234, 6.932833600109e12, "=A1"),
        ("81234561234567800000", "06932833600109", "L1"),
    )
    by_place = {(problem.line, problem.column): str(problem.text) for problem in records.problems}
    assert "rounded by Excel" in by_place[2, "code"]
    assert "formula" in by_place[2, "lot"]
    assert not any(line == 3 for line, _ in by_place)


def test_columns_that_are_no_field_or_stand_twice_are_passed_over_and_told(tmp_path: Path) -> None:
    records = csv_table(tmp_path, ("lot", "colour", "批号"), ("L1", "red", "L9", "more"))
    assert records.rows[0].values == {"lot": "L1"}
    assert [(problem.line, problem.column, problem.blocking) for problem in records.problems] == [
        (1, "colour", False),
        (1, "批号", False),
        (2, "", False),
    ]


def test_a_table_without_any_field_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no heading of the first line is the name of a field"):
        csv_table(tmp_path, ("colour",), ("red",))


def test_an_empty_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        csv_table(tmp_path, ("",))
    with pytest.raises(InputError, match="holds no records"):
        xlsx_table(tmp_path)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_records, "MAX_ROWS", 3)
    rows = [("lot",), *[(f"L{n}",) for n in range(3)]]
    assert len(csv_table(tmp_path, *rows).rows) == len(xlsx_table(tmp_path, *rows).rows) == 3
    for table in (csv_table, xlsx_table):
        with pytest.raises(InputError, match="more than 4 rows"):
            table(tmp_path, *rows, ("L4",))


def test_a_file_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(label_records, "MAX_SIZE", 10)
    with pytest.raises(InputError, match="larger than"):
        csv_table(tmp_path, ("lot",), ("L1234567890",))


def test_only_the_first_thousand_problems_are_worded(tmp_path: Path) -> None:
    records = csv_table(tmp_path, ("lot",), *[("a b",)] * 1_200)
    assert len(records.problems) == 1_000
    assert records.problem_count == 1_200


@settings(max_examples=50)
@given(content=st.binary(max_size=300))
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(b"lot,gtin\n" + content)
    try:
        records = read_records(path)
    except InputError:
        return
    assert all(set(row.values) <= {"lot", "gtin"} for row in records.rows)
