"""Grades as CSV: one row a symbol or record, and nothing that a spreadsheet would compute."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.grades_table import grades_csv, records_csv
from desktop.products.quality import GradeRecord, Occasion, Source, verdict_of
from tests.exchange.test_grade_report import CODE, pictured


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def a_record(grade: float | None = 2.4, **changes: object) -> GradeRecord:
    values: dict[str, object] = {
        "id": 3,
        "at": datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
        "by": "Li Na",
        "source": Source.PACKMARK,
        "device": "Packmark 0.1.0",
        "job_id": 7,
        "code": CODE,
        "label": 501,
        "number": 500,
        "occasion": Occasion.EVERY,
        "repeat_of": None,
        "reason": "",
        "symbology": "Code 128",
        "data": CODE,
        "edition": "GB/T 14258-2003",
        "grade": grade,
        "at_most": grade,
        "formal": "" if grade is None else f"{grade}/06/660",
        "minimum": 1.5,
        "verdict": verdict_of(grade, 1.5, calibrated=True),
        "calibrated": True,
    }
    return GradeRecord(**(values | changes))  # type: ignore[arg-type]


def test_each_symbol_is_a_row_with_the_names_of_the_truth_tables() -> None:
    symbols = [("a.png", pictured("Code128")[1]), ("b.png", pictured("DataMatrix")[1])]
    linear, matrix = rows_of(grades_csv(symbols, 1.5, "en"))
    assert (linear["file"], linear["data"], matrix["file"]) == ("a.png", CODE, "b.png")
    assert float(linear["decodability_pct"]) > 50
    assert (linear["UEC_pct"], matrix["decodability_pct"]) == ("", "")
    assert float(matrix["UEC_pct"]) > 0


def test_a_symbol_without_a_grade_has_an_empty_cell_and_does_not_pass() -> None:
    (row,) = rows_of(grades_csv([("a.png", pictured("Code128", calibrated=False)[1])], 1.5, "en"))
    assert (row["grade"], row["passes"]) == ("", "no")
    assert "not calibrated" in row["not_measurable"]


def test_a_record_is_a_row_in_the_reader_s_language() -> None:
    (english,) = rows_of(records_csv([a_record()], "en"))
    (chinese,) = rows_of(records_csv([a_record()], "zh_CN"))
    assert (english["Grade"], english["Formal grade"], english["Needed"]) == ("2.4", "2.4/06/660", "1.5")
    assert list(english.values())[:12] != list(chinese.values())[:12]
    assert "等级" in chinese


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "'=1"])
def test_what_a_spreadsheet_would_compute_is_told_as_text(value: str) -> None:
    (row,) = rows_of(records_csv([a_record(data=value)], "en"))
    assert row["Data"] == f"'{value}"


def test_negative_numbers_stay_numbers() -> None:
    assert csv_bytes(["a"], [[-1.5]]).decode("utf-8-sig").splitlines()[1] == "-1.5"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0")), min_size=1, max_size=4))
def test_every_text_comes_back_but_for_the_apostrophe(values: list[str]) -> None:
    content = csv_bytes(["x"] * len(values), [values]).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(content, newline="")))[1]
    assert all(found in {told, f"'{told}"} for found, told in zip(read, values, strict=True))
