"""New files: never over another, never half written, and every trouble is told."""

from pathlib import Path

import pytest

from desktop.errors import Refused, StorageError
from desktop.exchange.new_file import write_new
from tests.refusals import refusal_of


def test_a_file_that_exists_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "label.png"
    write_new(path, b"first")
    assert refusal_of(lambda: write_new(path, b"second"), Refused) == (
        f"{path} exists already: choose another name."
    )
    assert path.read_bytes() == b"first"


def test_a_place_below_a_file_is_told_as_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    path = tmp_path / "file" / "label.png"
    assert refusal_of(lambda: write_new(path, b"dots"), StorageError) == (
        f"{path} cannot be written: Not a directory. Choose another folder."
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_what_a_full_disk_took_of_a_file_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "label.png"
    really_open = Path.open

    def open_on_a_full_disk(self: Path, mode: str = "r") -> object:
        really_open(self, mode).close()
        return really_open(Path("/dev/full"), "wb")

    monkeypatch.setattr(Path, "open", open_on_a_full_disk)
    assert "No space left on device" in refusal_of(lambda: write_new(path, b"dots"), StorageError)
    assert not path.exists()
