"""Two-point reflectance calibration: read from a record, or measured on a card of two known greys."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

import numpy

from desktop.errors import InputError, StorageError
from desktop.grading.model import Calibration, GradingImage
from desktop.texts import Text, say

_LARGEST_RECORD = 10_000
_LEAST_SPAN = 0.05
"""Least difference of both readings, and of both reflectances as parts of one: less is mostly noise."""
_LEAST_AREA = 100
"""Pixels of each grey."""

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""


def checked(calibration: Calibration) -> Calibration:
    """Return a calibration that can be true.

    Raises:
        InputError: something is out of bounds or missing.
    """
    dark_percent, light_percent = calibration.dark_percent, calibration.light_percent
    dark_reading, light_reading = calibration.dark_reading, calibration.light_reading
    if not (dark_percent >= 0 and dark_percent + 100 * _LEAST_SPAN <= light_percent <= 100):
        raise InputError(
            say(
                "A calibration card needs two greys from 0 to 100 % that are {least} % or more apart, the "
                "darker first; {dark} % and {light} % were given.",
                least=f"{100 * _LEAST_SPAN:g}",
                dark=f"{dark_percent:g}",
                light=f"{light_percent:g}",
            )
        )
    if not (dark_reading >= 0 and dark_reading + _LEAST_SPAN <= light_reading <= 1):
        raise InputError(
            say(
                "The two greys of the card must read from 0 to 1 and {least} or more apart; they read "
                "{dark} and {light}.",
                least=f"{_LEAST_SPAN:g}",
                dark=f"{dark_reading:.3f}",
                light=f"{light_reading:.3f}",
            )
        )
    if not calibration.card.strip() or not calibration.by.strip():
        raise InputError(say("A calibration names the card and who measured it."))
    try:
        date.fromisoformat(calibration.on)
    except ValueError as error:
        raise InputError(
            say("Expected the day of the calibration as 2026-11-22, found “{found}”.", found=calibration.on)
        ) from error
    return calibration


def measured(
    image: GradingImage,
    dark: tuple[float, Area],
    light: tuple[float, Area],
    *,
    card: str,
    by: str,
    on: str,
) -> Calibration:
    """Measure a card in an uncalibrated picture.

    Args:
        image: taken as the pictures to grade will be taken.
        dark: what the card states of its darker grey, in percent, and where that lies.
        light: the same of the lighter.
        card: which card.
        by: who measures.
        on: the day (ISO 8601).

    Raises:
        InputError: an area is not in the picture or too small, or the readings are no calibration.
    """
    readings = [_reading(image, area) for _, area in (dark, light)]
    return checked(Calibration(dark[0], light[0], readings[0], readings[1], card.strip(), by.strip(), on))


def _reading(image: GradingImage, area: Area) -> float:
    left, top, width, height = area
    rows, columns = image.reflectance.shape
    inside = left >= 0 and top >= 0 and left + width <= columns and top + height <= rows
    if image.calibration is not None or not inside or width <= 0 or width * height < _LEAST_AREA:
        raise InputError(
            say(
                "A grey is measured over {least} pixels or more within an uncalibrated picture of {width} x "
                "{height}; the area {area} was given.",
                least=_LEAST_AREA,
                width=columns,
                height=rows,
                area=",".join(str(one) for one in area),
            )
        )
    return float(numpy.median(image.reflectance[top : top + height, left : left + width])) / 100


def to_json(calibration: Calibration) -> str:
    """Write a record."""
    return json.dumps(asdict(calibration), ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Accompanying:
    """What a file beside a picture says of how it was taken.

    Attributes:
        calibration: of the reflectance.
        dpi: pixels an inch; None: it does not say.
    """

    calibration: Calibration
    dpi: float | None


def accompanying(picture: Path) -> Accompanying | None:
    """Read the record beside a picture, ``<picture>.calibration.json``, as a verifier's export has one.

    It is a calibration record, with ``dpi`` in it if the scale is known.

    Returns:
        What it says; None if there is no such file.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no such record.
    """
    path = picture.with_name(f"{picture.name}.calibration.json")
    if not path.exists():
        return None
    record = _record(path)
    dpi = record.get("dpi")
    if dpi is not None and (isinstance(dpi, bool) or not isinstance(dpi, int | float)):
        raise InputError(say("{file}: expected a number as dpi, found “{found}”.", file=path.name, found=dpi))
    return Accompanying(_calibration(path, record), dpi)


def read_calibration(path: Path) -> Calibration:
    """Read a record that ``to_json`` wrote.

    Raises:
        StorageError: the file cannot be read.
        InputError: it is no such record.
    """
    return _calibration(path, _record(path))


def _record(path: Path) -> dict[str, object]:
    try:
        content = path.read_bytes()[: _LARGEST_RECORD + 1]
    except OSError as error:
        raise StorageError(
            say("File {file} cannot be read: {why}.", file=path, why=error.strerror)
        ) from error
    try:
        record = json.loads(content) if len(content) <= _LARGEST_RECORD else None
    except (ValueError, RecursionError) as error:
        raise InputError(_no_record(path)) from error
    if not isinstance(record, dict):
        raise InputError(_no_record(path))
    return record


def _calibration(path: Path, record: dict[str, object]) -> Calibration:
    match record:
        case {
            "dark_percent": int() | float() as dark_percent,
            "light_percent": int() | float() as light_percent,
            "dark_reading": int() | float() as dark_reading,
            "light_reading": int() | float() as light_reading,
            "card": str(card),
            "by": str(by),
            "on": str(on),
        }:
            return checked(
                Calibration(dark_percent, light_percent, dark_reading, light_reading, card, by, on)
            )
    raise InputError(_no_record(path))


def _no_record(path: Path) -> Text:
    return say(
        "{file} is no calibration record; expected JSON with {names}.",
        file=path.name,
        names=", ".join(field.name for field in fields(Calibration)),
    )
