"""Writing codes in the formats they came in."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import Refused, StorageError
from desktop.exchange.code_file import read_code_file
from desktop.exchange.code_file_writer import format_to_return, outgoing
from desktop.exchange.code_format import CodeFormat, FileKind
from desktop.exchange.code_header import CodeFileHeader
from desktop.products.product import PackLevel, Product
from tests.exchange.code_texts import CODES, header
from tests.refusals import refusal_of

PLATFORM = CodeFormat(FileKind.PLATFORM, header(f0="样张"))
LEVELS = (PackLevel(1, "8999901", 1), PackLevel(2, "8999902", 10))
PRODUCT = Product("9990001", "9990001001", "蒙脱石散", "样张 SPECIMEN", "", "", "", "", LEVELS)

FORMATS = st.one_of(
    st.builds(
        CodeFormat,
        st.sampled_from([FileKind.PLATFORM]),
        st.just(header(f0="样张", begin="", end="")),
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
        st.sampled_from(["\n", "\r\n"]),
    ),
    st.builds(
        CodeFormat,
        st.sampled_from([FileKind.TXT]),
        st.just(""),
        st.sampled_from(["utf-8", "utf-8-sig"]),
        st.sampled_from(["\n", "\r\n"]),
    ),
    st.builds(
        CodeFormat,
        st.sampled_from([FileKind.CSV]),
        st.just(""),
        st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
        st.sampled_from(["\n", "\r\n"]),
        st.just(","),
        st.sampled_from(["追溯码", "药品追溯码", "追溯码, 小盒"]),
    ),
    st.just(CodeFormat(FileKind.XLSX, heading="追溯码")),
    st.just(CodeFormat(FileKind.XLSX)),
)


def write(path: Path, form: CodeFormat, codes: Iterator[str] | list[str]) -> str:
    with outgoing(path) as file:
        return file.write(form, codes)


def test_a_written_file_is_what_the_platform_writes(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    digest = write(path, PLATFORM, CODES)
    assert path.read_text(encoding="utf-8") == "\n".join((header(f0="样张"), *CODES, ""))
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(tmp_path.iterdir()) == [path]


@given(
    serials=st.lists(st.integers(0, 10**13 - 1), min_size=1, max_size=50, unique=True).filter(
        lambda numbers: any(number % 10**5 for number in numbers)
    ),
    form=FORMATS,
)
def test_what_is_written_reads_back_in_the_same_format(
    tmp_path_factory: pytest.TempPathFactory, serials: list[int], form: CodeFormat
) -> None:
    codes = [f"8999901{serial:013d}" for serial in serials]
    path = tmp_path_factory.mktemp("written", numbered=True) / "codes"
    write(path, form, iter(codes))
    found = read_code_file(path)
    assert found.format == form
    assert [code for chunk in found.chunks() for code in chunk] == sorted(codes)


def test_codes_of_an_unknown_format_go_back_as_the_platform_writes_them() -> None:
    made = format_to_return(None, PRODUCT, 2, ("89999020000000010001", "89999020000000020002"))
    assert (made.kind, made.encoding, made.line_ending) == (FileKind.PLATFORM, "utf-8", "\r\n")
    assert made.header == "##999902#9990001001#2#89999020000000010001#89999020000000020002#8"


def test_a_header_that_goes_back_says_what_is_in_the_file() -> None:
    stored = CodeFormat(FileKind.PLATFORM, header(f0="样张") + "#x", "gb18030", "\r\n")
    made = format_to_return(stored, PRODUCT, 1, ())
    fields = CodeFileHeader.parse(made.header).fields
    assert fields == ("样张", "", "999901", "9990001001", "1", "", "", "8", "x")
    assert (made.encoding, made.line_ending) == ("gb18030", "\r\n")


@pytest.mark.parametrize("form", [CodeFormat(FileKind.TXT), CodeFormat(FileKind.CSV, heading="追溯码")])
def test_what_has_no_header_goes_back_as_it_came(form: CodeFormat) -> None:
    assert format_to_return(form, PRODUCT, 1, ("1", "2")) is form


def test_a_format_is_stored_and_read() -> None:
    assert CodeFormat.from_json(PLATFORM.to_json()) == PLATFORM
    assert CodeFormat.from_json("") is None


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("precious", encoding="utf-8")
    assert refusal_of(lambda: write(path, PLATFORM, CODES), Refused) == (
        f"{path} exists already: choose another name."
    )
    assert path.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("kind", [FileKind.TXT, FileKind.XLSX])
def test_a_trouble_in_the_codes_leaves_no_file(tmp_path: Path, kind: FileKind) -> None:
    def codes() -> Iterator[str]:
        yield CODES[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "codes.txt", CodeFormat(kind), codes())
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_not_there_before_its_time(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    with outgoing(path) as file:
        file.write(PLATFORM, CODES)
        assert not path.exists()
    assert path.exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "no" / "codes.txt"
    with pytest.raises(StorageError) as caught:
        write(path, PLATFORM, CODES)
    assert str(caught.value) == f"{path} cannot be written: No such file or directory. Choose another folder."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_is_told_and_no_file_remains(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    (tmp_path / "codes.txt.part").symlink_to("/dev/full")
    with pytest.raises(StorageError) as caught:
        write(path, PLATFORM, CODES)
    assert str(caught.value) == f"{path} cannot be written: No space left on device. Choose another folder."
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_get_its_name_stays_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"

    def meanwhile() -> None:
        with outgoing(path) as file:
            file.write(PLATFORM, CODES)
            path.mkdir()

    with pytest.raises(StorageError, match="The file is complete, but cannot be called") as caught:
        meanwhile()
    assert str(path.with_name("codes.txt.part")) in str(caught.value)
    assert path.with_name("codes.txt.part").exists()
