"""Where things lie in a scan reflectance profile: samples, places in the picture, room for labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from desktop.errors import InputError
from desktop.grading.formal import PASSES_FROM
from desktop.grading.linear import rule_of
from desktop.grading.model import Parameter, Point, Scan, SymbolGrade


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """A scan as it is drawn.

    Attributes:
        scan: what was measured.
        quiet: widths of the quiet zones that are demanded, in samples.
        unit: samples to a millimetre, or to a module where the scale is not known.
        in_mm: which of both.
        least: the grade that is needed.
    """

    scan: Scan
    quiet: tuple[float, float]
    unit: float
    in_mm: bool
    least: float = PASSES_FROM


def shown_of(symbol: SymbolGrade, scan: Scan, least: float = PASSES_FROM) -> Shown:
    """Make a scan of a symbol that needs the grade ``least`` ready for drawing."""
    (x1, y1), (x2, y2) = scan.start, scan.end
    length = float(numpy.hypot(x2 - x1, y2 - y1))
    module = symbol.module_px * max(1, len(scan.profile) - 1) / max(length, 1e-9)
    try:
        left, right = rule_of(symbol.symbology).quiet
    except InputError:  # a symbology whose quiet zones are not known here: none are drawn
        left, right = 0.0, 0.0
    unit = module if symbol.module_mm is None else module / symbol.module_mm
    return Shown(scan, (left * module, right * module), unit, symbol.module_mm is not None, least)


def sample_at(scan: Scan, place: Point) -> float:
    """Return the sample of a profile that is nearest to a place of the picture."""
    start, end = numpy.array(scan.start), numpy.array(scan.end)
    along = end - start
    part = float((numpy.array(place) - start) @ along) / max(float(along @ along), 1e-9)
    return part * (len(scan.profile) - 1)


def apart(middles: Sequence[float], widths: Sequence[float], least: float, most: float) -> list[float]:
    """Place labels near their middles so that none lies over another; return their left ends.

    >>> apart([10.0, 12.0, 95.0], [20.0, 20.0, 20.0], 0.0, 100.0)
    [0.0, 26.0, 80.0]
    """
    gap = 6.0
    lefts: list[float] = []
    for middle, width in zip(middles, widths, strict=True):
        lefts.append(max(least, middle - width / 2))
        least = lefts[-1] + width + gap
    for place in range(len(lefts) - 1, -1, -1):
        lefts[place] = min(lefts[place], most - widths[place])
        most = lefts[place] - gap
    return lefts


def parameter_of(parameters: Sequence[Parameter], name: str) -> Parameter | None:
    """Return the parameter of that name."""
    return next((one for one in parameters if one.name == name), None)
