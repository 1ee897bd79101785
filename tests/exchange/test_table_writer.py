"""Tables for other systems: every digit kept, columns as the receiver calls them."""

import csv
import json
from contextlib import suppress
from io import BytesIO, StringIO
from itertools import repeat
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from desktop.errors import InputError, Refused
from desktop.exchange import table_writer
from desktop.exchange.mapping_profiles import MappingProfile, PackField, field_title, standard
from desktop.exchange.table_writer import TableFormat, table_bytes
from desktop.texts import CHINESE

ROWS = [("81000210157090217447", 1, None), ("=1+1", 2, "包")]
HEADINGS = ("Code", "等级", "x")


def test_a_workbook_holds_codes_as_texts_and_computes_nothing() -> None:
    book = load_workbook(BytesIO(table_bytes(TableFormat.XLSX, "A" * 40, HEADINGS, ROWS)))
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [
        HEADINGS,
        ("81000210157090217447", "1", None),
        ("=1+1", "2", "包"),
    ]
    assert book.worksheets[0]["A3"].data_type == "s"


def test_json_is_a_list_of_objects_by_heading() -> None:
    found = json.loads(table_bytes(TableFormat.JSON, "", HEADINGS, ROWS))
    assert found == [dict(zip(HEADINGS, row, strict=True)) for row in ROWS]
    assert json.loads(table_bytes(TableFormat.JSON, "", HEADINGS, [])) == []


def test_csv_opens_in_excel_without_computing() -> None:
    text = table_bytes(TableFormat.CSV, "", HEADINGS, ROWS).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text)))[1:] == [["81000210157090217447", "1", ""], ["'=1+1", "2", "包"]]


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_writer, "MOST_XLSX_ROWS", 3)
    table_bytes(TableFormat.XLSX, "A", ("a",), repeat(("1",), 3))
    with pytest.raises(Refused, match="export CSV or JSON instead"):
        table_bytes(TableFormat.XLSX, "A", ("a",), repeat(("1",), 4))


def profile(**changes: object) -> bytes:
    whole = {"name": "SAP", "format": "json", "columns": [{"field": "lot", "heading": "CHARG"}]}
    return json.dumps(whole | changes).encode()


def test_a_profile_chooses_columns_their_order_and_their_headings() -> None:
    columns = [{"field": "lot", "heading": "CHARG"}, {"field": "code", "heading": "SERNR"}]
    found = MappingProfile.parse(profile(columns=columns))
    values = dict.fromkeys(PackField, "") | {PackField.CODE: "8", PackField.LOT: "L1"}
    assert (found.headings, found.row(values), found.format) == (
        ("CHARG", "SERNR"),
        ("L1", "8"),
        TableFormat.JSON,
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"{", "no JSON"),
        (b"[" * 50_000, "no JSON"),
        (b" " * 70_000, "at most"),
        (b"[]", "an object with"),
        (profile(name=""), "needs a name"),
        (profile(name=7), "an object with"),
        (profile(columns=[]), "no columns"),
        (profile(columns=[{"field": "colour", "heading": "x"}]), "no field “colour”"),
        (profile(columns=["code"]), "Column 1"),
        (profile(columns=[{"field": "lot", "heading": "a\nb"}]), "no heading"),
        (
            profile(columns=[{"field": "lot", "heading": "x"}, {"field": "code", "heading": "x"}]),
            "two columns",
        ),
        (profile(format="pdf"), "no format"),
    ],
)
def test_a_profile_that_is_none_is_refused_in_one_sentence(content: bytes, fault: str) -> None:
    with pytest.raises(InputError, match=fault):
        MappingProfile.parse(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_profile_or_refused(content: bytes) -> None:
    with suppress(InputError):
        assert MappingProfile.parse(content).columns


def test_without_a_profile_all_columns_are_told() -> None:
    made = standard({field: field_title(field).in_language(CHINESE) for field in PackField})
    assert len(made.headings) == len(PackField)
    assert made.headings[0] == "码"


def test_a_workbook_tells_no_time_so_that_it_is_the_same_bytes_at_any_time() -> None:
    first = table_bytes(TableFormat.XLSX, "codes", HEADINGS, ROWS)
    assert table_bytes(TableFormat.XLSX, "codes", HEADINGS, ROWS) == first
    with ZipFile(BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml")
    assert core.count(b">1980-01-01T00:00:00") == 2
