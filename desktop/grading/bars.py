"""Bars and spaces of all scans as a verifier sees them: levels for contrasts, places for widths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from desktop.grading.edges import Elements
from desktop.grading.profiles import Profiles
from desktop.grading.strips import EdgeResponse, Strips, seen_through, undone

Numbers = NDArray[numpy.int64]

_FEWEST_EDGES = 4


@dataclass(frozen=True, eq=False, slots=True)
class Bars:
    """Bars and spaces of one scan.

    Attributes:
        levels: with the levels that a verifier would read.
        sharp: with spots and voids as it would see them.
        places: with their edges where it would find them.
    """

    levels: Elements
    sharp: Elements
    places: Elements


def bars(profiles: Profiles, near: float) -> list[Bars | None]:
    """Return bars and spaces of each scan, None where there are none.

    Where the picture is so soft that elements are lost in it, they stay as sharpening shows them.

    Args:
        profiles: of the symbol.
        near: pixels from where the symbol shall begin and end.
    """
    plain, levels, sharp = (
        profiles.elements(rows, near) for rows in (profiles.plain, profiles.values, profiles.sharp)
    )
    seen: dict[int, Bars] = {}
    alike: dict[int, dict[int, Elements]] = {}
    for number, (shown, level, spots) in enumerate(zip(plain, levels, sharp, strict=True)):
        if level is None or spots is None:
            continue
        seen[number] = Bars(level, spots, spots)
        count = len(level.edges)
        if shown is not None and count == len(spots.edges) == len(shown.edges) >= _FEWEST_EDGES:
            alike.setdefault(count, {})[number] = shown
    for scans in alike.values():
        seen |= _as_strips(profiles, near, scans, seen)
    return [seen.get(number) for number in range(len(plain))]


def _as_strips(
    profiles: Profiles, near: float, scans: Mapping[int, Elements], seen: Mapping[int, Bars]
) -> dict[int, Bars]:
    """Return bars and spaces as strips tell them, of those scans that are strips.

    Args:
        profiles: of the symbol.
        near: as for ``bars``.
        scans: plain elements by number of the scan, equally many in each.
        seen: what sharpening shows.
    """
    numbers = numpy.array(list(scans))
    shown = Strips(
        numpy.stack([one.edges for one in scans.values()]),
        numpy.stack([one.levels for one in scans.values()]),
    )
    strips, found = undone(profiles.shown.plain, shown)
    numbers, shown, strips = numbers[found], shown.of(found), strips.of(found)
    raster = profiles.raster()
    if raster is not None and len(numbers):
        laid = profiles.elements(raster.profiles(numbers, strips), near)
        strips = _in_pixels(profiles.shown.plain, shown, strips, laid)
    edges = seen_through(profiles.shown.edges, strips).edges
    read = seen_through(profiles.shown.levels, strips).levels
    told = {}
    for place, number in enumerate(numbers.tolist()):
        levels, sharp = seen[number].levels, seen[number].sharp
        held = numpy.clip(read[place], levels.rmin, levels.rmax)
        told[number] = Bars(replace(levels, levels=held), sharp, replace(sharp, edges=edges[place]))
    return told


def _in_pixels(plain: EdgeResponse, shown: Strips, strips: Strips, laid: Sequence[Elements | None]) -> Strips:
    """Return strips that show in the picture's own pixels as the scans show them.

    Args:
        plain: how an edge shows, if pixels do alike to all edges.
        shown: edges and levels of the scans.
        strips: that show so by ``plain``.
        laid: what they show, laid into the very pixels.
    """
    alike = seen_through(plain, strips)
    better, found = undone(plain, shown.corrected(_strips(laid, alike), alike), strips)
    return better.where(found, strips)


def _strips(scans: Sequence[Elements | None], otherwise: Strips) -> Strips:
    """Return elements of scans as they are read, or what else is known where there are not as many."""
    edges, levels = otherwise.edges.copy(), otherwise.levels.copy()
    for number, scan in enumerate(scans):
        if scan is not None and len(scan.edges) == edges.shape[1]:
            edges[number], levels[number] = scan.edges, scan.levels
    return Strips(edges, levels)
