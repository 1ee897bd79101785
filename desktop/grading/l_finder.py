"""Finds DataMatrix symbols by their solid L where no decoder reads them, as with a damaged fixed pattern.

Busy patches of the picture are outlined by the smallest rectangle around their dark (or light) pixels; one
with two solid neighbouring sides and two regular ones is a candidate. Its corners are good to about a module:
who measures finds them better.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Found
from desktop.grading.quads import Corners, contains, covers, overlap
from desktop.symbols.symbology import Symbology

Grey = NDArray[numpy.uint8]
Mask = NDArray[numpy.bool_]

_FINEST = 6
"""Pixels of a patch's cells, and twice and four times it: larger than a module, a cell has an edge mostly."""
_TOGETHER = 16
"""Rows of cells that are summed up together: a whole scan in wider numbers fills the memory."""
_BUSY = 12.0
"""Standard deviation of a cell, in steps of 255, from which there is print in it."""
_LEAST_SIDE = 24
_LONGEST_RATIO = 4.6
"""The longest rectangular DataMatrix is 8 by 32 modules (ISO/IEC 16022), and DMRE is not graded."""
_SOLID, _BROKEN = 0.7, 0.85
"""Dark share of the darkest line along a side: a damaged L has more, a clock track less."""
_REGULAR = 0.8
"""Share of a clock track's periods that are as long as the others: some of a damaged one may be lost."""
_LEAST_MODULE = 4.0
"""Pixels: a finer symbol cannot be measured (five are needed), and letters look like one."""
_FEWEST_RUNS = 8
"""The smallest symbols have 8 modules on a side (ISO/IEC 16022)."""
_DEPTHS = (0.008, 0.015, 0.025, 0.04, 0.06)
"""Parts of the symbol by which lines lie inside its sides: half a module of 8 to 64 modules."""
_MOST_PATCHES = 200


@dataclass(frozen=True, eq=False, slots=True)
class _Candidate:
    corners: Corners
    score: float


def find_matrices(grey: Grey, taken: Sequence[Corners] = ()) -> tuple[Found, ...]:
    """Return where DataMatrix symbols may be, best first.

    Args:
        grey: the picture.
        taken: corners of symbols that are known; nothing is looked for in them.
    """
    candidates: list[_Candidate] = []
    for top, left, bottom, right in _all_patches(grey, taken):
        middle = ((left + right) / 2, (top + bottom) / 2)
        if not any(contains(corners, middle) for corners in taken):
            candidates += _in_patch(grey[top:bottom, left:right], left, top)
    kept: list[_Candidate] = []
    for one in sorted(candidates, key=lambda candidate: -candidate.score):
        others = [*(known.corners for known in kept), *taken]
        if all(overlap(one.corners, corners) < 0.3 for corners in others):
            kept.append(one)
    return tuple(Found(Symbology.DATA_MATRIX.value, "", "", one.corners) for one in kept)


def _sums(grey: Grey, cell: int) -> tuple[NDArray[numpy.int64], NDArray[numpy.int64]]:
    """Return the sum of each cell's samples and of their squares."""
    rows, columns = grey.shape[0] // cell, grey.shape[1] // cell
    total, squares = numpy.zeros((rows, columns), numpy.int64), numpy.zeros((rows, columns), numpy.int64)
    whole = grey[: rows * cell, : columns * cell]
    for row in range(0, rows, _TOGETHER):
        strip = whole[row * cell : (row + _TOGETHER) * cell].astype(numpy.int32)
        total[row : row + _TOGETHER] = _by_cells(strip, cell)
        squares[row : row + _TOGETHER] = _by_cells(strip * strip, cell)
    return total, squares


def _by_cells(samples: NDArray[numpy.int32], cell: int) -> NDArray[numpy.int32]:
    rows, columns = samples.shape[0] // cell, samples.shape[1] // cell
    down = samples.reshape(rows, cell, columns * cell).sum(axis=1, dtype=numpy.int32)
    return numpy.add.reduceat(down, numpy.arange(columns) * cell, axis=1)


