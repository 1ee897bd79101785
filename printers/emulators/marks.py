"""What an emulated coder puts onto packs, as data and as pictures."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.devices import Picture
from desktop.errors import DeviceError
from desktop.labels.image import rows_of
from desktop.labels.primitives import Matrix
from desktop.symbols.encoder import MatrixSymbol, encode
from desktop.symbols.symbology import Symbology
from desktop.texts import say

Drawer = Callable[[Mapping[str, str]], Picture]
"""Draws the mark of some field values; the ordinal of its picture does not matter."""

_MODULE_DOTS: Final = 4
_QUIET_DOTS: Final = 4 * _MODULE_DOTS
_EMPTY_SIDE: Final = 128


@dataclass(frozen=True, slots=True)
class PhysicalPrint:
    """What came onto one pack.

    Attributes:
        ordinal: the device's count of prints in its life after it. A half print is not counted and has the
            number before it.
        fields: the values of the job's fields.
        complete: False: a half print, its lower part is missing.
    """

    ordinal: int
    fields: Mapping[str, str]
    complete: bool


def draw_matrix(fields: Mapping[str, str]) -> Picture:
    """Draw all field values, joined by blanks, as one DataMatrix; an empty mark where there are none."""
    data = " ".join(fields.values())
    if not data.strip():
        return Picture(0, _EMPTY_SIDE, _EMPTY_SIDE, bytes(_EMPTY_SIDE // 8 * _EMPTY_SIDE))
    symbol = encode(Symbology.DATA_MATRIX, data)
    assert isinstance(symbol, MatrixSymbol)
    side = len(symbol.rows) * _MODULE_DOTS + 2 * _QUIET_DOTS
    matrix = Matrix("", symbol.symbology, _QUIET_DOTS, _QUIET_DOTS, _MODULE_DOTS, symbol.rows, data)
    return Picture(0, side, side, rows_of([matrix], side, side))


def picture_of(made: PhysicalPrint, draw: Drawer) -> Picture:
    """Draw a print as a camera would see it; of a half print the lower half is white."""
    picture = dataclasses.replace(draw(made.fields), ordinal=made.ordinal)
    if made.complete:
        return picture
    black = picture.rows[: len(picture.rows) // picture.height * (picture.height // 2)]
    return dataclasses.replace(picture, rows=black.ljust(len(picture.rows), b"\0"))


class Paper:
    """A file with a line for each print: ordinal, ``complete`` or ``partial``, and the fields as JSON."""

    def __init__(self, path: Path) -> None:
        """Open the file; prints are added to what it has.

        Raises:
            DeviceError: it cannot be written.
        """
        try:
            # Unbuffered: whoever reads the file sees each print as soon as it is there.
            self._file = path.open("ab", buffering=0)
        except OSError as error:
            raise DeviceError(
                say(
                    "{path} cannot be written: {reason}.",
                    path=str(path),
                    reason=error.strerror or str(error),
                )
            ) from error

    def add(self, made: PhysicalPrint) -> None:
        """Note a print."""
        state = "complete" if made.complete else "partial"
        self._file.write(f"{made.ordinal}\t{state}\t{json.dumps(dict(made.fields))}\n".encode())

    def close(self) -> None:
        """Close the file. May be called twice."""
        self._file.close()
