"""Reading the platform's code file: everything that must be taken."""

import hashlib
import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Cancelled, InputError
from desktop.exchange import code_lines
from desktop.exchange.code_file import fingerprint, read_code_file
from desktop.products.product import PackLevel, Product
from tests.exchange.code_texts import CODES, PREFIX, file, header, text
from tests.refusals import refusal_of


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("tail", ["", "\n", "\r\n\r\n\n"])
def test_every_encoding_and_line_ending_of_the_platform_is_read(
    tmp_path: Path, end: str, encoding: str, tail: str
) -> None:
    content = text(header(f0="蒙脱石散"), *CODES, end=end) + tail
    data = content.encode(encoding)
    found = read_code_file(file(tmp_path, data))
    assert (found.encoding, found.line_ending) == (encoding, end)
    assert (found.prefix, found.level, found.count) == (PREFIX, 1, 4)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert found.header is not None
    assert found.header.raw == header(f0="蒙脱石散")
    assert list(found.chunks()) == [CODES]


def test_a_file_without_header_is_read_and_names_no_level(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(*CODES)))
    assert (found.header, found.level, found.prefix, found.count) == (None, None, PREFIX, 4)
    assert list(found.chunks()) == [CODES]


def test_a_file_without_header_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(*CODES).encode("utf-8-sig")))
    assert (found.encoding, found.count, list(found.chunks())) == ("utf-8-sig", 4, [CODES])


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header(), *CODES).removesuffix("\n")))
    assert (found.count, list(found.chunks())) == (4, [CODES])


def test_one_code_is_a_file(tmp_path: Path) -> None:
    assert read_code_file(file(tmp_path, CODES[0])).count == 1


def test_line_ends_may_be_mixed(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, f"{CODES[0]}\r\n{CODES[1]}\n{CODES[2]}\r\n"))
    assert (found.count, list(found.chunks())) == (3, [CODES[:3]])


def test_further_fields_of_a_header_are_kept_as_they_are(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header() + "#x#y ", *CODES)))
    assert found.header is not None
    assert found.header.fields[8:] == ("x", "y ")
    assert (found.header.sub_type, found.header.code_begin, found.header.code_end) == (
        "9990001001",
        CODES[0],
        CODES[-1],
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("", ""),
        (CODES[0], CODES[-1]),
        ("000000500", "000000503"),
        ("500", "503"),
        (CODES[0][7:], CODES[-1][7:]),
        (CODES[0][:16], CODES[-1][:16]),
        ("?", "unknown"),
        ("12345678901", "12345678902"),
    ],
)
def test_begin_and_end_may_be_codes_serial_numbers_or_something_else(
    tmp_path: Path, begin: str, end: str
) -> None:
    assert read_code_file(file(tmp_path, text(header(begin=begin, end=end), *CODES))).count == 4


def test_codes_need_not_be_in_order_and_come_out_in_the_order_of_their_digits(tmp_path: Path) -> None:
    mixed = [CODES[2], CODES[0], CODES[3], CODES[1]]
    content = text(header(begin=mixed[0], end=mixed[-1]), *mixed)
    found = read_code_file(file(tmp_path, content))
    assert (found.codes.first, found.codes.last) == (mixed[0], mixed[-1])
    assert list(found.chunks()) == [CODES]


def test_serial_numbers_far_apart_are_no_gap(tmp_path: Path) -> None:
    sparse = [f"{PREFIX}{serial:09d}0000" for serial in (1, 70, 900, 901, 5000)]
    content = text(header(begin=sparse[0], end=sparse[-1]), *sparse)
    assert read_code_file(file(tmp_path, content)).count == 5


def test_without_a_range_in_the_header_a_gap_is_none(tmp_path: Path) -> None:
    content = text(header(begin="", end=""), CODES[0], CODES[1], CODES[3])
    assert read_code_file(file(tmp_path, content)).count == 3


def test_chunks_have_the_size_that_is_asked_for(tmp_path: Path) -> None:
    codes = [f"{PREFIX}{serial:013d}" for serial in range(10)]
    found = read_code_file(file(tmp_path, text(*codes)))
    assert [len(chunk) for chunk in found.chunks(4)] == [4, 4, 2]
    assert list(itertools.chain.from_iterable(found.chunks(4))) == codes


