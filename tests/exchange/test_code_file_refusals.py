"""Reading the platform's code file: everything that must be refused, with what is said."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.exchange import code_lines, incoming, problems
from desktop.exchange.code_file import read_code_file
from desktop.texts import CHINESE
from tests.exchange.code_texts import CODES, PREFIX, file, header, text
from tests.refusals import refusal_of

CLIENT = "decrypt or export it in the platform client first."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "codes.txt is empty: expected a code file."),
        (b"\n\r\n\n", "codes.txt holds no code: its lines are empty or only a header."),
        (b"\xef\xbb\xbf", "codes.txt holds no code: its lines are empty or only a header."),
        (header().encode(), "codes.txt holds no code: its lines are empty or only a header."),
        (text(header()).encode(), "codes.txt holds no code: its lines are empty or only a header."),
        (
            b"PK\x03\x04\x14\0\x06\0",
            f"codes.txt is a ZIP archive or an Excel workbook, not a code file: {CLIENT}",
        ),
        (
            b"PK\x05\x06" + bytes(18),
            f"codes.txt is a ZIP archive or an Excel workbook, not a code file: {CLIENT}",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8),
            f"codes.txt is an old Excel or Word file, not a code file: {CLIENT}",
        ),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", f"codes.txt is a PDF file, not a code file: {CLIENT}"),
        (b"\x1f\x8b\x08\0", f"codes.txt is a compressed archive, not a code file: {CLIENT}"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", f"codes.txt is a compressed archive, not a code file: {CLIENT}"),
        (b"Rar!\x1a\x07\x01\0", f"codes.txt is a compressed archive, not a code file: {CLIENT}"),
        (b"\x89PNG\r\n\x1a\n", f"codes.txt is a picture, not a code file: {CLIENT}"),
        (b"SQLite format 3\0", f"codes.txt is a database, not a code file: {CLIENT}"),
        (
            b"-----BEGIN PKCS7-----\nMIIB",
            f"codes.txt is an encrypted or signed file, not a code file: {CLIENT}",
        ),
        (
            bytes(range(256)) * 8,
            f"codes.txt is binary, perhaps still encrypted, not a code file: {CLIENT}",
        ),
        (
            text(*CODES).encode("utf-16"),
            "codes.txt is UTF-16 text: save it as UTF-8 or GB18030 and try again.",
        ),
        (b'<?xml version="1.0"?><productList/>', "codes.txt is an XML file, not a code file."),
        (
            b"\xff\xff#" + text(header(), *CODES).encode(),
            "codes.txt: byte 1 is 0xFF, which is neither UTF-8 nor GB18030 text.",
        ),
        (
            "样".encode() + b"\xff#" + text(header(), *CODES).encode(),
            "codes.txt: byte 4 is 0xFF, which is neither UTF-8 nor GB18030 text.",
        ),
        (
            text("a#b#c", *CODES).encode(),
            "codes.txt: Line 1: the header has 3 fields between #, expected 8 or more.",
        ),
        (
            text(header(f0="a\x01b"), *CODES).encode(),
            "codes.txt: Line 1: header field 'a\\x01b' holds # or a control character.",
        ),
        (
            b"8" * 70_000,
            "codes.txt: a line is longer than 65536 bytes; a code file has one code a line.",
        ),
    ],
)
def test_what_is_no_code_file_is_refused_by_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    path = file(tmp_path, content)
    assert refusal_of(lambda: read_code_file(path), InputError) == told


def test_a_folder_is_refused(tmp_path: Path) -> None:
    told = f"{tmp_path} is a folder: choose a file in it."
    assert refusal_of(lambda: read_code_file(tmp_path), InputError) == told


@pytest.mark.parametrize("name", ["missing.txt", "codes.txt/inside", "a\0b"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    file(tmp_path, text(*CODES))
    path = tmp_path / name
    told = f"{path}: there is no such file."
    with pytest.raises(InputError) as caught:
        read_code_file(path)
    assert str(caught.value) == told


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    told = f"{path} is a device or a pipe: choose a file."
    assert refusal_of(lambda: read_code_file(path), InputError) == told


GOOD = CODES[:2]
LATE = CODES[2:]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f" {CODES[3]}", "character 1 is a space; expected 20 digits and nothing else."),
        (f"{CODES[3]} ", "character 21 is a space; expected 20 digits and nothing else."),
        (f"{CODES[3]},1", "character 21 is a comma; expected 20 digits and nothing else."),
        (f'"{CODES[3]}"', "character 1 is a quotation mark; expected 20 digits and nothing else."),
        (f"{CODES[3]}\t", "character 21 is a tab; expected 20 digits and nothing else."),
        (f"{CODES[3]}\0", "character 21 is a NUL byte; expected 20 digits and nothing else."),
        (f"{CODES[3][:19]}\r0", "character 20 is a line break; expected 20 digits and nothing else."),
        (
            "\ufeff" + CODES[3],
            "character 1 is a byte order mark (U+FEFF); expected 20 digits and nothing else.",
        ),
        ("8９99901" + "0" * 13, "character 2 is '９' (full width); expected 20 digits and nothing else."),
        (
            "8.99990100000005E+19",
            "8.99990100000005E+19: 20-digit numbers were rounded by Excel; save the column as text.",
        ),
        ("8021762-9000000001003", "character 8 is '-'; expected 20 digits and nothing else."),
        (CODES[3][:19], "found 19 digits, expected 20."),
        (CODES[3] + "0", "found 21 digits, expected 20."),
        (CODES[3] * 2, "found 40 digits, expected 20."),
        (
            "89999020000005014711",
            "code 89999020000005014711 begins with 8999902, the others with 8999901.",
        ),
        (CODES[0], f"code {CODES[0]} stands in line 2 already."),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bad_line_is_named_with_its_number_and_what_is_wrong(
    tmp_path: Path, line: str, told: str, end: str
) -> None:
    content = text(header(begin="", end=""), *GOOD, line, *LATE[:1], end=end)
    path = file(tmp_path, content)
    assert refusal_of(lambda: read_code_file(path), InputError) == f"codes.txt: Line 4: {told}"


def test_an_empty_line_before_a_code_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, text(*GOOD, "", *LATE))
    assert refusal_of(lambda: read_code_file(path), InputError) == "codes.txt: Line 3 is empty."


def test_several_empty_lines_are_counted(tmp_path: Path) -> None:
    path = file(tmp_path, text(*GOOD, "", "", "", *LATE))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt has 3 problems; nothing of it was taken.\nLine 3 is empty.\n... and 2 more problems."
    )


def test_bytes_of_another_encoding_are_named_with_their_place(tmp_path: Path) -> None:
    data = text(*GOOD).encode() + b"8999901\xa3\xb1\n"
    path = file(tmp_path, data)
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: Line 3: byte 8 is 0xA3, which is no UTF-8 text."
    )


def test_full_width_digits_of_a_gb18030_file_are_named_as_such(tmp_path: Path) -> None:
    data = text(header(f0="样张", begin="", end=""), *GOOD, "8999901１").encode("gb18030")
    path = file(tmp_path, data)
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: Line 4: character 8 is '１' (full width); expected 20 digits and nothing else."
    )


def test_a_file_that_was_cut_off_is_told_so(tmp_path: Path) -> None:
    path = file(tmp_path, text(header(), *CODES)[:-9])
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: Line 5: the file ends after 12 of 20 digits; it was cut off. Download it again."
    )


def test_a_file_that_was_cut_off_between_lines_is_known_by_its_header(tmp_path: Path) -> None:
    path = file(tmp_path, text(header(), *CODES[:-1]))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        f"codes.txt: The header says that the last code is {CODES[-1]} (codeEnd), but it is {CODES[-2]}: "
        "lines are missing or were added."
    )


def test_a_first_code_that_is_not_the_headers_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, text(header(begin="000000499"), *CODES))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: The header says that the first code is 000000499 (codeBegin), but it is 000000500."
    )


def test_a_line_that_is_missing_within_a_run_is_noticed(tmp_path: Path) -> None:
    run = [f"{PREFIX}{serial:09d}0000" for serial in range(100, 120)]
    path = file(tmp_path, text(header(begin=run[0], end=run[-1]), *run[:7], *run[8:]))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: The header's codeBegin to codeEnd are 20 serial numbers, but there are 19 codes: "
        "the first one is missing before line 9."
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"res_code": "999902"},
            (
                "The header says that codes begin with 8999902 (codeHead and resCode), "
                "but they begin with 8999901."
            ),
        ),
        (
            {"code_head": "9"},
            (
                "The header says that codes begin with 9999901 (codeHead and resCode), "
                "but they begin with 8999901."
            ),
        ),
        (
            {"res_code": "", "code_head": ""},
            "The header says that codes begin with - (codeHead and resCode), but they begin with 8999901.",
        ),
        ({"level": ""}, "The header says pack level '', expected 1 to 5."),
        ({"level": "0"}, "The header says pack level '0', expected 1 to 5."),
        ({"level": "6"}, "The header says pack level '6', expected 1 to 5."),
        ({"level": "一"}, "The header says pack level '一', expected 1 to 5."),
    ],
)
def test_a_header_that_does_not_fit_the_codes_is_refused(
    tmp_path: Path, fields: dict[str, str], told: str
) -> None:
    path = file(tmp_path, text(header(**fields), *CODES))
    assert refusal_of(lambda: read_code_file(path), InputError) == f"codes.txt: {told}"


def test_codes_that_do_not_start_with_eight_are_refused(tmp_path: Path) -> None:
    path = file(tmp_path, text(*("7" + code[1:] for code in CODES)))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: The codes begin with 7999901: all drug codes issued today start with 8."
    )


def test_a_stray_first_line_is_the_stray_and_not_the_rest(tmp_path: Path) -> None:
    path = file(tmp_path, text("89999020000005014711", *CODES))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt: Line 1: code 89999020000005014711 begins with 8999902, the others with 8999901."
    )


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    content = text(header(level="x"), CODES[0], "12", CODES[1], CODES[0], CODES[1], CODES[0])
    path = file(tmp_path, content)
    assert refusal_of(lambda: read_code_file(path), InputError).splitlines() == [
        "codes.txt has 5 problems; nothing of it was taken.",
        "Line 3: found 2 digits, expected 20.",
        f"Line 5: code {CODES[0]} stands in line 2 already.",
        f"Line 6: code {CODES[1]} stands in line 4 already.",
        f"Line 7: code {CODES[0]} stands in line 5 already.",
        "The header says pack level 'x', expected 1 to 5.",
    ]


@pytest.mark.parametrize(
    ("bad", "more"), [(100, ""), (101, "... and 1 more problem."), (250, "... and 150 more problems.")]
)
def test_a_hundred_problems_are_named_and_the_rest_is_counted(tmp_path: Path, bad: int, more: str) -> None:
    path = file(tmp_path, text(*CODES, *(["x"] * bad)))
    lines = refusal_of(lambda: read_code_file(path), InputError).splitlines()
    assert lines[0] == f"codes.txt has {bad} problems; nothing of it was taken."
    named = [line for line in lines if line.startswith("Line")]
    assert (len(named), named[-1]) == (
        100,
        "Line 104: character 1 is 'x'; expected 20 digits and nothing else.",
    )
    assert lines[101:] == ([more] if more else [])


def test_many_duplicates_are_counted_beyond_a_hundred(tmp_path: Path) -> None:
    codes = [f"{PREFIX}{serial:013d}" for serial in range(300)]
    path = file(tmp_path, text(*codes, *codes))
    lines = refusal_of(lambda: read_code_file(path), InputError).splitlines()
    assert lines[0] == "codes.txt has 300 problems; nothing of it was taken."
    assert lines[1] == f"Line 301: code {codes[0]} stands in line 1 already."
    assert lines[-2:] == [
        f"Line 400: code {codes[99]} stands in line 100 already.",
        "... and 200 more problems.",
    ]


def test_a_file_with_too_many_lines_is_refused_before_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_lines, "MAX_CODES", 2)
    path = file(tmp_path, text(*CODES))
    assert refusal_of(lambda: read_code_file(path), InputError) == (
        "codes.txt has more than 2 lines: split it into smaller files."
    )


def test_what_is_wrong_is_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_code_file(file(tmp_path, text(header(), "8999901 0", *CODES)))
    assert caught.value.in_language(CHINESE) == ("codes.txt：第 2 行：第 8 个字符是空格；应只有 20 位数字。")


@given(st.binary(max_size=400) | st.text("0123456789#\r\n x８", max_size=200).map(str.encode))
def test_any_bytes_are_a_code_file_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = file(tmp_path_factory.mktemp("any", numbered=True), data)
    try:
        found = read_code_file(path)
    except InputError:
        return
    assert found.count == sum(len(chunk) for chunk in found.chunks())


@given(
    codes=st.lists(st.integers(0, 999).map(lambda serial: f"{PREFIX}{serial:013d}"), min_size=1, max_size=40),
    data=st.data(),
)
def test_one_changed_byte_is_refused_or_is_another_code(
    tmp_path_factory: pytest.TempPathFactory, codes: list[str], data: st.DataObject
) -> None:
    codes = list(dict.fromkeys(codes))
    sound = text(*codes).encode()
    index = data.draw(st.integers(0, len(sound) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != sound[index]))
    path = file(
        tmp_path_factory.mktemp("changed", numbered=True), sound[:index] + bytes([byte]) + sound[index + 1 :]
    )
    try:
        found = read_code_file(path)
    except InputError:
        return
    read = [code for chunk in found.chunks() for code in chunk]
    assert chr(byte).isdigit()
    assert (len(read), len(set(read) - set(codes))) == (len(codes), 1)


def test_the_limits_are_those_that_are_documented() -> None:
    assert (code_lines.MAX_CODES, problems.NAMED, incoming.HEAD_SIZE) == (4_000_000, 100, 65_536)
