"""The outline of a DataMatrix symbol once its size is known: each side anew, from the modules along it."""

from math import dist

import numpy

from desktop.grading.matrix_frame import Edge, Frame, meeting
from desktop.grading.model import Floats
from desktop.grading.sampling import Doubles, sampled

_SAMPLES = 48
"""From the centre of a module to that of the quiet zone's beside it."""
_SPREAD = 0.25
"""Modules to either side of its middle over which an edge is averaged."""
_FEWEST = 3
_ROUNDS = 4


def settled(inked: Floats, frame: Frame, x: Doubles, y: Doubles) -> Frame:
    """Fit the outline to the modules along it that have the finder's colour.

    Between the centre of such a module and that of the quiet zone's beside it lies one edge; the areas of
    both colours tell where, however pixels cut it and a lens smears it.

    Args:
        inked: above 0 where the picture has the finder's colour.
        frame: a first outline.
        x: of module centres with a ring of quiet zone, by the first outline.
        y: of the same.

    Returns:
        The frame through the four new sides; the first one where a side has too few modules to tell, or where
        a corner would move by more than a module.
    """
    inner, every = slice(1, -1), slice(None)
    sides = (
        ((1, inner), (0, inner), slice(None, None, 2)),
        ((inner, -2), (inner, -1), slice(1, None, 2)),
        ((-2, inner), (-1, inner), every),
        ((inner, 1), (inner, 0), every),
    )
    places = numpy.stack((x, y), axis=-1)
    edges = [_side(inked, places[at][chosen], places[out][chosen]) for at, out, chosen in sides]
    found = [edge for edge in edges if edge is not None]
    if len(found) < len(edges):
        return frame
    corners = meeting(found)
    module = dist(places[1, 1], places[0, 0])
    moved = max(dist(old, new) for old, new in zip(frame.corners, corners, strict=True))
    return Frame.through(corners, frame.sign) if moved < module else frame


def _side(inked: Floats, within: Doubles, without: Doubles) -> Edge | None:
    """Fit the edge between modules and the quiet zone's beside them: arrays of x and y by row."""
    along = (within[-1] - within[0]) / max(1, len(within) - 1)
    module = numpy.hypot(*(without - within).T)[:, None, None]
    length = float(numpy.hypot(*along))
    if length == 0:
        return None
    aside = numpy.linspace(-_SPREAD, _SPREAD, 5)[None, :, None, None] * (along / length)
    part = ((numpy.arange(_SAMPLES) + 0.5) / _SAMPLES)[None, None, :, None]
    line = within[:, None, None, :] + part * (without - within)[:, None, None, :] + aside * module[..., None]
    values = sampled(inked, line[..., 0], line[..., 1]).mean(axis=1)
    few = _SAMPLES // 8
    inside, outside = values[:, :few].mean(axis=1), values[:, -few:].mean(axis=1)
    step = inside - outside
    sound = (step > 0) & (step > 0.4 * numpy.median(step))
    depth = (values.mean(axis=1) - outside)[sound] / step[sound]
    met = within[sound] + depth[:, None] * (without - within)[sound]
    return _through(met[(depth > 0) & (depth < 1)])


def _through(met: Doubles) -> Edge | None:
    """Fit a straight line to points along a side; those far off it for a reason of their own do not count."""
    if len(met) < _FEWEST:
        return None
    start, along = met[0], met[-1] - met[0]
    along = along / numpy.hypot(*along)
    across = numpy.array((-along[1], along[0]))
    at, off = (met - start) @ along, (met - start) @ across
    line, near = numpy.polyfit(at, off, 1), numpy.ones(len(met), dtype=numpy.bool_)
    for _ in range(_ROUNDS):
        far = numpy.abs(off - numpy.polyval(line, at))
        near = far <= max(3 * float(numpy.median(far)), 0.02)
        line = numpy.polyfit(at[near], off[near], 1)
    first, last = (start + s * along + numpy.polyval(line, s) * across for s in (0.0, float(at[-1])))
    return Edge((float(first[0]), float(first[1])), (float(last[0]), float(last[1])), float(near.mean()))
