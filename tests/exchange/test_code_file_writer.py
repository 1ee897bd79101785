"""Writing codes in the platform's format."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError, Refused, StorageError
from desktop.exchange.code_file import read_code_file
from desktop.exchange.code_file_writer import write_code_file
from desktop.exchange.code_header import CodeFileHeader
from desktop.products.product import PackLevel, Product
from tests.exchange.code_texts import CODES, header
from tests.refusals import refusal_of

HEADER = CodeFileHeader.parse(header(f0="样张"))


def test_a_written_file_is_what_the_platform_writes(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    assert write_code_file(path, HEADER, CODES, line_ending="\n") == 4
    assert path.read_text(encoding="utf-8") == "\n".join((header(f0="样张"), *CODES, ""))


@given(
    serials=st.lists(st.integers(0, 10**13 - 1), min_size=1, max_size=50, unique=True),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    line_ending=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, serials: list[int], encoding: str, line_ending: str
) -> None:
    codes = [f"8999901{serial:013d}" for serial in serials]
    first = CodeFileHeader.parse(header(f0="样张", begin=codes[0], end=""))
    path = tmp_path_factory.mktemp("written", numbered=True) / "codes.txt"
    write_code_file(path, first, iter(codes), encoding=encoding, line_ending=line_ending)
    found = read_code_file(path)
    assert (found.header, found.encoding, found.line_ending) == (first, encoding, line_ending)
    assert [code for chunk in found.chunks() for code in chunk] == sorted(codes)


def test_a_header_is_made_of_a_product_and_a_level() -> None:
    levels = (PackLevel(1, "8999901", 1), PackLevel(2, "8999902", 10))
    product = Product("9990001", "9990001001", "蒙脱石散", "样张 SPECIMEN", "", "", "", "", levels)
    made = CodeFileHeader.of(product, 2, "", "", remarks=("RETURNED", ""))
    assert made.raw == "RETURNED##999902#9990001001#2###8"
    assert (made.prefix, made.level) == ("8999902", 2)


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("precious", encoding="utf-8")
    assert refusal_of(lambda: write_code_file(path, HEADER, CODES), Refused) == (
        f"{path} exists already: choose another name."
    )
    assert path.read_text(encoding="utf-8") == "precious"


def test_a_code_of_another_prefix_is_not_written_and_no_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    wrong = [*CODES, "89999020000005014711"]
    assert refusal_of(lambda: write_code_file(path, HEADER, wrong), InputError) == (
        "Code 89999020000005014711 does not begin with 8999901 as the header says."
    )
    assert not path.exists()


def test_a_trouble_in_the_codes_leaves_no_file(tmp_path: Path) -> None:
    def codes() -> Iterator[str]:
        yield CODES[0]
        raise KeyboardInterrupt

    path = tmp_path / "codes.txt"
    with pytest.raises(KeyboardInterrupt):
        write_code_file(path, HEADER, codes())
    assert not path.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no" / "codes.txt"
    with pytest.raises(StorageError) as caught:
        write_code_file(path, HEADER, CODES)
    assert str(caught.value) == f"{path} cannot be written: No such file or directory. Choose another folder."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_told_and_no_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    full = Path("/dev/full").open("wb")  # noqa: SIM115 (the writer closes it)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", lambda *_: full)
        with pytest.raises(StorageError) as caught:
            write_code_file(path, HEADER, CODES)
    assert str(caught.value) == f"{path} cannot be written: No space left on device. Choose another folder."
    assert not path.exists()
