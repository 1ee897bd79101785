"""Uneven light over a matrix symbol: told by its light modules, and evened out where it is no trifle."""

import numpy

from desktop.grading.flat_field import field_at, light_field
from desktop.grading.matrix_grid import Grid
from desktop.grading.matrix_layout import Bools
from desktop.grading.model import Floats
from desktop.grading.sampling import Doubles

TRIFLE = 0.1
"""Share by which light may change over a symbol untouched. Paper and noise look like up to 0.07 in pictures
of verifiers, whose contrasts and modulations hold without evening."""


def unevenness(grid: Grid, reflectance: Doubles, light: Bools) -> tuple[float, Doubles] | None:
    """Return by which share the light changes over a symbol, and the field (``flat_field.light_field``).

    Only light modules among light ones tell: others are dimmed by what is printed beside them.

    Args:
        grid: of the symbol.
        reflectance: of its modules, ring of quiet zone included, in percent.
        light: which of these are light.

    Returns:
        None where too few modules tell.
    """
    around = numpy.pad(light, 1, mode="edge")
    alone = light & around[:-2, 1:-1] & around[2:, 1:-1] & around[1:-1, :-2] & around[1:-1, 2:]
    rows, columns = numpy.nonzero(alone)
    places = columns / (grid.layout.columns + 1)
    found = light_field(places, 2 * rows / (grid.layout.rows + 1) - 1, reflectance[alone])
    if found is None:
        return None
    across, down = numpy.meshgrid(numpy.linspace(0, 1, 11), numpy.linspace(-1, 1, 11))
    return float(numpy.ptp(field_at(found, across, down))), found


def evened(picture: Floats, grid: Grid, field: Doubles) -> Floats:
    """Return a picture as it would be in even light; outside of the symbol it is lit as at its border."""
    places = numpy.indices(picture.shape, dtype=numpy.float64)
    u, v = grid.frame.inside(places[1], places[0])
    across = (u * grid.layout.columns + 0.5) / (grid.layout.columns + 1)
    down = 2 * (v * grid.layout.rows + 0.5) / (grid.layout.rows + 1) - 1
    return picture / field_at(field, numpy.clip(across, 0, 1), numpy.clip(down, -1, 1))