def test_what_is_stored_is_what_was_checked_whatever_happens_to_the_file(tmp_path: Path) -> None:
    path = file(tmp_path, text(*CODES))
    found = read_code_file(path)
    path.unlink()
    assert list(found.chunks()) == [CODES]


def test_the_fingerprint_is_the_digest_of_the_bytes(tmp_path: Path) -> None:
    path = file(tmp_path, text(header(), *CODES))
    assert fingerprint(path) == read_code_file(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_progress_rises_to_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_lines, "BLOCK", 50)
    seen: list[float] = []

    def report(done: float) -> bool:
        seen.append(done)
        return True

    read_code_file(file(tmp_path, text(*CODES)), report)
    assert seen == sorted(seen)
    assert (len(seen), seen[-1]) == (2, 1.0)


def test_reading_is_cancelled_where_the_report_says_so(tmp_path: Path) -> None:
    path = file(tmp_path, text(*CODES))
    assert refusal_of(lambda: read_code_file(path, lambda _: False), Cancelled) == (
        "Reading codes.txt was cancelled; nothing of it was taken."
    )


@given(
    serials=st.lists(st.integers(0, 10**13 - 1), min_size=1, max_size=60, unique=True),
    end=st.sampled_from(["\n", "\r\n"]),
    last_end=st.booleans(),
    block=st.integers(1, 90),
    with_header=st.booleans(),
    size=st.integers(1, 70),
)
def test_however_a_file_is_cut_into_blocks_its_codes_come_out_whole(
    serials: list[int], end: str, last_end: bool, block: int, with_header: bool, size: int
) -> None:
    codes = [f"{PREFIX}{serial:013d}" for serial in serials]
    lines = [header(f0="样张", begin="", end=""), *codes] if with_header else codes
    content = text(*lines, end=end)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(code_lines, "BLOCK", block)
        found = read_code_file(file(Path(folder), content if last_end else content.removesuffix(end)))
        assert found.count == len(codes)
        assert list(itertools.chain.from_iterable(found.chunks(size))) == sorted(codes)


def product(name: str, type_no: str, *prefixes: str) -> Product:
    levels = tuple(
        PackLevel(level, prefix, 1 if level == 1 else 10) for level, prefix in enumerate(prefixes, 1)
    )
    return Product("9990001", type_no, name, "样张 SPECIMEN", "散剂", "", "", "盒", levels)


POWDER = product("蒙脱石散", "9990001001", "8999901", "8999902")
GRANULES = product("板蓝根颗粒", "9990002001", "8999911", "8999912")


def test_the_prefix_decides_product_and_level(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header(), *CODES)))
    assert found.belongs_to((GRANULES, POWDER)) == (POWDER, POWDER.level(1))


def test_a_prefix_that_no_product_has_is_refused(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(*CODES)))
    assert refusal_of(lambda: found.belongs_to((GRANULES,)), InputError) == (
        "codes.txt: its codes begin with 8999901, which no product has. Import products.xml first."
    )


def test_a_header_of_another_level_is_refused(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header(level="2"), *CODES)))
    assert refusal_of(lambda: found.belongs_to((POWDER,)), InputError) == (
        "codes.txt: the header says pack level 2, but codes that begin with 8999901 are level 1 of 蒙脱石散."
    )


def test_a_header_of_another_product_is_refused(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header(sub_type="9990002001"), *CODES)))
    assert refusal_of(lambda: found.belongs_to((POWDER, GRANULES)), InputError) == (
        "codes.txt: the header names product 9990002001 (板蓝根颗粒), but codes that begin with 8999901 "
        "belong to 9990001001 (蒙脱石散)."
    )


def test_a_sub_type_that_is_no_known_product_says_nothing(tmp_path: Path) -> None:
    found = read_code_file(file(tmp_path, text(header(sub_type="001"), *CODES)))
    assert found.belongs_to((POWDER,))[0] is POWDER
