"""Bars and spaces as strips of even reflectance: what a camera makes of them, and which they were.

A blur raises narrow bars and lowers narrow spaces, so that the middle between the levels of two neighbours is
no longer where they meet. Sharpening a profile undoes that only as far as its noise allows; a few edges and
levels, which is all that a symbol is, can be undone altogether.
"""

from collections.abc import Callable
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
_FINE = 8
"""Shares to a sample of a disc, whose edge is too sharp for less."""
_ALL_BUT = 2e-4
"""Share of a step: a fiftieth of a point of reflectance."""


@dataclass(frozen=True, eq=False, slots=True)
class EdgeResponse:
    """What is seen of a step from 0 to 1 at place 0.

    Attributes:
        fine: shares to a sample.
        half: shares before the step, less one half.
        shares: of the step that are seen, place by place.
    """

    fine: int
    half: int
    shares: Doubles

    @classmethod
    def of(cls, response: Doubles, count: int, fine: int = 1) -> "EdgeResponse":
        """Make it from what is left of each frequency.

        Args:
            response: at ``numpy.fft.rfftfreq(count * fine, 1 / fine)`` cycles a sample.
            count: samples.
            fine: shares to a sample.
        """
        middle = count * fine // 2
        half = min(middle - 1, _LONGEST * fine)
        line = numpy.fft.fftshift(numpy.fft.irfft(response, count * fine))
        edge = numpy.cumsum(line[middle - half : middle + half + 1])
        return cls(fine, half, edge / edge[-1])

    @classmethod
    def softened(
        cls, edge: Callable[[Doubles], Doubles], left: tuple[Doubles, float], count: int
    ) -> "EdgeResponse":
        """Make it from one that is known exactly, with something soft before it.

        Args:
            edge: shares of the step that are seen at places, in samples.
            left: what the soft thing leaves of each frequency of ``numpy.fft.rfftfreq(count)``, and of higher
                ones.
            count: samples.
        """
        places = (numpy.arange(-(count * _FINE // 2), count * _FINE // 2 + 1) - 0.5) / _FINE
        response = numpy.fft.rfft(numpy.fft.ifftshift(numpy.diff(edge(places)))).real
        within, beyond = left
        response[: len(within)] *= within
        response[len(within) :] *= beyond
        return cls.of(response, count, _FINE)

    @property
    def reach(self) -> int:
        """Samples from the step from which nothing of it is seen any more, or all."""
        seen = numpy.flatnonzero((self.shares > _ALL_BUT) & (self.shares < 1 - _ALL_BUT))
        farthest = max(self.half - int(seen[0]), int(seen[-1]) - self.half) + 1 if len(seen) else 1
        return -(-farthest // self.fine) + 1

    def at(self, places: Doubles) -> Doubles:
        """Return the shares at places; the nearest known one far from the step."""
        within = numpy.clip(places * self.fine + (self.half - 0.5), 0, len(self.shares) - 1.001)
        first = within.astype(numpy.int64)
        part = within - first
        return self.shares[first] * (1 - part) + self.shares[first + 1] * part


@dataclass(frozen=True, eq=False, slots=True)
class Strips:
    """Strips along scans that have equally many.

    Attributes:
        edges: where strips meet, in samples (scan, edge).
        levels: reflectance of the strips, the quiet zones first and last: one more than edges.
    """

    edges: Doubles
    levels: Doubles

    def of(self, scans: NDArray[numpy.bool_]) -> "Strips":
        """Return those of some scans."""
        return Strips(self.edges[scans], self.levels[scans])

    def where(self, scans: NDArray[numpy.bool_], other: "Strips") -> "Strips":
        """Return those of some scans, and other ones of the rest."""
        chosen = scans[:, None]
        return Strips(
            numpy.where(chosen, self.edges, other.edges), numpy.where(chosen, self.levels, other.levels)
        )

    def corrected(self, shown: "Strips", should: "Strips") -> "Strips":
        """Return them moved by as much as what they show is beside what they should show."""
        edges = self.edges + should.edges - shown.edges
        return Strips(edges, self.levels + should.levels - shown.levels)


def seen_through(response: EdgeResponse, strips: Strips) -> Strips:
    """Return edges and levels as they are read from the profiles of strips, seen through a response."""
    edges, levels = strips.edges, strips.levels
    numbers = numpy.arange(edges.shape[1])
    outer = _OUTER * numpy.median(numpy.diff(edges), axis=1, keepdims=True)
    borders = numpy.concatenate((edges[:, :1] - outer, edges, edges[:, -1:] + outer), axis=1)
    parts = (numpy.arange(_PER_ELEMENT) + 0.5) / _PER_ELEMENT
    places = borders[:, :-1, None] + numpy.diff(borders)[:, :, None] * parts
    owners = numpy.minimum(numpy.arange(levels.shape[1]), len(numbers) - 1)
    inside = _profile(response, strips, places, owners)
    spaces = numpy.arange(levels.shape[1]) % 2 == 0
    read = numpy.where(spaces, inside.max(axis=2), inside.min(axis=2))
    middles = (read[:, :-1] + read[:, 1:]) / 2
    crossings = edges
    for _ in range(2):
        around = crossings[:, :, None] + numpy.array((-0.5, 0.0, 0.5))
        before, at, after = numpy.moveaxis(_profile(response, strips, around, numbers), 2, 0)
        slope = after - before
        level = numpy.abs(slope) < _LEVEL
        crossings = crossings + numpy.where(level, 0.0, (middles - at) / numpy.where(level, 1.0, slope))
    return Strips(crossings, read)


def undone(
    response: EdgeResponse, shown: Strips, first: Strips | None = None
) -> tuple[Strips, NDArray[numpy.bool_]]:
    """Return the strips that are read like these when they are seen through a response.

    Args:
        response: through which they are seen.
        shown: what is read.
        first: strips that are near already; None: what is read.

    Returns:
        The strips, and of which scans they are found: through an aperture far wider than a module its
        neighbours say more about an element than itself.
    """
    strips = shown if first is None else first
    read = seen_through(response, strips)
    found = numpy.ones(len(shown.edges), dtype=numpy.bool_)
    for _ in range(_ROUNDS):
        found &= (numpy.diff(strips.edges) > 0).all(axis=1)
        if not (found & (_farthest(shown.edges, read.edges) >= _SETTLED)).any():
            break
        strips = strips.corrected(read, shown).where(found, strips)
        read = seen_through(response, strips)
    near = _farthest(shown.edges, read.edges) < _FOUND
    return strips, found & near & (_farthest(shown.levels, read.levels) < _FOUND_LEVEL)


def _farthest(one: Doubles, other: Doubles) -> Doubles:
    return numpy.asarray(numpy.abs(one - other).max(axis=1))


def _profile(response: EdgeResponse, strips: Strips, places: Doubles, near: NDArray[numpy.int64]) -> Doubles:
    """Return the profiles of strips at places (scan, edge, place), each near the edges numbered ``near``."""
    edges, levels = strips.edges, strips.levels
    count = edges.shape[1]
    numbers = near[:, None] + numpy.arange(-_REACH, _REACH + 1)
    real = (numbers >= 0) & (numbers < count)
    held = numpy.clip(numbers, 0, count - 1)
    steps = numpy.where(real, numpy.diff(levels)[:, held], 0.0)
    first = levels[:, numpy.clip(near - _REACH, 0, count)]
    shares = response.at(places[:, :, :, None] - edges[:, held][:, :, None, :])
    return numpy.asarray(first[:, :, None] + numpy.einsum("nepk,nek->nep", shares, steps))
