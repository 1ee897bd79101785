"""A folder into which a scanner or a camera puts pictures: each is told once, when it is complete."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.ports import Clock
from desktop.texts import Text, say

_ENDINGS = frozenset({".png", ".tif", ".tiff", ".bmp", ".jpg", ".jpeg"})
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"BM", b"\xff\xd8\xff")
"""First bytes of PNG, TIFF, BigTIFF, BMP and JPEG files."""
_SETTLED_S = 0.5
"""A file that has not changed for so long, between two looks, is complete."""
_EMPTY_S = 30.0
"""A file that stays empty for so long will not be written any more."""


@dataclass(frozen=True, slots=True)
class Version:
    """One content of one file, as far as it can be told without reading it."""

    name: str
    size: int
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Faulty:
    """A file that is no picture to grade, and why."""

    path: Path
    reason: Text


class WatchedFolder:
    """Tells new pictures of one folder. It reads, and never changes or deletes anything.

    Files that are there when it is first looked at are not new. Only names that end like pictures count;
    folders in the folder are not entered. A file that is written anew is a new picture.

    Attributes:
        faulty: what the last look found that can never be graded; each is told in one look only.
        trouble: why the folder cannot be looked at now; None: it can.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._told: set[Version] | None = None
        self._waiting: dict[Version, float] = {}
        self.faulty: tuple[Faulty, ...] = ()
        self.trouble: Text | None = None

    @property
    def folder(self) -> Path:
        """Which folder is watched."""
        return self._folder

    def poll(self) -> tuple[Path, ...]:
        """Look once, and return the pictures that are complete now, the oldest first."""
        self.faulty = ()
        try:
            found = tuple(self._versions())
        except OSError as error:
            self.trouble = say(
                "The folder {folder} cannot be looked at: {reason}. It is tried again.",
                folder=str(self._folder),
                reason=error.strerror or type(error).__name__,
            )
            return ()
        self.trouble = None
        if self._told is None:
            self._told = set(found)
            return ()
        return self._news(found, self._told)

    def _versions(self) -> Iterator[Version]:
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if Path(entry.name).suffix.lower() not in _ENDINGS or entry.is_dir():
                    continue
                try:
                    seen = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # it was taken away while we looked
                yield Version(entry.name, seen.st_size, seen.st_mtime_ns)

    def _news(self, found: tuple[Version, ...], told: set[Version]) -> tuple[Path, ...]:
        now = self._clock.monotonic()
        self._waiting = {version: self._waiting.get(version, now) for version in found if version not in told}
        good: list[Path] = []
        faulty: list[Faulty] = []
        for version in sorted(self._waiting, key=lambda one: (one.changed_ns, one.name)):
            if now - self._waiting[version] < (_SETTLED_S if version.size else _EMPTY_S):
                continue
            path = self._folder / version.name
            try:
                reason = _fault(path, self._folder)
            except PermissionError:
                continue  # whoever writes it still holds it
            except OSError as error:
                reason = say("it cannot be read: {reason}", reason=error.strerror or type(error).__name__)
            told.add(version)
            del self._waiting[version]
            if reason is None:
                good.append(path)
            else:
                faulty.append(Faulty(path, reason))
        self.faulty = tuple(faulty)
        return tuple(good)


def _fault(path: Path, folder: Path) -> Text | None:
    """Say why a file cannot be a picture to grade, or None; ``OSError`` if it cannot be read."""
    if path.is_symlink() and path.resolve().parent != folder.resolve():
        return say("it is a link to a file outside of the folder")
    if not stat.S_ISREG(path.stat().st_mode):
        return say("it is no file")
    with path.open("rb") as stream:
        beginning = stream.read(8)
    if not beginning:
        return say("it is empty")
    if not beginning.startswith(_BEGINNINGS):
        return say("it is no picture in PNG, TIFF, BMP or JPEG")
    return None