def _coarser(sums: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    rows, columns = sums.shape[0] // 2, sums.shape[1] // 2
    return numpy.asarray(sums[: rows * 2, : columns * 2].reshape(rows, 2, columns, 2).sum(axis=(1, 3)))


def _all_patches(grey: Grey, taken: Sequence[Corners]) -> Iterator[tuple[int, int, int, int]]:
    if min(grey.shape) < 3 * _FINEST:
        return
    total, squares = _sums(grey, _FINEST)
    cell = _FINEST
    for _ in range(3):
        busy = squares / cell**2 - (total / cell**2) ** 2 > _BUSY**2
        _leave_out(busy, cell, taken)
        yield from _patches(busy, cell, grey.shape)
        total, squares, cell = _coarser(total), _coarser(squares), cell * 2


def _leave_out(busy: Mask, cell: int, taken: Sequence[Corners]) -> None:
    """Take the cells of known symbols, and those at their edges, for blank."""
    for corners in taken:
        places = (numpy.array(corners) + 0.5) / cell
        left, top = numpy.maximum(0, places.min(axis=0).astype(int) - 1)
        right, bottom = places.max(axis=0).astype(int) + 2
        part = busy[top:bottom, left:right]
        x = (left + numpy.arange(part.shape[1]) + 0.5) * cell
        y = (top + numpy.arange(part.shape[0]) + 0.5) * cell
        part[covers(corners, x[None, :], y[:, None], beyond=cell)] = False


def _patches(busy: Mask, cell: int, shape: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """Return the boxes around connected busy cells: top, left, bottom, right in pixels."""
    boxes = []
    for top, left, bottom, right in _components(busy):
        high, wide = (bottom - top) * cell, (right - left) * cell
        if min(high, wide) >= _LEAST_SIDE and max(high, wide) <= _LONGEST_RATIO * 1.3 * min(high, wide):
            boxes.append(
                (
                    max(0, (top - 1) * cell),
                    max(0, (left - 1) * cell),
                    min(shape[0], (bottom + 1) * cell),
                    min(shape[1], (right + 1) * cell),
                )
            )
    boxes.sort(key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    return boxes[:_MOST_PATCHES]


def _components(busy: Mask) -> Iterator[tuple[int, int, int, int]]:
    """Yield the boxes of connected cells, diagonal neighbours included."""
    left = set(zip(*(axis.tolist() for axis in numpy.nonzero(busy)), strict=True))
    while left:
        waiting = [left.pop()]
        rows, columns = [], []
        while waiting:
            row, column = waiting.pop()
            rows.append(row)
            columns.append(column)
            near = {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)} & left
            left -= near
            waiting += near
        yield min(rows), min(columns), max(rows) + 1, max(columns) + 1


def _in_patch(patch: Grey, left: int, top: int) -> Iterator[_Candidate]:
    dark, light = numpy.percentile(patch, (5, 95))
    if light - dark < 2 * _BUSY:
        return
    below = patch < (float(dark) + float(light)) / 2
    for mask in (below, ~below):
        solid = _solid_pixels(mask)
        # A symbol ends within its patch; what goes on beyond it is a part of something else.
        cut = solid[0].any() or solid[-1].any() or solid[:, 0].any() or solid[:, -1].any()
        corners = None if cut else _smallest_rectangle(solid)
        candidate = None if corners is None else _as_symbol(mask, corners)
        if candidate is not None:
            ul, ur, lr, ll = ((x + left, y + top) for x, y in candidate.corners)
            yield _Candidate((ul, ur, lr, ll), candidate.score)


def _solid_pixels(mask: Mask) -> Mask:
    """Return the pixels whose surroundings are of their kind too: specks of dust are not outlined."""
    padded = numpy.pad(mask, 1).astype(numpy.uint8)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    return numpy.asarray((rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:] >= 6) & mask)


def _smallest_rectangle(mask: Mask) -> Corners | None:
    """Return the smallest rectangle around the pixels of a mask, clockwise."""
    rows = numpy.flatnonzero(mask.any(axis=1))
    if len(rows) < _LEAST_SIDE / 2:
        return None
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - 1 - mask[rows, ::-1].argmax(axis=1)
    points = numpy.concatenate((numpy.stack((first, rows), 1), numpy.stack((last, rows), 1))).astype(float)
    angle, step = 0.0, numpy.radians(1.0)
    spread = numpy.arange(90) * step
    for _ in range(3):
        angle = _best_angle(points, angle + spread)
        step /= 8
        spread = numpy.arange(-8, 9) * step
    across = numpy.array((numpy.cos(angle), numpy.sin(angle)))
    down = numpy.array((-across[1], across[0]))
    (west, east), (north, south) = _extent(points @ across), _extent(points @ down)
    short, long = sorted((east - west, south - north))
    if short < _FEWEST_RUNS * _LEAST_MODULE or long > _LONGEST_RATIO * short:
        return None
    places = [u * across + v * down for u, v in ((west, north), (east, north), (east, south), (west, south))]
    ul, ur, lr, ll = ((float(x), float(y)) for x, y in places)
    return ul, ur, lr, ll


def _best_angle(points: NDArray[numpy.float64], angles: NDArray[numpy.float64]) -> float:
    across = points @ numpy.stack((numpy.cos(angles), numpy.sin(angles)))
    down = points @ numpy.stack((-numpy.sin(angles), numpy.cos(angles)))
    areas = (across.max(0) - across.min(0) + 1) * (down.max(0) - down.min(0) + 1)
    return float(angles[areas.argmin()])


def _extent(along: NDArray[numpy.float64]) -> tuple[float, float]:
    return float(along.min()) - 0.5, float(along.max()) + 0.5


def _as_symbol(mask: Mask, corners: Corners) -> _Candidate | None:
    """Turn a rectangle so that its solid sides are at the left and below; None if it has no such two."""
    shares = [_dark_share(mask, corners, side) for side in range(4)]
    at_corner = [min(shares[corner], shares[corner - 1]) for corner in range(4)]
    lower_left = int(numpy.argmax(at_corner))
    broken = max(shares[(lower_left + 1) % 4], shares[(lower_left + 2) % 4])
    if at_corner[lower_left] < _SOLID or broken > _BROKEN:
        return None
    ul, ur, lr, ll = (corners[(lower_left + 1 + step) % 4] for step in range(4))
    symbol = (ul, ur, lr, ll)
    regular = _regularity(mask, symbol)
    return _Candidate(symbol, regular) if regular >= _REGULAR else None


def _regularity(mask: Mask, corners: Corners) -> float:
    """Return how alike the runs of both clock tracks are, 0 to 1; 0 where their modules are not square."""
    top, right = (_best_track(mask, corners, side) for side in (0, 1))
    finest, coarsest = sorted((top.module, right.module))
    if finest < _LEAST_MODULE or coarsest > 1.4 * finest:
        return 0.0
    return min(top.alike, right.alike)


@dataclass(frozen=True, slots=True)
class _Track:
    """What a line looks like as a clock track: share of runs that are alike, and their length in pixels."""

    alike: float
    module: float


def _best_track(mask: Mask, corners: Corners, side: int) -> _Track:
    return max((_track(line) for line in _lines(mask, corners, side)), key=lambda track: track.alike)


def _track(line: Mask) -> _Track:
    edges = numpy.flatnonzero(numpy.diff(line.astype(numpy.int8)))
    if len(edges) + 1 < _FEWEST_RUNS:
        return _Track(0.0, 0.0)
    runs = numpy.diff(edges)
    pairs = runs[:-1] + runs[1:]  # print growth widens the dark ones and narrows the light ones
    usual = float(numpy.median(pairs))
    return _Track(float((numpy.abs(pairs - usual) <= 0.3 * usual).mean()), usual / 2)


def _dark_share(mask: Mask, corners: Corners, side: int) -> float:
    """Return the dark share of the darkest line close to the side from corner ``side`` to the next."""
    return float(_lines(mask, corners, side).mean(axis=1).max())


def _lines(mask: Mask, corners: Corners, side: int) -> Mask:
    """Return the pixels along a side, a row for each depth inside of it."""
    a, b, c, d = (numpy.array(corners[(side + step) % 4]) for step in range(4))
    depths = numpy.array(_DEPTHS)[:, None]
    first, last = a + (d - a) * depths, b + (c - b) * depths
    count = max(2, round(float(numpy.hypot(*(b - a)))))
    parts = numpy.linspace(0.005, 0.995, count)
    x, y = (first[:, axis, None] + parts * (last - first)[:, axis, None] for axis in (0, 1))
    columns = numpy.clip(numpy.rint(x), 0, mask.shape[1] - 1).astype(numpy.intp)
    rows = numpy.clip(numpy.rint(y), 0, mask.shape[0] - 1).astype(numpy.intp)
    return numpy.asarray(mask[rows, columns], numpy.bool_)
