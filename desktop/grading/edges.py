"""From a scan reflectance profile to bars and spaces: thresholds, element edges, levels."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.model import Floats

Doubles = NDArray[numpy.float64]
Places = NDArray[numpy.int64]

_CLOSE, _FARTHEST = 6, 64
"""Samples to either side of a turn where its crossing is looked for first, and at most."""


@dataclass(frozen=True, eq=False, slots=True)
class Elements:
    """The bars and spaces of one scan.

    Attributes:
        edges: where elements meet, in samples, from the begin of the first bar to the end of the last.
        levels: of each element and, first and last, of the quiet zones: the highest reflectance of a space,
            the lowest of a bar (ISO/IEC 15416, "Rs", "Rb").
        peaks: where these levels are, in samples.
        clear: how far the quiet zones reach, in samples: (from, to) of the left one and of the right one.
        rmax, rmin: of the scan.
        rmax_at, rmin_at: where, in samples.
    """

    edges: Doubles
    levels: Doubles
    peaks: Places
    clear: tuple[tuple[float, float], tuple[float, float]]
    rmax: float
    rmin: float
    rmax_at: int
    rmin_at: int

    @property
    def widths(self) -> Doubles:
        """Widths of bars and spaces, bar first, in samples."""
        return numpy.diff(self.edges)

    @property
    def contrasts(self) -> Doubles:
        """Edge contrast at each edge (ISO/IEC 15416, "EC = Rs - Rb")."""
        return numpy.abs(numpy.diff(self.levels))


def find_elements(
    profile: Floats, first: float, last: float, window: tuple[int, int], near: float
) -> Elements | None:
    """Find the elements of a symbol in a profile.

    Regions at or above the global threshold (Rmax + Rmin) / 2 are spaces; an edge is where the profile
    crosses the middle between the levels of the two elements that it parts (ISO/IEC 15416, "Element edge").

    Args:
        profile: reflectance in percent, both quiet zones included.
        first: about where the symbol begins, in samples.
        last: about where it ends.
        window: samples that belong to symbol and quiet zones.
        near: how far from ``first`` and ``last`` the symbol may begin and end, in samples.

    Returns:
        None if no bar begins and ends there.
    """
    seen = profile[window[0] : window[1]]
    rmax_at, rmin_at = window[0] + int(seen.argmax()), window[0] + int(seen.argmin())
    rmax, rmin = float(profile[rmax_at]), float(profile[rmin_at])
    light = profile >= (rmax + rmin) / 2
    turns = numpy.flatnonzero(light[1:] != light[:-1])
    falling, rising = turns[light[turns]], turns[~light[turns]]
    begin, end = _nearest(falling, first, near), _nearest(rising, last, near)
    if begin is None or end is None or begin >= end:
        return None
    own = turns[(turns >= begin) & (turns <= end)]
    outer_left = turns[turns < begin]
    outer_right = turns[turns > end]
    left = int(outer_left[-1]) + 1 if len(outer_left) else 0
    right = int(outer_right[0]) if len(outer_right) else len(profile) - 1
    # A quiet zone is as long as the window; what lies further out belongs to somebody else.
    borders = numpy.concatenate(([max(left, window[0])], own + 1, [min(right + 1, window[1])]))
    spaces = numpy.arange(len(borders) - 1) % 2 == 0
    levels, peaks = _levels(profile, borders, spaces)
    edges = _crossings(profile, own, levels)
    return Elements(
        edges,
        levels,
        peaks,
        ((float(left), float(edges[0])), (float(edges[-1]), float(right))),
        rmax,
        rmin,
        rmax_at,
        rmin_at,
    )


def _nearest(turns: Places, place: float, near: float) -> int | None:
    if not len(turns):
        return None
    best = int(turns[numpy.abs(turns + 0.5 - place).argmin()])
    return best if abs(best + 0.5 - place) <= near else None


def _levels(profile: Floats, borders: Places, spaces: NDArray[numpy.bool_]) -> tuple[Doubles, Places]:
    """Return the highest value of spaces and the lowest of bars, and where they are."""
    starts = borders[:-1]
    part = profile[: borders[-1]]
    highest = numpy.maximum.reduceat(part, starts)
    lowest = numpy.minimum.reduceat(part, starts)
    levels = numpy.where(spaces, highest, lowest)
    owner = numpy.repeat(numpy.arange(len(starts)), numpy.diff(borders))
    hits = numpy.flatnonzero(part[starts[0] :] == levels[owner]) + starts[0]
    # The last assignment wins: backwards, so that it is the first place that stays.
    peaks = starts.copy()
    peaks[owner[hits[::-1] - starts[0]]] = hits[::-1]
    return levels.astype(numpy.float64), peaks


def _crossings(profile: Floats, turns: Places, levels: Doubles) -> Doubles:
    """Return where the profile crosses the middle of the adjoining levels, nearest to each turn."""
    middles = (levels[:-1] + levels[1:]) / 2
    falls = levels[:-1] > levels[1:]
    gaps = numpy.diff(turns)
    before = numpy.concatenate(([gaps[0]], gaps)) if len(gaps) else numpy.array([8])
    after = numpy.concatenate((gaps, [gaps[-1]])) if len(gaps) else numpy.array([8])
    farthest = int(min(_FARTHEST, max(before.max(), after.max())))
    at, left = turns.copy(), numpy.arange(len(turns))
    for reach in (min(_CLOSE, farthest), farthest):  # nearly all are close by
        offsets = numpy.arange(-reach, reach + 1)
        places = numpy.clip(turns[left, None] + offsets, 0, len(profile) - 1)
        as_before = (profile[places] >= middles[left, None]) == falls[left, None]
        crossing = as_before[:, :-1] & ~as_before[:, 1:]
        crossing &= (offsets[:-1] >= -before[left, None]) & (offsets[:-1] <= after[left, None])
        best = numpy.where(crossing, numpy.abs(offsets[:-1]), 10 * reach).argmin(axis=1)
        row = numpy.arange(len(left))
        at[left] = places[row, best]
        left = left[~crossing[row, best]]
        if not len(left):
            break
    one, two = profile[at].astype(numpy.float64), profile[at + 1].astype(numpy.float64)
    return numpy.asarray(at + (middles - one) / numpy.where(two == one, 1.0, two - one))
