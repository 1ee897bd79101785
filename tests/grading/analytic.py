"""What a linear symbol is worth by definition: every parameter of ISO/IEC 15416 from its exact profile.

The scan reflectance profile of bars under a round aperture has a formula (no pixels, no sampling):
each edge contributes the share of a disc that lies beyond it. All else follows from the standard's
definitions as the public sources state them; this is a second writing of them, on purpose.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from tests.grading.synthetic import Bars, Doubles, Scene

Value = TypeVar("Value", int, float)
STEPS = 128
"""Points of a profile in one module."""


def disc_share(t: Doubles | float) -> Doubles:
    """Return which share of a disc lies left of a line at t radii from its centre, less one half.

    G(t) = (asin t + t * sqrt(1 - t^2)) / pi, from -1/2 to 1/2.
    """
    held = np.clip(np.asarray(t, np.float64), -1.0, 1.0)
    return np.asarray((np.arcsin(held) + held * np.sqrt(1 - held**2)) / np.pi)


def strip_share(u: float) -> float:
    """Return which share of a disc lies in a strip of u diameters through its centre: f(u) = 2 G(u)."""
    return float(2 * disc_share(u))


def profile(scene: Scene, y: float, aperture: float, x: Doubles) -> Doubles:
    """Return the exact reflectance that a disc sees at places x on the line y, spots apart.

    Args:
        scene: rows of cells; the line must be half an aperture away from other rows.
        y: in modules.
        aperture: diameter of the disc in modules.
        x: centres of the disc in modules.
    """
    row = int(np.searchsorted(scene.y, y)) - 1
    cells, edges = scene.reflectance[row], scene.x[1:-1]
    right_of = 0.5 - disc_share(2 * (edges[None, :] - x[:, None]) / aperture)
    return np.asarray(cells[0] + right_of @ np.diff(cells))


@dataclass(frozen=True, eq=False, slots=True)
class Exact:
    """What one scan line is worth: percent, never rounded; edges in modules."""

    edges: Doubles
    rmax: float
    rmin: float
    sc: float
    ecmin: float
    mod: float
    defects: float
    decodability: float | None


Decodability = Callable[[Doubles], float]


def measure(bars: Bars, aperture: float, decodability: Decodability | None, at: float = 0.5) -> Exact:
    """Measure a scan line through a symbol.

    Args:
        bars: without spots.
        aperture: diameter in modules.
        decodability: from element widths, first bar first; 0 to 1.
        at: share of the bars' height.
    """
    scene = bars.scene()
    x = np.linspace(scene.x[0], scene.x[-1], int((scene.x[-1] - scene.x[0]) * STEPS) + 1)
    return worth(x, profile(scene, at * bars.height, aperture, x), decodability)


def worth(x: Doubles, seen: Doubles, decodability: Decodability | None) -> Exact:
    """Measure a profile.

    Args:
        x: places in modules.
        seen: reflectance there in percent.
        decodability: from element widths, first bar first; 0 to 1.
    """
    rmax, rmin = float(seen.max()), float(seen.min())
    contrast = rmax - rmin
    bounds = _runs(seen >= (rmax + rmin) / 2)
    dark_first = [seen[first:last] for first, last in bounds]
    extremes = [float(part.max() if n % 2 == 0 else part.min()) for n, part in enumerate(dark_first)]
    edges = np.array(
        [_crossing(x, seen, bounds[n][1], (a + b) / 2) for n, (a, b) in enumerate(_pairs(extremes))]
    )
    ecmin = min(abs(a - b) for a, b in _pairs(extremes))
    places = [0, *(int(np.searchsorted(x, edge)) for edge in edges), len(x)]
    noise = max(_noise(seen[a:b], light=n % 2 == 0) for n, (a, b) in enumerate(_pairs(places)))
    value = None if decodability is None else 100 * decodability(np.diff(edges))
    return Exact(edges, rmax, rmin, contrast, ecmin, 100 * ecmin / contrast, 100 * noise / contrast, value)


def _pairs(values: Sequence[Value]) -> list[tuple[Value, Value]]:
    return list(pairwise(values))


def _runs(light: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    changes = np.flatnonzero(np.diff(light)) + 1
    return _pairs([0, *(int(change) for change in changes), len(light)])


def _crossing(x: Doubles, seen: Doubles, near: int, level: float) -> float:
    """Return where the profile crosses a level, nearest to a sample."""
    over = seen >= level
    crossings = np.flatnonzero(over[1:] != over[:-1])
    first = int(crossings[np.argmin(np.abs(crossings + 1 - near))])
    low, high = seen[first], seen[first + 1]
    return float(x[first] + (level - low) / (high - low) * (x[first + 1] - x[first]))


def _noise(part: Doubles, *, light: bool) -> float:
    """Return the element reflectance non-uniformity: highest peak to lowest valley within an element."""
    upright = part if light else -part
    top_before = np.maximum.accumulate(upright)
    top_behind = np.maximum.accumulate(upright[::-1])[::-1]
    dips = np.minimum(top_before, top_behind) - upright > 1e-9
    return float(upright.max() - upright[dips].min()) if dips.any() else 0.0


def similar_edges(widths: Doubles, modules: int, count: int) -> float:
    """Return V1 of one character: how far its edges to similar edges keep from their reference thresholds."""
    width = float(widths.sum())
    places = (widths[:-1] + widths[1:])[:count] * modules / width
    return float(np.min(np.abs(places - (np.floor(places) + 0.5)))) * 2


def code_128(widths: Doubles) -> float:
    """Return the decodability of Code 128 (ISO/IEC 15417): the worse of V1 and of the sum of the bars."""
    values = []
    for first in range(0, len(widths) - 1, 6):
        six = widths[first : first + 6]
        bars = float(six[::2].sum()) * 11 / float(six.sum())
        bar_sum = (1.75 - abs(bars - 2 * round(bars / 2))) / 1.75
        values.append(min(similar_edges(six, 11, 4), bar_sum))
    return min(values)


_BARS_OF_PAIRS: Mapping[tuple[int, int], float] = {(3, 3): 3.0, (3, 4): 4.0, (4, 3): 4.0, (4, 4): 3.0}
"""Midpoint between the bar sums of the two digits that share their distances to similar edges, by these
distances (e1, e2) of a digit that begins with a bar: 1 and 7, 2 and 8, in the sets A to C."""


def retail(widths: Doubles) -> float:
    """Return the decodability of EAN-13 and UPC-A (ISO/IEC 15420), 15/13 for the digits 1, 2, 7 and 8."""
    digits = [widths[3 + 4 * n : 7 + 4 * n][::-1] for n in range(6)]
    digits += [widths[32 + 4 * n : 36 + 4 * n] for n in range(6)]
    return min(map(_retail_digit, digits))


def _retail_digit(four: Doubles) -> float:
    """Return V of one digit, its first element a bar."""
    value = similar_edges(four, 7, 2)
    scaled = four * 7 / four.sum()
    near = (int(np.rint(scaled[0] + scaled[1])), int(np.rint(scaled[1] + scaled[2])))
    middle = _BARS_OF_PAIRS.get(near)
    if middle is None:
        return value
    return min(value, float(abs(scaled[0] + scaled[2] - middle)) * 13 / 15)


def code_39(widths: Doubles) -> float:
    """Return the decodability of Code 39 (ISO/IEC 16388): narrow and wide from RT = S/8, gaps left out."""
    nines = [widths[first : first + 9] for first in range(0, len(widths), 10)]
    narrow, wide = _average_widths(nines)
    return min(_two_width(nine, narrow, wide) for nine in nines)


def _average_widths(nines: Sequence[Doubles]) -> tuple[float, float]:
    """Return the average narrow and wide element, each half of bars and half of spaces."""
    kinds: dict[tuple[bool, int], list[float]] = {}
    for nine in nines:
        for place, width in enumerate(nine.tolist()):
            kinds.setdefault((width > nine.sum() / 8, place % 2), []).append(width)
    means = {kind: sum(found) / len(found) for kind, found in kinds.items()}
    return (means[False, 0] + means[False, 1]) / 2, (means[True, 0] + means[True, 1]) / 2


def _two_width(nine: Doubles, average_narrow: float, average_wide: float) -> float:
    threshold = float(nine.sum()) / 8
    narrow, wide = nine[nine < threshold], nine[nine >= threshold]
    below = (threshold - narrow.max()) / (threshold - average_narrow)
    above = (wide.min() - threshold) / (average_wide - threshold)
    return float(min(below, above))
