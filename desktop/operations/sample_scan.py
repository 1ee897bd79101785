"""A scan to try grading with: two labels as the program draws them, on paper and with the faults of printing.

Its reflectances are chosen, so it is calibrated by what it was drawn with and not by a card.
"""

import io
from pathlib import Path

import numpy
from numpy.typing import NDArray
from PIL import Image

from desktop.errors import StorageError
from desktop.grading.calibration import checked
from desktop.grading.model import Calibration
from desktop.labels.image import rows_of
from desktop.labels.primitives import Bars, Matrix
from desktop.operations import labels
from desktop.operations.grading import GradingRequest
from desktop.operations.labels import Preview
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.texts import say
from desktop.units import Resolution

Shades = NDArray[numpy.float64]

_LABELS = ("drug_code_b", "gs1_vial")
"""One with bars, one with a matrix."""
_DRAWN_AT = Resolution(24)
_PX_PER_DOT = 2
_DPI = 24 * _PX_PER_DOT * 25.4
_PAPER, _INK = 0.83, 0.06
"""Reflectances of a good thermal transfer label."""
_CREASE = 0.42
"""How much lighter the ink is along a crease of the ribbon."""
_CREASE_SHARE = 0.03
"""Half of its width, in widths of the symbol."""
_BLUR_PX = 5
"""Width of the box, laid on twice, by which a scanner blurs: 0.1 mm."""
_MARGIN_PX = 96
NAME = "sample-scan.png"
"""Of its file, in the plant's folder."""


def write_sample_scan(plant: Plant, report: Report | None = None) -> tuple[Path, GradingRequest]:
    """Draw the sample scan into the plant's folder.

    Args:
        plant: where.
        report: asked after each step whether to go on; always told 0, as grading has not begun.

    Returns:
        The file and how it is to be graded: by every edition, calibrated.

    Raises:
        StorageError: the file cannot be written.
        Cancelled: ``report`` said no; there is no file, or the one of before.
    """
    drawn = []
    for name in _LABELS:
        drawn.append(_printed(labels.preview(labels.load_design(plant, name), _DRAWN_AT)))
        _go_on(report)
    width = max(one.shape[1] for one in drawn)
    sheet = _as_srgb(_blurred(numpy.concatenate([_on_paper(one, width) for one in drawn])))
    _go_on(report)
    path = plant.data_folder / NAME
    written = io.BytesIO()
    Image.fromarray(sheet).save(written, "PNG", dpi=(_DPI, _DPI))
    _go_on(report)
    try:
        path.write_bytes(written.getvalue())
    except OSError as error:
        raise StorageError(
            say("File {file} cannot be written: {why}.", file=path, why=error.strerror)
        ) from error
    card = Calibration(
        dark_percent=100 * _INK,
        light_percent=100 * _PAPER,
        dark_reading=_INK,
        light_reading=_PAPER,
        card="Packmark sample scan",
        by="Packmark",
        on=plant.clock.now().date().isoformat(),
    )
    return path, GradingRequest(all_editions=True, linear=False, calibration=checked(card))


def _go_on(report: Report | None) -> None:
    if report is not None and not report(0.0):
        raise Cancelled(say("Drawing the sample scan was cancelled."))


def _printed(preview: Preview) -> Shades:
    """Return the reflectance of a label whose ribbon had a crease across its symbols."""
    width, height = preview.width_dots, preview.height_dots
    packed = numpy.frombuffer(rows_of(preview.primitives, width, height), numpy.uint8).reshape(height, -1)
    dots = numpy.unpackbits(packed, axis=1, count=width)
    black = numpy.repeat(numpy.repeat(dots, _PX_PER_DOT, 0), _PX_PER_DOT, 1).astype(numpy.float64)
    for symbol in preview.symbols:
        black *= 1 - _CREASE * _crease(black.shape, symbol)
    return _PAPER + (_INK - _PAPER) * black


def _crease(shape: tuple[int, ...], symbol: Bars | Matrix) -> NDArray[numpy.bool_]:
    """Return which pixels lie on a line obliquely across the upper half of a symbol."""
    left, top, wide, high = (
        side * _PX_PER_DOT for side in (symbol.area.x, symbol.area.y, symbol.area.width, symbol.area.height)
    )
    down, along = numpy.ogrid[: shape[0], : shape[1]]
    slope = 0.4 * wide / (0.45 * high)
    far = numpy.abs(along - left - 0.3 * wide - slope * (down - top))
    return numpy.asarray((far < _CREASE_SHARE * wide) & (down >= top) & (down < top + 0.45 * high))


def _on_paper(label: Shades, width: int) -> Shades:
    room = ((_MARGIN_PX, _MARGIN_PX), (_MARGIN_PX, _MARGIN_PX + width - label.shape[1]))
    return numpy.pad(label, room, constant_values=_PAPER)


def _blurred(sheet: Shades) -> Shades:
    for _ in range(2):
        for axis in (0, 1):
            padded = numpy.repeat(sheet.take([0], axis), _BLUR_PX, axis)
            sums = numpy.cumsum(numpy.concatenate((padded, sheet), axis), axis)
            after = sums.take(range(_BLUR_PX, sums.shape[axis]), axis)
            sheet = (after - sums.take(range(sums.shape[axis] - _BLUR_PX), axis)) / _BLUR_PX
    return sheet


def _as_srgb(reflectance: Shades) -> NDArray[numpy.uint8]:
    """Write reflectance as scanners do (IEC 61966-2-1)."""
    curve = numpy.where(
        reflectance <= 0.0031308, 12.92 * reflectance, 1.055 * reflectance ** (1 / 2.4) - 0.055
    )
    return numpy.asarray(numpy.rint(curve * 255)).astype(numpy.uint8)
