"""What a picture must have for a symbol's grade to be believed, and what it means where it has not."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy

from desktop.grading.editions import is_matrix, is_qr
from desktop.grading.model import GradingImage, Name, Parameter, SymbolGrade
from desktop.grading.picture import linear_light, reflectance_of
from desktop.grading.quads import Corners, at, covers, width_of
from desktop.grading.ripples import ripple_beside
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a kind of symbols needs.

    Attributes:
        least_px: pixels to a module; as many less as a tenth are forgiven, for modules are measured.
        quiet: modules beside and above it that count as a part of it.
        source: of both.
    """

    least_px: float
    quiet: tuple[float, float]
    source: str


_LINEAR = _Needs(
    4.0,
    (7.0, 0.0),
    "Measured on the synthetic suite: at 4 pixels no figure reads more than 1 point too good, and defects "
    "up to 7 points too bad; at 3 pixels 2 and 11. Smallest quiet zone: ISO/IEC 15420, EAN-8",
)
_DATA_MATRIX = _Needs(5.0, (1.0, 1.0), "securPharm coding rules: fewer are useless; ISO/IEC 16022")
_QR = _Needs(5.0, (4.0, 4.0), "as DataMatrix; ISO/IEC 18004")

_TRUSTED_PX = 5.0
"""Pixels to a module of bars from which all figures are within 2 points (measured, as above)."""
_FORGIVEN_PX = 0.1
_MOST_CLIPPED = 0.01
"""Share of a symbol's pixels that may lie at an end of the range: more of them may hide voids or spots."""
_MOST_RIPPLE = 4.0
"""Percent of the light from crest to trough: a quarter of the defects that end grade A."""
_SPREAD_BY_LOSS = 3
"""Of 255 steps, by which compression with loss moves what was at an end of the range."""
_ENOUGH = 200_000
_ABSOLUTE = frozenset({Name.SC, Name.RMIN, Name.RMAX, Name.ECMIN, Name.MR})


def reasons(image: GradingImage, symbol: SymbolGrade) -> Iterator[Text]:
    """Say what keeps a symbol's figures from being its grade, one sentence each."""
    needs = _needs(symbol)
    if symbol.module_px < needs.least_px - _FORGIVEN_PX:
        yield _too_fine(symbol, needs)
    # What fails without it fails with it, too.
    if symbol.grade != 0 and not _quiet_zone_inside(image, symbol):
        yield say(
            "The quiet zone is not in the picture: the symbol lies at its edge. Take the picture with all of "
            "the white around the symbol."
        )
    clipped = _clipped(image, symbol)
    if clipped > _MOST_CLIPPED:
        yield say(
            "{share} % of the symbol is as dark or as light as the picture can show: what lies beyond cannot "
            "be measured. Change the exposure.",
            share=f"{100 * clipped:.0f}",
        )
    yield from _rippled(image, symbol)
    if image.calibration is None:
        yield say(
            "The picture is not calibrated: its contrast is relative to the white of the picture, and the "
            "grade may be worse. Calibrate with a card of known reflectance."
        )


def _rippled(image: GradingImage, symbol: SymbolGrade) -> Iterator[Text]:
    if is_matrix(symbol.symbology) or not symbol.module_px:
        return  # Its quiet zone is too small to show waves.
    ripple = ripple_beside(image.reflectance, symbol.corners, _LINEAR.quiet[0] * symbol.module_px)
    if ripple is not None and ripple.height > _MOST_RIPPLE:
        yield say(
            "The white beside the bars goes up and down by {height} % every {period} pixels: moire from a "
            "halftone or a screen, or a lamp that flickers. Take the picture of the print itself, from "
            "another distance, in steady light.",
            height=f"{ripple.height:.0f}",
            period=f"{ripple.period:.0f}",
        )


def noted(image: GradingImage, symbol: SymbolGrade) -> tuple[Parameter, ...]:
    """Return a symbol's parameters with notes to those that the picture makes less certain."""
    return tuple(_noted(image, symbol, one) for one in symbol.parameters)


