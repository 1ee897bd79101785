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


@dataclass(frozen=True, eq=False, slots=True)
class _Outline:
    """Where the elements of one row are to be looked for.

    Attributes:
        row: its number.
        turns: last samples before the profile passes the global threshold, of the symbol's own edges.
        borders: samples with which its elements, quiet zones included, begin, and that behind the last.
        clear: sample from which on the left quiet zone is clear, and that up to which the right one is.
        extremes: the samples of the highest and the lowest reflectance.
    """

    row: int
    turns: Places
    borders: Places
    clear: tuple[int, int]
    extremes: tuple[int, int]


def find_elements(
    profile: Floats, first: float, last: float, window: tuple[int, int], near: float
) -> Elements | None:
    """Find the elements of a symbol in one profile, as ``find_all`` does in several."""
    return find_all(profile[None], first, last, window, near)[0]


def find_all(
    profiles: Floats, first: float, last: float, window: tuple[int, int], near: float
) -> list[Elements | None]:
    """Find the elements of a symbol in each of its profiles.

    Regions at or above the global threshold (Rmax + Rmin) / 2 are spaces; an edge is where the profile
    crosses the middle between the levels of the two elements that it parts (ISO/IEC 15416, "Element edge").

    Args:
        profiles: rows of reflectance in percent, both quiet zones included.
        first: about where the symbol begins, in samples.
        last: about where it ends.
        window: samples that belong to symbol and quiet zones.
        near: how far from ``first`` and ``last`` the symbol may begin and end, in samples.

    Returns:
        The elements of each row, None if no bar begins and ends there.
    """
    outlines = [_outline(number, row, first, last, window, near) for number, row in enumerate(profiles)]
    known = [one for one in outlines if one is not None]
    found: list[Elements | None] = [None] * len(outlines)
    if not known:
        return found
    # One row behind the other they are one long profile, and take hardly longer than one row alone.
    flat, length = numpy.ravel(profiles), profiles.shape[1]
    levels, peaks = _levels(flat, numpy.concatenate([one.borders + one.row * length for one in known]))
    behind = numpy.cumsum([len(one.borders) for one in known]) - 1
    ours = numpy.ones(len(levels) - 1, numpy.bool_)
    ours[behind[:-1]] = ours[behind[:-1] - 1] = False  # between the last element of a row and the next row
    middles, falls = ((levels[:-1] + levels[1:]) / 2)[ours], (levels[:-1] > levels[1:])[ours]
    turns = numpy.concatenate([one.turns + one.row * length for one in known])
    ends = numpy.cumsum([len(one.turns) for one in known])
    edges = _crossings(flat, turns, ends, middles, falls)
    for one, edge, level in zip(known, ends, behind, strict=True):
        own = edges[edge - len(one.turns) : edge] - one.row * length
        elements = slice(level - len(one.borders) + 1, level)
        rmax_at, rmin_at = one.extremes
        found[one.row] = Elements(
            own,
            levels[elements],
            peaks[elements] - one.row * length,
            ((float(one.clear[0]), float(own[0])), (float(own[-1]), float(one.clear[1]))),
            float(profiles[one.row, rmax_at]),
            float(profiles[one.row, rmin_at]),
            rmax_at,
            rmin_at,
        )
    return found


def _outline(
    number: int, profile: Floats, first: float, last: float, window: tuple[int, int], near: float
) -> _Outline | None:
    seen = profile[window[0] : window[1]]
    rmax_at, rmin_at = window[0] + int(seen.argmax()), window[0] + int(seen.argmin())
    light = profile >= (float(profile[rmax_at]) + float(profile[rmin_at])) / 2
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
    return _Outline(number, own, borders, (left, right), (rmax_at, rmin_at))


def _nearest(turns: Places, place: float, near: float) -> int | None:
    if not len(turns):
        return None
    best = int(turns[numpy.abs(turns + 0.5 - place).argmin()])
    return best if abs(best + 0.5 - place) <= near else None


def _levels(profile: Floats, borders: Places) -> tuple[Doubles, Places]:
    """Return the highest value of spaces and the lowest of bars, a space first, and where they are."""
    starts = borders[:-1]
    spaces = numpy.arange(len(starts)) % 2 == 0
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


def _crossings(
    profile: Floats, turns: Places, ends: Places, middles: Doubles, falls: NDArray[numpy.bool_]
) -> Doubles:
    """Return where the profile crosses the middle of the adjoining levels, nearest to each turn.

    Args:
        profile: of all rows.
        turns: of all rows.
        ends: up to which turn those of each row go.
        middles: of the levels at each turn.
        falls: whether the profile falls there.
    """
    gaps = numpy.diff(turns)
    before, after = numpy.append(0, gaps), numpy.append(gaps, 0)
    firsts = numpy.append(0, ends[:-1])
    before[firsts], after[ends - 1] = after[firsts], before[ends - 1]
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
