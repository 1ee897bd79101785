"""Widths of elements as they are on the label, where the lens or the tilt of the camera drew them out.

A camera shows the middle of its picture larger than the rim (up to a tenth, on pictures of conformance
cards), and a tilted label larger where it is near; a verifier's head goes along evenly. What a lens does is
smooth over the whole symbol, what a printer does wrong is not: through the places of all edges a cubic of
where the decoded symbol has them is laid (radial distortion makes one of any line, a tilt nearly one), and
undone.
"""

import numpy
from numpy.typing import NDArray

from desktop.grading.decode_linear import CODE_39_ELEMENTS, ITF_ELEMENTS, Reading

Doubles = NDArray[numpy.float64]

_DEGREE = 3
_FEWEST_EDGES = 24
"""Of three characters: fewer say more of themselves than of the lens."""
_ROUNDS = 4
_LEAST_OFF = 0.002
"""Modules that an edge may be beside the cubic without counting less."""
_MOST = 1.5
"""How many times as large as elsewhere the lens may show a place; beyond that it was no lens."""


def straightened(edges: Doubles, reading: Reading) -> Doubles:
    """Return the widths of elements in even scale, in the same unit, with the same sum.

    Edges that are out of their place count little, so that they stay as far out as they are. Growth of the
    bars, and of two widths their ratio, are found too.

    Args:
        edges: from the begin of the first bar to the end of the last.
        reading: of their widths.
    """
    widths = numpy.diff(edges)
    if len(edges) < _FEWEST_EDGES:
        return widths
    along = 2 * (edges - edges[0]) / (edges[-1] - edges[0]) - 1
    drawn, weights = _drawn(along, reading)
    across = 2 * (drawn - drawn[0]) / (drawn[-1] - drawn[0]) - 1
    powers = numpy.vander(across, _DEGREE + 1, increasing=True)
    lens = _fitted(powers, along, weights)
    scale = powers[:, :-1] @ (lens[1:] * numpy.arange(1, _DEGREE + 1))
    if float(scale.min()) <= 0 or float(scale.max()) > _MOST * float(scale.min()):
        return widths
    even = numpy.diff(across + (along - powers @ lens) / scale)
    return numpy.asarray(even * (widths.sum() / even.sum()))


def _drawn(along: Doubles, reading: Reading) -> tuple[Doubles, Doubles]:
    """Return where edges were drawn in modules, growth and ratio included, and how much each counts."""
    nominal, unknown = _nominal(reading)
    terms = numpy.concatenate((numpy.vander(along, _DEGREE + 1, increasing=True), unknown), axis=1)
    weights = numpy.ones(len(along))
    found: Doubles = numpy.zeros(terms.shape[1])
    for _ in range(_ROUNDS):
        found = _fitted(terms, nominal, weights)
        off = nominal - terms @ found
        spread = 3 * float(numpy.median(numpy.abs(off))) + _LEAST_OFF
        weights = 1 / (1 + (off / spread) ** 2)
    return numpy.asarray(nominal - unknown @ found[_DEGREE + 1 :]), weights


def _fitted(terms: Doubles, values: Doubles, weights: Doubles) -> Doubles:
    """Return the least squares, by their normal equations: of places from -1 to 1 they are good enough."""
    weighted = (terms * (weights * weights)[:, None]).T
    return numpy.asarray(numpy.linalg.solve(weighted @ terms, weighted @ values))


def _nominal(reading: Reading) -> tuple[Doubles, Doubles]:
    """Return the nominal places of all edges in modules, and what is not known of them, to be found."""
    modules = numpy.array(reading.nominal, dtype=numpy.float64)
    growth = numpy.where(numpy.arange(len(modules) + 1) % 2 == 0, 0.5, -0.5)
    if reading.elements not in {CODE_39_ELEMENTS, ITF_ELEMENTS}:
        return _places(modules), growth[:, None]
    wide = (modules > 1).astype(numpy.float64)
    return _places(1 - wide), numpy.stack((-_places(wide), growth), axis=1)


def _places(widths: Doubles) -> Doubles:
    return numpy.concatenate(([0.0], numpy.cumsum(widths)))
