"""Where bars stand in a picture, and in which direction: decoders read them along rows and columns only.

A cell of the picture in which nearly all edges run the same way is one of bars; neighbouring cells of one
direction are a region. Text, matrices and paper have edges of all directions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PIL import Image

from desktop.grading.quads import Corners, at

Grey = NDArray[numpy.uint8]
Floats = NDArray[numpy.float32]
Back = tuple[float, float, float, float, float, float]
"""a to f: the place x, y of a picture lies at a x + b y + c, d x + e y + f of the one it was made from."""

_ENOUGH = 400_000
"""Pixels of the smaller copy in which regions are looked for, as long as bars survive in it."""
_MOST_REDUCED = 3
_CELL = 8
"""Pixels of the smaller copy."""
_ONE_WAY = 0.6
"""Coherence of the structure tensor: 0 where edges run every way, 1 where they all run one way (J. Bigun and
G. Granlund, Optimal orientation detection of linear symmetry, ICCV 1987)."""
_STRONG = 12.0
"""Root mean square of the differences between neighbouring pixels, in steps of 255."""
_TURN = 15.0
"""Degrees by which neighbouring cells of one region may differ."""
_LEAST_CELLS = 6
_LEAST_WIDTH = 60.0
"""Pixels across the bars: the shortest symbol, of 67 modules, at less than one a module."""
_MOST_REGIONS = 60


@dataclass(frozen=True, eq=False, slots=True)
class BarRegion:
    """Bars somewhere in a picture.

    Attributes:
        corners: of the rectangle around them, room for quiet zones at its sides, upper left first as it
            stands when the bars are upright.
        degrees: by which they lie turned clockwise, -90 to 90.
    """

    corners: Corners
    degrees: float


def bar_regions(grey: Grey) -> tuple[BarRegion, ...]:
    """Return the regions of bars, the largest first, 60 at most."""
    factor = min(_MOST_REDUCED, max(1, round((grey.size / _ENOUGH) ** 0.5)))
    small = Image.fromarray(grey).reduce(factor) if factor > 1 else grey
    tensor = _tensor(numpy.asarray(small, numpy.float32))
    if tensor is None:
        return ()
    east, south, mixed = tensor
    energy = east + south
    one_way = numpy.hypot(east - south, 2 * mixed) >= _ONE_WAY * energy
    strong = energy >= _STRONG**2
    degrees = numpy.degrees(0.5 * numpy.arctan2(2 * mixed, east - south))
    regions = [
        _region(rows, columns, (east, south, mixed), _CELL * factor)
        for rows, columns in _connected(one_way & strong, degrees)
        if len(rows) >= _LEAST_CELLS
    ]
    found = [one for one in regions if one is not None]
    found.sort(key=lambda one: -_size(one.corners))
    return tuple(found[:_MOST_REGIONS])


def _tensor(small: Floats) -> tuple[Floats, Floats, Floats] | None:
    """Return mean squares and product of the differences to the east and the south, cell by cell."""
    across = (small[1:-1, 2:] - small[1:-1, :-2]) / 2
    down = (small[2:, 1:-1] - small[:-2, 1:-1]) / 2
    if min(across.shape) < 3 * _CELL:
        return None
    east, south, mixed = (
        _spread(_cells(numpy.asarray(product, numpy.float32)))
        for product in (across * across, down * down, across * down)
    )
    return east, south, mixed


def _cells(values: Floats) -> Floats:
    rows, columns = values.shape[0] // _CELL, values.shape[1] // _CELL
    whole = values[: rows * _CELL, : columns * _CELL]
    # One axis after the other: long rows are added up fast, short cells are not.
    down = whole.reshape(rows, _CELL, columns * _CELL).mean(axis=1)
    return numpy.asarray(down.reshape(rows, columns, _CELL).mean(axis=2))


def _spread(cells: Floats) -> Floats:
    """Return means over a cell and its neighbours, for a cell may lie within one wide bar."""
    padded = numpy.pad(cells, 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return numpy.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / 9)


def _connected(
    wanted: NDArray[numpy.bool_], degrees: Floats
) -> Iterator[tuple[NDArray[numpy.int64], NDArray[numpy.int64]]]:
    """Yield rows and columns of connected cells whose directions differ little from one to the next."""
    left = {(row, column): float(degrees[row, column]) for row, column in numpy.argwhere(wanted).tolist()}
    while left:
        cell, turned = left.popitem()
        waiting, region = [(cell, turned)], [cell]
        while waiting:
            (row, column), turned = waiting.pop()
            for near in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
                other = left.get(near)
                if other is not None and abs((other - turned + 90) % 180 - 90) <= _TURN:
                    waiting.append((near, left.pop(near)))
                    region.append(near)
        rows, columns = numpy.array(region).T
        yield rows, columns


def _region(
    rows: NDArray[numpy.int64], columns: NDArray[numpy.int64], tensor: tuple[Floats, ...], cell: int
) -> BarRegion | None:
    east, south, mixed = (float(part[rows, columns].sum()) for part in tensor)
    angle = 0.5 * float(numpy.arctan2(2 * mixed, east - south))
    along = numpy.array((numpy.cos(angle), numpy.sin(angle)))
    down = numpy.array((-along[1], along[0]))
    # The first row and column of the smaller copy have no differences.
    places = (numpy.stack((columns, rows), axis=1) + 0.5) * cell + cell / _CELL - 0.5
    across, height = places @ along, places @ down
    width = float(numpy.ptp(across)) + cell
    if width < _LEAST_WIDTH:
        return None
    room = 0.15 * width + 2 * cell
    west, far = float(across.min()) - room, float(across.max()) + room
    north, low = float(height.min()) - cell, float(height.max()) + cell
    ends = [u * along + v * down for u, v in ((west, north), (far, north), (far, low), (west, low))]
    upper_left, upper_right, lower_right, lower_left = ((float(x), float(y)) for x, y in ends)
    return BarRegion((upper_left, upper_right, lower_right, lower_left), float(numpy.degrees(angle)))


def _size(corners: Corners) -> float:
    (ax, ay), (bx, by), (cx, cy), _ = corners
    return float(numpy.hypot(bx - ax, by - ay) * numpy.hypot(cx - bx, cy - by))


def upright(grey: Grey, region: BarRegion) -> tuple[Grey, Back]:
    """Return the pixels of a region with its bars upright, and how to get back to the picture."""
    (ax, ay), (bx, by), (cx, cy), _ = region.corners
    width, height = (
        max(1, round(float(numpy.hypot(x, y)))) for x, y in ((bx - ax, by - ay), (cx - bx, cy - by))
    )
    right, lower = ((bx - ax) / width, (by - ay) / width), ((cx - bx) / height, (cy - by) / height)
    first = at(region.corners, 0.5 / width, 0.5 / height)
    back = (right[0], lower[0], first[0], right[1], lower[1], first[1])
    # Pillow counts places from the corner of a pixel.
    shift = [0.5 - 0.5 * (back[n] + back[n + 1]) for n in (0, 3)]
    data = (*back[:2], back[2] + shift[0], *back[3:5], back[5] + shift[1])
    ground = int(numpy.median(grey[::16, ::16]))
    turned = Image.fromarray(grey).transform(
        (width, height), Image.Transform.AFFINE, data, Image.Resampling.BILINEAR, fillcolor=ground
    )
    return numpy.asarray(turned), back
