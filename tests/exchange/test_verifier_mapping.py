"""Unusual headings of a verifier: said by a person, kept as a file, never taken for less than they say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange.small_json import MOST_BYTES
from desktop.exchange.verifier_columns import Column, plain
from desktop.exchange.verifier_mapping import VerifierMapping
from desktop.exchange.verifier_results import Sheet, look, read_results
from tests.refusals import refusal_of

CODE = "81234561234567891234"
GERMAN = ("Bericht", "Inhalt,Art,ISO-Note,Note", f"{CODE},Code 128,3.2,gut")
BY_HAND = {Column.DATA: "Inhalt", Column.GRADE: "ISO-Note", Column.SYMBOLOGY: "Art"}


def sheet(*lines: str, mapping: dict[Column, str] | None = None, line: int | None = None) -> Sheet:
    return look("\n".join(lines).encode(), "r.csv", mapping=mapping, heading_line=line)


def test_the_widest_row_is_taken_for_the_headings_where_none_is_understood() -> None:
    found = sheet(*GERMAN)
    assert (found.heading_line, found.headings) == (2, ("Inhalt", "Art", "ISO-Note", "Note"))
    assert found.columns == ()


def test_a_mapping_is_shown_as_understood() -> None:
    found = sheet(*GERMAN, mapping=BY_HAND)
    assert dict(found.columns) == {Column.DATA: 0, Column.SYMBOLOGY: 1, Column.GRADE: 2}


def test_the_line_of_the_headings_can_be_chosen() -> None:
    lines = ("Data,Grade", "Data,Grade", f"{CODE},3.2")
    assert sheet(*lines).heading_line == 1
    assert sheet(*lines, line=2).heading_line == 2
    content = "\n".join(lines).encode()
    found = read_results(content, "r.csv", device="V", symbology="Code 128", heading_line=2)
    assert [one.line for one in found.taken] == [3]


def test_a_column_that_is_said_to_hold_nothing_is_a_figure_of_the_verifier() -> None:
    content = f"Data,Grade,Time\n{CODE},3.2,12 ms".encode()
    found = read_results(content, "r.csv", device="V", symbology="Code 128", mapping={Column.TIME: ""})
    assert found.taken[0].result.figures == (("Time", "12 ms"),)
    assert [column for column, _ in found.headings] == [Column.DATA, Column.GRADE]


def test_a_mapped_heading_that_is_not_there_is_told_and_nothing_is_read() -> None:
    content = f"Data,Grade\n{CODE},3.2".encode()
    mapping = {Column.FORMAL: "Formalnote"}
    told = refusal_of(lambda: read_results(content, "r.csv", device="V", mapping=mapping), InputError)
    assert "no column is headed “Formalnote”" in told


def test_one_column_cannot_hold_two_things() -> None:
    told = refusal_of(
        lambda: VerifierMapping("V", ((Column.DATA, "Note"), (Column.GRADE, "NOTE "))), InputError
    )
    assert "cannot be both Data of the symbol and Grade" in told


@given(
    st.dictionaries(
        st.sampled_from(Column), st.sampled_from(["", "Inhalt", "ISO-Note", "码", "a,b", "Time (s)"])
    ).filter(
        lambda one: len({plain(text) for text in one.values() if text}) == len([*filter(None, one.values())])
    ),
    st.sampled_from(["", "LVS 9585 / 0417"]),
)
def test_a_mapping_reads_as_it_was_written(columns: dict[Column, str], device: str) -> None:
    made = VerifierMapping("Line 2", tuple(columns.items()), device, "Code 128")
    assert VerifierMapping.parse(made.as_json()) == made


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"Data;Grade", "no JSON file"),
        (b"[" * 60_000, "no JSON file"),
        (b"[]", "an object"),
        (b" " * (MOST_BYTES + 1), "at most"),
        (json.dumps({"name": " ", "columns": {}}).encode(), "has a name"),
        (json.dumps({"name": "V", "columns": {"colour": "x"}}).encode(), "“colour” is no column"),
        (json.dumps({"name": "V", "columns": {"data": 1}}).encode(), "is no text"),
        (json.dumps({"name": "V", "columns": {"data": "a\nb"}}).encode(), "is no heading"),
        (json.dumps({"name": "V", "columns": {}, "device": []}).encode(), "is no text"),
    ],
)
def test_what_is_no_mapping_is_refused(content: bytes, told: str) -> None:
    assert told in refusal_of(lambda: VerifierMapping.parse(content), InputError)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_mapping_or_refused(noise: bytes) -> None:
    refused = None
    try:
        VerifierMapping.parse(noise)
    except InputError as error:
        refused = str(error)
    assert refused is None or refused
