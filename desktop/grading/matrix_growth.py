"""Print growth of a DataMatrix symbol by axis, as verifiers tell it."""

import numpy

from desktop.grading.matrix_grid import Grid
from desktop.grading.matrix_tracks import crossed_at
from desktop.grading.model import Floats
from desktop.grading.sampling import Doubles, seen_at

ACROSS, DOWN = "Hbwg", "Vbwg"
"""Growth of the finder's colour along rows and columns, by the names of the truth tables; informative."""
_PER_MODULE = 8
_NARROWEST, _WIDEST = 0.3, 1.7
"""Modules: what is narrower or wider between two edges is no module of a clock track."""


def print_growth(picture: Floats, grid: Grid, threshold: float, diameter: float) -> tuple[float, float]:
    """Return by how many modules those of the finder's colour are wider and higher than they should be.

    Along the middle of the outer clock tracks, through an aperture, cut at the middle of light and dark: as
    ISO/IEC 15415 has it, in the binarised picture. Half an aperture agrees with a printed growth exactly and
    with verifiers' reports within 2 points or so, but for light symbols on dark, which they tell to shrink by
    more; the whole aperture never tells less than they do. It is (d - b) / 2, d and b being mean widths of
    the track's modules that have the finder's colour and of the others.

    Args:
        picture: reflectance.
        grid: of the symbol.
        threshold: between light and dark, in percent.
        diameter: of the aperture in pixels.
    """
    across = grid.x[1, 1:-1], grid.y[1, 1:-1]
    down = grid.x[-2:0:-1, -2], grid.y[-2:0:-1, -2]
    first, second = (_inked(picture, grid, threshold, diameter, *track) for track in (across, down))
    return _growth(first), _growth(second)


def _inked(picture: Floats, grid: Grid, threshold: float, diameter: float, x: Doubles, y: Doubles) -> Doubles:
    """Follow a track through the aperture: above 0 where it has the finder's colour."""
    at = numpy.arange((len(x) - 1) * _PER_MODULE + 1) / _PER_MODULE
    number = numpy.arange(len(x))
    values = seen_at(picture, numpy.interp(at, number, x), numpy.interp(at, number, y), diameter)
    return numpy.asarray(grid.frame.sign * (threshold - values))


def _growth(track: Doubles) -> float:
    rising, falling = crossed_at(track)
    edges = numpy.concatenate((rising, falling)) / _PER_MODULE
    order = edges.argsort()
    inked = order[:-1] < len(rising)
    widths = numpy.diff(edges[order])
    there = (widths > _NARROWEST) & (widths < _WIDEST)
    if not (there & inked).any() or not (there & ~inked).any():
        return 0.0
    return float(widths[there & inked].mean() - widths[there & ~inked].mean()) / 2
