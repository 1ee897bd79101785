"""Results of other verifiers: what can be read is taken over, every other row is told with its reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange.verifier_columns import Column
from desktop.exchange.verifier_results import VerifierFile, read_results
from desktop.exchange.verifier_values import formal_from, grade_from, moment_from
from tests.refusals import refusal_of

CODE = "81234561234567891234"
HEAD = "Data,Symbology,Overall Grade,Formal Grade,SC"


def read(*lines: str, encoding: str = "utf-8", **options: object) -> VerifierFile:
    options = {"device": "V1 no. 42"} | options
    return read_results("\r\n".join(lines).encode(encoding), "results.csv", **options)  # type: ignore[arg-type]


def test_a_row_becomes_a_result_with_its_other_figures() -> None:
    (taken,) = read(HEAD, f"{CODE},Code 128,3.2,3.2/06/660,75").taken
    result = taken.result
    assert (taken.line, result.device, result.data, result.symbology) == (2, "V1 no. 42", CODE, "Code 128")
    assert (result.grade, result.formal, result.figures) == (3.2, "3.2/06/660", (("SC", "75"),))


def test_semicolons_and_decimal_commas_are_read() -> None:
    (taken,) = read(HEAD.replace(",", ";"), f"{CODE};Code 128;3,2;3,2/06/660;75,4").taken
    assert (taken.result.grade, taken.result.formal) == (3.2, "3.2/06/660")


def test_chinese_headings_in_gb18030_are_read() -> None:
    (taken,) = read(
        "条码数据,码制,符号等级,检测日期", f"{CODE},Code 128,2.4,2026-11-20", encoding="gb18030"
    ).taken
    assert (taken.result.data, taken.result.grade) == (CODE, 2.4)
    assert taken.result.measured_at is not None


def test_headings_may_stand_behind_an_introduction() -> None:
    found = read("Report of verifier", "Operator,Li", "", HEAD, f"{CODE},Code 128,3.2,,")
    assert [one.line for one in found.taken] == [5]


def test_a_heading_that_nobody_knows_is_read_by_a_mapping() -> None:
    lines = ("Inhalt,Symbology,Note", f"{CODE},Code 128,3.2")
    assert "no row of headings" in refusal_of(lambda: read(*lines))
    mapping = {Column.DATA: "Inhalt", Column.GRADE: "Note"}
    assert read(*lines, mapping=mapping).taken[0].result.grade == 3.2


def test_a_result_is_not_calibrated_unless_a_person_says_so() -> None:
    line = f"{CODE},Code 128,3.2,,"
    assert not read(HEAD, line).taken[0].result.calibrated
    assert read(HEAD, line, calibrated=True).taken[0].result.calibrated


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Code 128,3.2,,", "data of the symbol are missing"),
        ("8.12345612345679E+19,Code 128,3.2,,", "damaged"),
        (f"{CODE},Code 128,,,", "grade is missing"),
        (f"{CODE},Code 128,5,,", "is no grade"),
        (f"{CODE},Code 128,B (1.2),,", "do not agree"),
        (f"{CODE},Code 128,3.2,2.8/06/660,", "do not agree"),
        (f"{CODE},Code 128,3.2,3.2-06-660,", "no formal grade"),
        (f"{CODE},,3.2,,", "symbology is missing"),
    ],
)
def test_a_faulty_row_is_told_and_the_others_are_taken(line: str, reason: str) -> None:
    found = read(HEAD, line, f"{CODE},Code 128,3.2,,")
    assert [one.line for one in found.taken] == [3]
    ((number, text),) = [(row.line, str(row.reason)) for row in found.faulty]
    assert number == 2
    assert reason in text


def test_a_row_without_a_device_is_faulty_where_nobody_named_one() -> None:
    assert len(read(HEAD, f"{CODE},Code 128,3.2,,", device="").faulty) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04....", b"%PDF-1.7", b'a,"b\nc', b"\xff\xff\xff\xff"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_results(content, "results.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    try:
        found = read_results(HEAD.encode() + b"\n" + noise, "results.csv", device="V")
    except InputError:
        return
    assert all(0 <= one.result.grade <= 4 for one in found.taken)


@pytest.mark.parametrize(
    ("text", "grade"),
    [("A", 3.5), ("b", 2.5), ("F", 0.0), ("4", 4.0), ("B (2.8)", 2.8), ("2.8 (B)", 2.8), ("C/1.5", 1.5)],
)
def test_a_letter_alone_is_worth_its_least(text: str, grade: float) -> None:
    assert grade_from(text) == grade


@pytest.mark.parametrize("text", ["", "E", "4.5", "-1", "A B", "3.2.1", "nan", "1e0"])
def test_what_is_no_grade_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        grade_from(text)


def test_the_formal_grade_of_a_direct_mark_is_read() -> None:
    assert formal_from("DPM2.5/08-20/650/(45Q)")[0] == 2.5


@pytest.mark.parametrize("text", ["03/04/2026", "2026-13-01", "yesterday", "", "1899-01-01"])
def test_a_date_that_can_be_read_in_two_ways_is_not_read(text: str) -> None:
    assert moment_from(text) is None


def test_a_moment_with_a_zone_is_told_in_utc() -> None:
    assert moment_from("2026-11-22T10:00:00+08:00") == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