def _noted(image: GradingImage, symbol: SymbolGrade, parameter: Parameter) -> Parameter:
    if parameter.note is not None:
        return parameter
    note = None
    if image.calibration is None and parameter.name in _ABSOLUTE:
        note = say("uncalibrated")
    elif parameter.name == Name.DEF and symbol.module_px < _TRUSTED_PX:
        note = say("With fewer than {least} pixels to a module it reads up to 7 points too bad.", least=5)
    if note is None:
        return parameter
    return Parameter(parameter.name, parameter.value, parameter.grade, parameter.places, note)


def _needs(symbol: SymbolGrade) -> _Needs:
    if is_qr(symbol.symbology):
        return _QR
    return _DATA_MATRIX if is_matrix(symbol.symbology) else _LINEAR


def _too_fine(symbol: SymbolGrade, needs: _Needs) -> Text:
    found, least = f"{symbol.module_px:.1f}", f"{needs.least_px:g}"
    if is_matrix(symbol.symbology):
        return say(
            "A module has {found} pixels; at least {least} are needed to measure a matrix.",
            found=found,
            least=least,
        )
    return say(
        "A module has {found} pixels; at least {least} are needed to measure bars. Scan with more dpi, or "
        "take the picture from closer.",
        found=found,
        least=least,
    )


def _with_quiet_zone(symbol: SymbolGrade, part: float) -> Corners:
    """Return the corners of a symbol with ``part`` of what counts around it."""
    (ax, ay), _, _, (dx, dy) = symbol.corners
    wide, high = width_of(symbol.corners), float(numpy.hypot(dx - ax, dy - ay))
    beside, above = (part * quiet * symbol.module_px for quiet in _needs(symbol).quiet)
    u, v = beside / max(wide, 1.0), above / max(high, 1.0)
    return (
        at(symbol.corners, -u, -v),
        at(symbol.corners, 1 + u, -v),
        at(symbol.corners, 1 + u, 1 + v),
        at(symbol.corners, -u, 1 + v),
    )


def _quiet_zone_inside(image: GradingImage, symbol: SymbolGrade) -> bool:
    """Tell whether a matrix has its quiet zone in the picture; the engine of bars tells it of theirs."""
    if not is_matrix(symbol.symbology) or not symbol.module_px:
        return True
    rows, columns = image.reflectance.shape
    # An eighth of it is forgiven: corners are as uncertain as that.
    return all(
        -0.5 <= x <= columns - 0.5 and -0.5 <= y <= rows - 0.5 for x, y in _with_quiet_zone(symbol, 0.875)
    )


def _clipped(image: GradingImage, symbol: SymbolGrade) -> float:
    """Return the share of a symbol's pixels that are at an end of the range, its quiet zone among them."""
    if image.clipped == 0:
        return 0.0
    corners = _with_quiet_zone(symbol, 1.0)
    rows, columns = image.reflectance.shape
    x, y = ([corner[axis] for corner in corners] for axis in (0, 1))
    top, bottom = max(0, int(min(y))), min(rows, int(max(y)) + 1)
    left, right = max(0, int(min(x))), min(columns, int(max(x)) + 1)
    if top >= bottom or left >= right:
        return 0.0
    step = max(1, round(((bottom - top) * (right - left) / _ENOUGH) ** 0.5))
    part = image.reflectance[top:bottom:step, left:right:step]
    across = numpy.arange(left, right, step, dtype=numpy.float64)
    down = numpy.arange(top, bottom, step, dtype=numpy.float64)
    own = part[covers(corners, across[None, :], down[:, None])]
    darkest, lightest = _ends(image)
    return float(((own <= darkest) | (own >= lightest)).mean()) if own.size else 0.0


def _ends(image: GradingImage) -> tuple[float, float]:
    """Return the reflectances from which on down and up a pixel tells only that it was so dark or light."""
    within = _SPREAD_BY_LOSS / 255 if image.lossy else 0.25 / (2**image.bits - 1)
    readings = numpy.array((within, 1 - within))
    light = linear_light(readings) if image.linearised else readings
    dark, bright = reflectance_of(light, image.calibration)
    return float(dark), float(bright)
