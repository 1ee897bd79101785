"""Measures the scan of a ruler card, in a process of its own."""

from dataclasses import dataclass, fields
from pathlib import Path

from desktop.errors import InputError
from desktop.reading.photos import Corner, looked_at
from desktop.reading.picture_process import no_answer
from desktop.reading.ruler_card import Measured
from desktop.texts import from_json, say

_MOST_DPI = 4800


@dataclass(frozen=True, slots=True)
class CardScan:
    """A scan of a ruler card.

    Attributes:
        measured: what it says of its printer.
        png: the picture in grey, made smaller where it is large.
        marks: the corners of each mark that was found, in parts of the picture's width and height.
    """

    measured: Measured
    png: bytes
    marks: tuple[tuple[Corner, ...], ...]


def measure(picture: Path, dpi: float | None = None) -> CardScan:
    """Measure the scan of a ruler card.

    Args:
        picture: a PNG, TIFF or JPEG file of a flat-bed scan; the card may lie turned and a little askew.
        dpi: resolution of the scan; None: as the file says.

    Raises:
        InputError: it is no picture, or the card in it cannot be measured, and why.
        StorageError: it cannot be read.
        DeviceError: the process that opens it died or took too long.
    """
    if dpi is not None and not 1 <= dpi <= _MOST_DPI:
        raise InputError(
            say("A scan has up to {most} dpi; {found} was given.", most=_MOST_DPI, found=f"{dpi:g}")
        )
    head, png = looked_at(picture, "desktop.reading.card_worker", f"{dpi or 0:g}")
    try:
        match head:
            case {"refused": str(reason)}:
                raise InputError(from_json(reason))
            case {"measured": dict(measured), "marks": list(marks)}:
                return CardScan(_measured(measured), png, tuple(_corners(one) for one in marks))
    except (TypeError, ValueError) as error:
        raise no_answer(picture.name, repr(error)[:200]) from error
    raise no_answer(picture.name, str(head)[:100])


def _measured(found: dict[str, object]) -> Measured:
    names = {field.name for field in fields(Measured)}
    if found.keys() != names or not all(isinstance(one, int | float | None) for one in found.values()):
        raise ValueError(f"measured {str(found)[:100]}")
    return Measured(**found)  # type: ignore[arg-type]


def _corners(mark: object) -> tuple[Corner, ...]:
    if not isinstance(mark, list) or len(mark) != 4:
        raise ValueError(f"mark {str(mark)[:60]}")
    return tuple((float(x), float(y)) for x, y in mark)
