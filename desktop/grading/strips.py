"""Bars and spaces as strips of even reflectance: what a camera makes of them, and which they were.

A blur raises narrow bars and lowers narrow spaces, so that the middle between the levels of two neighbours is
no longer where they meet. Sharpening a profile undoes that only as far as its noise allows; a few edges and
levels, which is all that a symbol is, can be undone altogether.
"""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Doubles = NDArray[numpy.float64]

_REACH = 4
"""Edges to either side that still matter at a place; five elements are wider than any blur that is read."""
_PER_ELEMENT = 7
"""Places at which an element is looked at for its level."""
_OUTER = 4.0
"""Widths of a middling element that a quiet zone is looked at for its level."""
_ROUNDS = 16
_SETTLED = 0.002
"""Samples by which edges may still move when they are found: a ten-thousandth of a module."""
_FOUND, _FOUND_LEVEL = 0.1, 1.0
"""Samples, and points of reflectance, by which strips may differ from what they shall explain."""
_LEVEL = 1e-6
"""Points a sample: less is no edge, and tells nothing of its place."""
_LONGEST = 400


@dataclass(frozen=True, eq=False, slots=True)
class EdgeResponse:
    """What is seen of a step from 0 to 1 at place 0.

    Attributes:
        half: samples before the step, less one half, from which shares are known.
        shares: of the step that are seen, sample by sample.
    """

    half: int
    shares: Doubles

    @classmethod
    def of(cls, response: Doubles, count: int) -> "EdgeResponse":
        """Make it from what is left of each frequency of ``numpy.fft.rfftfreq`` of ``count`` samples."""
        half = min(count // 2 - 1, _LONGEST)
        line = numpy.fft.fftshift(numpy.fft.irfft(response, count))
        edge = numpy.cumsum(line[count // 2 - half : count // 2 + half + 1])
        return cls(half, edge / edge[-1])

    def at(self, places: Doubles) -> Doubles:
        """Return the shares at places; the nearest known one far from the step."""
        within = numpy.clip(places + (self.half - 0.5), 0, len(self.shares) - 1.001)
        first = within.astype(numpy.int64)
        part = within - first
        return self.shares[first] * (1 - part) + self.shares[first + 1] * part


def seen_through(response: EdgeResponse, edges: Doubles, levels: Doubles) -> tuple[Doubles, Doubles]:
    """Return edges and levels as they are read from the profile of strips.

    Args:
        response: through which they are seen.
        edges: where strips meet, in samples.
        levels: reflectance of the strips, the quiet zones first and last: one more than edges.
    """
    numbers = numpy.arange(len(edges))
    outer = _OUTER * float(numpy.median(numpy.diff(edges)))
    borders = numpy.concatenate(([edges[0] - outer], edges, [edges[-1] + outer]))
    parts = (numpy.arange(_PER_ELEMENT) + 0.5) / _PER_ELEMENT
    places = borders[:-1, None] + numpy.diff(borders)[:, None] * parts[None, :]
    owners = numpy.minimum(numpy.arange(len(levels)), len(edges) - 1)
    inside = _profile(response, edges, levels, places, owners)
    spaces = numpy.arange(len(levels)) % 2 == 0
    read = numpy.where(spaces, inside.max(axis=1), inside.min(axis=1))
    middles = (read[:-1] + read[1:]) / 2
    crossings = edges
    for _ in range(2):
        around = crossings[:, None] + numpy.array((-0.5, 0.0, 0.5))[None, :]
        before, at, after = _profile(response, edges, levels, around, numbers).T
        slope = after - before
        level = numpy.abs(slope) < _LEVEL
        crossings = crossings + numpy.where(level, 0.0, (middles - at) / numpy.where(level, 1.0, slope))
    return crossings, read


def undone(response: EdgeResponse, edges: Doubles, levels: Doubles) -> tuple[Doubles, Doubles] | None:
    """Return the strips that show these edges and levels when they are seen through a response.

    None if there are none: through an aperture far wider than a module its neighbours say more about an
    element than itself.
    """
    strips, reflectances = edges, levels
    for _ in range(_ROUNDS):
        crossings, read = seen_through(response, strips, reflectances)
        strips = strips + edges - crossings
        reflectances = reflectances + levels - read
        if numpy.abs(edges - crossings).max() < _SETTLED:
            break
        if (numpy.diff(strips) <= 0).any():
            return None
    crossings, read = seen_through(response, strips, reflectances)
    found = numpy.abs(edges - crossings).max() < _FOUND and numpy.abs(levels - read).max() < _FOUND_LEVEL
    return (strips, reflectances) if found else None


def _profile(
    response: EdgeResponse, edges: Doubles, levels: Doubles, places: Doubles, near: NDArray[numpy.int64]
) -> Doubles:
    """Return the profile of strips at places, a row of them near each of the edges numbered ``near``."""
    numbers = near[:, None] + numpy.arange(-_REACH, _REACH + 1)[None, :]
    real = (numbers >= 0) & (numbers < len(edges))
    held = numpy.clip(numbers, 0, len(edges) - 1)
    steps = numpy.where(real, numpy.diff(levels)[held], 0.0)
    first = levels[numpy.clip(near - _REACH, 0, len(edges))]
    apart = places[:, :, None] - edges[held][:, None, :]
    shares = response.at(apart)
    return numpy.asarray(first[:, None] + (shares * steps[:, None, :]).sum(axis=2))
