"""Files from outside: faults of the disk, and text of unknown encoding."""

from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop.errors import InputError, StorageError
from desktop.exchange.incoming import decode, open_incoming, read_some, refuse_other_kinds
from desktop.texts import say
from tests.refusals import refusal_of


class BrokenDisk(BytesIO):
    """A file that cannot be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_a_disk_that_fails_while_a_file_is_read_is_told() -> None:
    assert refusal_of(lambda: read_some(BrokenDisk(), 10, "codes.txt"), StorageError) == (
        "codes.txt could not be read to its end: Input/output error. Copy it to this computer and try again."
    )


def opened_with_fault(path: Path, fault: OSError) -> BinaryIO:
    """Open ``path`` while every opening fails with ``fault``."""

    def fail(*_: object) -> None:
        raise fault

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", fail)
        return open_incoming(path)


def test_a_disk_that_fails_when_a_file_is_opened_is_told(tmp_path: Path) -> None:
    fault = OSError(5, "Input/output error")
    path = tmp_path / "codes.txt"
    path.touch()
    assert refusal_of(lambda: opened_with_fault(path, fault), StorageError) == (
        f"{path} cannot be opened: Input/output error."
    )


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    fault = PermissionError(13, "Permission denied")
    path = tmp_path / "codes.txt"
    path.touch()
    assert refusal_of(lambda: opened_with_fault(path, fault), InputError) == (
        f"{path} cannot be opened: another program has locked it, or you may not read it. "
        "Close it there and try again."
    )


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"", "utf-8"),
        (b"8100021", "utf-8"),
        ("蒙脱石散".encode(), "utf-8"),
        ("蒙脱石散".encode("utf-8-sig"), "utf-8-sig"),
        ("蒙脱石散".encode("gb2312"), "gb18030"),
        ("㐀".encode("gb18030"), "gb18030"),
    ],
)
def test_the_encoding_of_the_platforms_text_is_found(data: bytes, encoding: str) -> None:
    assert decode(data, "x") == (data.decode(encoding), encoding)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"ab\xff", "x: byte 3 is 0xFF, which is neither UTF-8 nor GB18030 text."),
        ("蒙".encode() * 2 + b"\xff", "x: byte 7 is 0xFF, which is neither UTF-8 nor GB18030 text."),
        (
            "蒙".encode("utf-8-sig") + b"\xff",
            "x says that it is UTF-8, but byte 7 is 0xFF, which is none.",
        ),
    ],
)
def test_bytes_that_are_no_text_are_named_with_their_place(data: bytes, told: str) -> None:
    assert refusal_of(lambda: decode(data, "x"), InputError) == told


@pytest.mark.parametrize("head", [b"8100021\r\n", b"\t8100021", b"8\0" + b"1" * 100, b"\xd1\xf9#"])
def test_text_is_no_other_kind_of_file(head: bytes) -> None:
    refuse_other_kinds(head, "codes.txt", say("a code file"))
