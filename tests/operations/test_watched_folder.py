"""A watched folder tells each new picture once, when it is complete, and never touches a file."""

import os
from pathlib import Path

import pytest

from desktop.operations.watched_folder import WatchedFolder
from tests.fakes import FakeClock

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)


class Bench:
    """A folder, a clock, and somebody who looks once a second."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.watched = WatchedFolder(folder, self.clock)

    def put(self, name: str, content: bytes = PNG, at: int = 1_000) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    def look(self, seconds: float = 1.0) -> list[str]:
        self.clock.advance(seconds)
        return [path.name for path in self.watched.poll()]

    def faulty(self) -> list[tuple[str, str]]:
        return [(one.path.name, str(one.reason)) for one in self.watched.faulty]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = tmp_path / "scans"
    folder.mkdir()
    made = Bench(folder)
    made.look()
    return made


def test_a_new_picture_is_told_once_and_only_after_a_second_look(bench: Bench) -> None:
    bench.put("a.png")
    assert [bench.look(), bench.look(), bench.look()] == [[], ["a.png"], []]


def test_what_lay_there_before_is_not_new(tmp_path: Path) -> None:
    (tmp_path / "old.png").write_bytes(PNG)
    bench = Bench(tmp_path)
    assert [bench.look(), bench.look(), bench.look()] == [[], [], []]


def test_a_picture_that_still_grows_is_waited_for(bench: Bench) -> None:
    bench.put("a.png", PNG[:20])
    bench.look()
    bench.put("a.png", PNG)
    assert [bench.look(), bench.look()] == [[], ["a.png"]]


def test_two_looks_in_quick_succession_do_not_make_a_picture_complete(bench: Bench) -> None:
    bench.put("a.png")
    assert [bench.look(), bench.look(0.1), bench.look(1.0)] == [[], [], ["a.png"]]


def test_pictures_come_in_the_order_of_time(bench: Bench) -> None:
    bench.put("a.png", at=3_000)
    bench.put("b.TIF", b"II*\x00" + bytes(20), at=1_000)
    bench.put("c.jpg", b"\xff\xd8\xff\xe0" + bytes(20), at=2_000)
    bench.look()
    assert bench.look() == ["b.TIF", "c.jpg", "a.png"]


def test_a_picture_that_is_written_anew_is_new(bench: Bench) -> None:
    bench.put("a.png")
    bench.look()
    bench.look()
    bench.put("a.png", at=2_000)
    assert [bench.look(), bench.look()] == [[], ["a.png"]]


def test_a_file_that_is_no_picture_is_told_once_as_faulty(bench: Bench) -> None:
    bench.put("a.png", b"hello, this is text")
    bench.look()
    assert bench.look() == []
    assert bench.faulty() == [("a.png", "it is no picture in PNG, TIFF, BMP or JPEG")]
    bench.look()
    assert bench.faulty() == []


def test_an_empty_file_is_given_time(bench: Bench) -> None:
    bench.put("a.png", b"")
    bench.look()
    bench.look()
    assert bench.faulty() == []
    bench.look(60)
    assert bench.faulty() == [("a.png", "it is empty")]


def test_files_that_are_not_named_like_pictures_and_folders_are_passed_over(bench: Bench) -> None:
    bench.put("a.txt")
    bench.put(".a.png.part")
    (bench.folder / "b.png").mkdir()
    bench.look()
    assert (bench.look(), bench.faulty()) == ([], [])


def test_a_link_out_of_the_folder_is_refused(bench: Bench, tmp_path: Path) -> None:
    outside = tmp_path / "secret.png"
    outside.write_bytes(PNG)
    (bench.folder / "a.png").symlink_to(outside)
    bench.look()
    assert bench.look() == []
    assert bench.faulty() == [("a.png", "it is a link to a file outside of the folder")]


def test_a_pipe_is_not_opened(bench: Bench) -> None:
    os.mkfifo(bench.folder / "a.png")
    bench.look(60)
    assert bench.look(60) == []
    assert bench.faulty() == [("a.png", "it is no file")]


def test_a_folder_that_goes_away_and_comes_back_is_watched_on(bench: Bench, tmp_path: Path) -> None:
    bench.put("a.png")
    bench.look()
    bench.look()
    bench.folder.rename(tmp_path / "away")
    assert bench.look() == []
    assert "cannot be looked at" in str(bench.watched.trouble)
    (tmp_path / "away").rename(bench.folder)
    bench.put("b.png", at=2_000)
    assert [bench.look(), bench.look()] == [[], ["b.png"]]
    assert bench.watched.trouble is None


def test_watching_deletes_and_changes_nothing(bench: Bench) -> None:
    paths = [bench.put("a.png"), bench.put("b.png", b"")]
    before = [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths]
    for _ in range(4):
        bench.look(20)
    assert [(path.read_bytes(), path.stat().st_mtime_ns) for path in paths] == before
