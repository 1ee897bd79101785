"""Excel workbooks of others, read as hostile: a ZIP that may be a bomb, with XML that may be one.

Cells are taken as they stand. A formula stays the text of the formula: what Excel once computed of it
proves nothing.
"""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from desktop.errors import InputError
from desktop.texts import say

MAGIC = b"PK\x03\x04"

MOST_UNPACKED = 1 << 30
"""Bytes. A sheet with all its 1 048 576 rows full of codes has a tenth."""

MOST_PARTS = 5000
"""Files inside a workbook; a real one has some dozen."""

MOST_PACKED_TO = 400
"""A part may be this many times larger than packed; columns of digits reach 60, a bomb 1000."""

_SMALL = 1 << 20
"""Bytes. Below it a part is no bomb, however well it is packed."""


def is_workbook(stream: BinaryIO) -> bool:
    """Tell whether a file is an Excel workbook, and go back to its beginning."""
    try:
        with zipfile.ZipFile(stream) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        stream.seek(0)


class Workbook:
    """The first sheet of a workbook.

    Raises:
        InputError: it is damaged, encrypted, or larger inside than any real one.
    """

    def __init__(self, stream: BinaryIO, name: str) -> None:
        _refuse_bombs(stream, name)
        # Slow to import, and most files are text.
        import openpyxl  # noqa: PLC0415

        self._name = name
        with _told(name):
            self._book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
            sheets = self._book.worksheets
        if not sheets:
            raise InputError(say("{name} has no sheet.", name=name))
        self._sheet = sheets[0]

    @property
    def expected_rows(self) -> int:
        """How many rows the sheet says that it has; 1 if it does not say."""
        return max(1, self._sheet.max_row or 1)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells' values row by row, from the first row on; may be called again."""
        with _told(self._name):
            # What the sheet says of its own size is not believed.
            self._sheet.reset_dimensions()
            yield from self._sheet.iter_rows(values_only=True)

    def close(self) -> None:
        """Give the file free."""
        self._book.close()


class _told:  # noqa: N801 (used like a function)
    """Turns what the many parsers of a workbook raise for a damaged one into a refusal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, _: object) -> None:
        # openpyxl raises whatever its parsers do: KeyError, ValueError, ParseError, BadZipFile ...
        if isinstance(trouble, Exception) and not isinstance(trouble, InputError | MemoryError):
            raise InputError(
                say(
                    "{name} is a damaged Excel workbook ({detail}): open it in Excel, save it again and "
                    "repeat.",
                    name=self._name,
                    detail=f"{type(trouble).__name__}: {trouble}"[:200],
                )
            ) from trouble


def _refuse_bombs(stream: BinaryIO, name: str) -> None:
    with _told(name), zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        bomb = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
        bomb = bomb or any(
            part.file_size > _SMALL and part.file_size > MOST_PACKED_TO * max(1, part.compress_size)
            for part in parts
        )
        if bomb:
            raise InputError(
                say(
                    "{name} unpacks to more than any real workbook: it was made to fill the memory. "
                    "It was not opened.",
                    name=name,
                )
            )
        if any(part.flag_bits & 0x1 for part in parts):
            raise InputError(say("{name} is encrypted: save it without a password and try again.", name=name))
    stream.seek(0)
