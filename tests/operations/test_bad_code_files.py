"""Bad files of codes and bad ratios, row by row of the reference: what is said, and nothing is done.

The numbers are those of the list (reference, part C); what a single reader refuses in detail stands with
the tests of that reader.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from desktop.errors import InputError, Refused
from desktop.exchange import code_lines
from desktop.operations import codes, pool, products, sample_plant
from desktop.operations.plant import Plant
from desktop.products.packing import Packing, Reading
from tests.exchange.code_texts import text
from tests.operations.test_codes import KNOWN, NEW
from tests.refusals import refusal_of

HEADER = "##999901#9990001001#1###8"
CLIENT = "decrypt or export it in the platform client first."
ONE = "codes.txt: "


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"", "codes.txt is empty: expected a code file.", id="54 empty"),
        pytest.param(
            text(HEADER).encode(),
            "codes.txt holds no code: its lines are empty or only a header.",
            id="54 only a header",
        ),
        pytest.param(
            b"PK\x03\x04\x14\0\x06\0" + bytes(40),
            f"codes.txt is a ZIP archive or an Excel workbook, not a code file: {CLIENT}",
            id="55 zip",
        ),
        pytest.param(b"%PDF-1.7\n", f"codes.txt is a PDF file, not a code file: {CLIENT}", id="55 pdf"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
            f"codes.txt is an old Excel or Word file, not a code file: {CLIENT}",
            id="55 renamed xls",
        ),
        pytest.param(
            bytes(range(256)) * 9,
            f"codes.txt is binary, perhaps still encrypted, not a code file: {CLIENT}",
            id="55 encrypted",
        ),
        pytest.param(
            text(*NEW).encode() + b"\xff\xff\n",
            f"{ONE}Line 21: byte 1 is 0xFF, which is no UTF-8 text.",
            id="56 encoding",
        ),
        pytest.param(
            text("a#b#c", *NEW).encode(),
            f"{ONE}Line 1: the header has 3 fields between #, expected 8 or more.",
            id="57 header too short",
        ),
        pytest.param(
            text(HEADER.replace("#1#", "#2#"), *NEW).encode(),
            f"{ONE}the header says pack level 2, but codes that begin with 8999901 are level 1 of 蒙脱石散.",
            id="57 header of another level",
        ),
        pytest.param(
            text(HEADER.replace("999901", "999902"), *NEW).encode(),
            f"{ONE}The header says that codes begin with 8999902 (codeHead and resCode), "
            "but they begin with 8999901.",
            id="57 header of another prefix",
        ),
        pytest.param(
            text(HEADER, NEW[0], f"{NEW[1]} ").encode(),
            f"{ONE}Line 3: character 21 is a space; expected 20 digits and nothing else.",
            id="58 space",
        ),
        pytest.param(
            text(HEADER, NEW[0], f"{NEW[1]},").encode(),
            f"{ONE}Line 3: character 21 is a comma; expected 20 digits and nothing else.",
            id="58 comma",
        ),
        pytest.param(
            text(HEADER, NEW[0], f'"{NEW[1]}"').encode(),
            f"{ONE}Line 3: character 1 is a quotation mark; expected 20 digits and nothing else.",
            id="58 quotes",
        ),
        pytest.param(
            text(HEADER, NEW[0], f"\t{NEW[1]}").encode(),
            f"{ONE}Line 3: character 1 is a tab; expected 20 digits and nothing else.",
            id="58 tab",
        ),
        pytest.param(
            text(HEADER, *NEW[:3], NEW[0]).encode(),
            f"{ONE}Line 5: code {NEW[0]} stands in line 2 already.",
            id="58 duplicate",
        ),
        pytest.param(
            text(HEADER, NEW[0], NEW[1][:18]).encode(),
            f"{ONE}Line 3: found 18 digits, expected 20.",
            id="58 mixed lengths",
        ),
        pytest.param(
            text(HEADER, *NEW)[:-9].encode(),
            f"{ONE}Line 21: the file ends after 12 of 20 digits; it was cut off. Download it again.",
            id="58 cut off",
        ),
        pytest.param(
            text(HEADER.replace("###8", f"#{NEW[1]}#{NEW[-1]}#8"), *NEW).encode(),
            f"{ONE}The header says that the first code is {NEW[1]} (codeBegin), but it is {NEW[0]}.",
            id="59 codeBegin",
        ),
        pytest.param(
            text(HEADER.replace("###8", f"#{NEW[0]}#{NEW[-1]}#8"), *NEW[:-1]).encode(),
            f"{ONE}The header says that the last code is {NEW[-1]} (codeEnd), but it is {NEW[-2]}: "
            "lines are missing or were added.",
            id="59 codeEnd",
        ),
        pytest.param(
            text(HEADER.replace("###8", f"#{NEW[0]}#{NEW[-1]}#8"), *NEW[:7], *NEW[8:]).encode(),
            f"{ONE}The header's codeBegin to codeEnd are 20 serial numbers, but there are 19 codes: "
            "the first one is missing before line 9.",
            id="59 count",
        ),
        pytest.param(
            text(NEW[0], "8.99990150000001E+19").encode(),
            f"{ONE}Line 2: 8.99990150000001E+19: 20-digit numbers were rounded by Excel; "
            "save the column as text.",
            id="61 rounded in a text",
        ),
    ],
)
def test_a_bad_file_is_refused_by_what_is_wrong_with_it(
    plant: Plant, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "codes.txt"
    path.write_bytes(content)
    assert refusal_of(lambda: codes.import_codes(plant, path), InputError) == told
    found = codes.preview_codes(plant, path)
    assert not found.importable
    assert str(found.problems[0]) in told
    assert codes.pool_levels(plant)[0].counts.issued == 10_000


def test_row_54_a_folder(plant: Plant, tmp_path: Path) -> None:
    told = f"{tmp_path} is a folder: choose a file in it."
    assert refusal_of(lambda: codes.import_codes(plant, tmp_path), InputError) == told
    assert str(codes.preview_codes(plant, tmp_path).sentence) == told


def test_row_54_a_file_that_another_program_has_locked(
    plant: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "codes.txt"
    path.write_text(text(*NEW), encoding="utf-8")

    def locked(*_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", locked)
        said = refusal_of(lambda: codes.import_codes(plant, path), InputError)
    assert said == (
        f"{path} cannot be opened: another program has locked it, or you may not read it. "
        "Close it there and try again."
    )


def test_row_60_the_same_file_again(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text(text(*NEW), encoding="utf-8")
    codes.import_codes(plant, path)
    file = codes.imported_files(plant)[0]
    assert refusal_of(lambda: codes.import_codes(plant, path), Refused) == (
        f"codes.txt: this very file was imported on {file.imported_at:%Y-%m-%d %H:%M} UTC "
        f"by {file.imported_by} (as codes.txt). Nothing was imported again."
    )


def test_row_60_codes_that_came_in_another_file(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text(text(KNOWN[0], *NEW), encoding="utf-8")
    assert refusal_of(lambda: codes.import_codes(plant, path), Refused).splitlines() == [
        "At least 1 code of this file is known already or stands in it twice. Nothing was imported.",
        f"Code {KNOWN[0]} was imported with file codes_level1.txt.",
    ]


def test_row_61_a_workbook_whose_codes_are_numbers(plant: Plant, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([81000210157090217447])
    book.save(tmp_path / "codes.xlsx")
    assert refusal_of(lambda: codes.import_codes(plant, tmp_path / "codes.xlsx"), InputError) == (
        "codes.xlsx: Line 1: 8.10002101570902E+19: 20-digit numbers were rounded by Excel; "
        "save the column as text."
    )


def test_row_62_more_lines_than_one_import_takes(
    plant: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_lines, "MAX_CODES", 5)
    path = tmp_path / "codes.txt"
    path.write_text(text(*NEW), encoding="utf-8")
    assert refusal_of(lambda: codes.import_codes(plant, path), InputError) == (
        "codes.txt has more than 5 lines: split it into smaller files."
    )


class _Room(NamedTuple):
    free: int


def test_row_62_more_codes_than_the_disk_takes(
    plant: Plant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Room(1000))
    path = tmp_path / "codes.txt"
    path.write_text(text(*NEW), encoding="utf-8")
    told = (
        "codes.txt: its 20 codes need about 1 MB on the disk of the database, which has 0 MB free. "
        "Free space, then repeat."
    )
    assert refusal_of(lambda: codes.import_codes(plant, path), Refused) == told
    assert str(codes.preview_codes(plant, path).problems[0]) == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_row_54_a_pipe(plant: Plant, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert refusal_of(lambda: codes.import_codes(plant, path), InputError) == (
        f"{path} is a device or a pipe: choose a file."
    )


@pytest.mark.parametrize(
    ("parse", "told"),
    [
        pytest.param(
            lambda: Packing.parse("2:10"),
            "Pack ratio 2:10: starts with 2, must start with 1.",
            id="47 not from 1",
        ),
        pytest.param(
            lambda: Packing.parse("1:0"),
            "Pack ratio 1:0: 0 packs in a pack, expected 1 or more.",
            id="47 zero",
        ),
        pytest.param(
            lambda: Packing.parse("1:-5"),
            "Pack ratio 1:-5: -5 is negative, expected 1 or more.",
            id="47 negative",
        ),
        pytest.param(
            lambda: Packing.parse("1:10:5"),
            "Pack ratio 1:10:5: 5 follows 10; the numbers must not fall "
            "from the largest pack to the smallest.",
            id="47 falling",
        ),
        pytest.param(
            lambda: Packing.parse("1:a"), "Pack ratio 1:a: 'a' is no whole number of packs.", id="47 a letter"
        ),
        pytest.param(
            lambda: Packing.parse("1：10"),
            "Pack ratio 1：10: '：' (full width) stands in it. Switch the input method to English and "
            "write it like 1:10:100.",
            id="47 full-width colon",
        ),
        pytest.param(
            lambda: Packing.parse("1:10:100:1000:10000:100000"),
            "Pack ratio 1:10:100:1000:10000:100000: levels found: 6, expected 2 to 5.",
            id="47 too many levels",
        ),
        pytest.param(
            lambda: Packing.parse("1:12501"),
            "Pack ratio 1:12501: 12501 packs in one pack, expected at most 12500.",
            id="47 above the limit",
        ),
        pytest.param(
            lambda: Packing.parse("1:4:10"),
            "Pack ratio 1:4:10: 10 packs do not fill 4 packs evenly. If 10 go into each of the 4, "
            "choose the nested reading.",
            id="48 uneven",
        ),
    ],
)
def test_a_bad_ratio_is_refused_by_what_is_wrong_with_it(parse: Callable[[], Packing], told: str) -> None:
    assert refusal_of(parse, InputError) == told


def test_row_48_what_is_uneven_is_a_nested_ratio() -> None:
    assert Packing.parse("1:4:10", Reading.NESTED).children == (1, 10, 4)


def test_row_53_a_quantity_that_does_not_fill_the_last_pack_is_told(plant: Plant) -> None:
    product = products.find_product(plant, sample_plant.GTIN)
    plan = pool.plan_codes(plant, product.id, 1007)
    assert [str(row.last_pack) for row in plan.rows if row.last_pack] == [
        "The last of 101 bundles holds 7 of 10.",
        "The last of 11 cases holds 1 of 10.",
    ]
