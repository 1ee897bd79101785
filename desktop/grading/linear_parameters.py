"""The parameters of one scan of a linear symbol (ISO/IEC 15416, GB/T 14258), each with its worst place."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.grading.decodability import decodability
from desktop.grading.decode_linear import Family, Reading
from desktop.grading.edges import Elements
from desktop.grading.model import Edition, Floats, Name
from desktop.grading.straightening import straightened
from desktop.grading.thresholds import FAIL, PASS, grade_of

Doubles = NDArray[numpy.float64]

_PER_ELEMENT = 96
_QUIET_TOLERANCE = 0.15
"""Modules by which a quiet zone may read short: what a pixel and a blur do to both of its ends."""


@dataclass(frozen=True, slots=True)
class Value:
    """One parameter of a scan.

    Attributes:
        name: which.
        value: in percent; None: pass or fail only.
        grade: 4 to 0; None: not measurable.
        at: where it was worst, in samples of the profile; None: nowhere in particular.
    """

    name: Name
    value: float | None
    grade: float | None
    at: float | None = None


def contrast_values(elements: Elements, edition: Edition) -> tuple[Value, ...]:
    """Return SC, Rmin, Rmax, ECmin and MOD of a scan."""
    contrast = elements.rmax - elements.rmin
    edge_contrasts = elements.contrasts
    worst = int(edge_contrasts.argmin())
    lowest = float(edge_contrasts[worst])
    modulation = 100 * lowest / contrast if contrast > 0 else 0.0
    at = float(elements.edges[worst])
    return (
        Value(Name.SC, contrast, grade_of(edition, Name.SC, contrast), elements.rmin_at),
        Value(
            Name.RMIN, elements.rmin, PASS if 2 * elements.rmin <= elements.rmax else FAIL, elements.rmin_at
        ),
        Value(Name.RMAX, elements.rmax, None, elements.rmax_at),
        Value(Name.ECMIN, lowest, grade_of(edition, Name.ECMIN, lowest), at),
        Value(Name.MOD, modulation, grade_of(edition, Name.MOD, modulation), at),
    )


def defects_value(
    profile: Floats, elements: Elements, quiet: tuple[float, float], noise: float, edition: Edition
) -> Value:
    """Return defects: the largest element reflectance non-uniformity of a scan over its contrast.

    ERN is the highest peak less the lowest valley inside an element, and 0 where there is but one (ISO/IEC
    15416, "Element reflectance non-uniformity"; quiet zones count as elements).

    Args:
        profile: of the scan.
        elements: of it.
        quiet: widths of the quiet zones that are demanded, in samples.
        noise: height in percent below which a peak is taken for noise of the picture.
        edition: by which it is graded.
    """
    left, right = elements.clear
    starts = numpy.concatenate(([max(left[0], left[1] - quiet[0])], elements.edges))
    ends = numpy.concatenate((elements.edges, [min(right[1], right[0] + quiet[1])]))
    parts = (numpy.arange(_PER_ELEMENT) + 0.5) / _PER_ELEMENT
    places = starts[:, None] + (ends - starts)[:, None] * parts[None, :]
    values = numpy.interp(places, numpy.arange(len(profile)), profile)
    # Spaces are turned over, so that everything is a bar with peaks in it.
    spaces = numpy.arange(len(starts)) % 2 == 0
    values[spaces] = -values[spaces]
    before = numpy.minimum.accumulate(values, axis=1)
    after = numpy.minimum.accumulate(values[:, ::-1], axis=1)[:, ::-1]
    height = values - numpy.maximum(before, after)
    peaks = numpy.where(height > noise, values, -numpy.inf)
    found = peaks.max(axis=1) - values.min(axis=1)
    found = numpy.where(numpy.isfinite(found), found, 0.0)
    worst = int(found.argmax())
    contrast = elements.rmax - elements.rmin
    share = 100 * float(found[worst]) / contrast if contrast > 0 else 100.0
    at = float(places[worst, int(peaks[worst].argmax())]) if found[worst] > 0 else None
    return Value(Name.DEF, share, grade_of(edition, Name.DEF, share), at)


def decoding_values(
    elements: Elements, family: Family, reading: Reading | None, edition: Edition
) -> tuple[Value, ...]:
    """Return decode and decodability of a scan."""
    if reading is None:
        return (Value(Name.DECODE, None, FAIL), Value(Name.DEC, 0.0, FAIL))
    value, worst = decodability(family, straightened(elements.edges, reading), reading)
    at = float(elements.edges[worst] + elements.edges[worst + 1]) / 2
    return (Value(Name.DECODE, None, PASS), Value(Name.DEC, value, grade_of(edition, Name.DEC, value), at))


def quiet_zone_value(
    elements: Elements, module: float, demanded: tuple[float, float], *, covered: bool
) -> Value:
    """Return the smaller of the quiet zones, in percent of what is demanded.

    Args:
        elements: of the scan.
        module: X-dimension in samples.
        demanded: width of the left and the right quiet zone in modules.
        covered: whether the picture is wide enough to see both.
    """
    shares = []
    for (begin, end), modules in zip(elements.clear, demanded, strict=True):
        wide = (end - begin) / module + _QUIET_TOLERANCE
        shares.append((min(1.0, wide / modules), end if modules == demanded[0] else begin))
    worst = 0 if shares[0][0] <= shares[1][0] else 1
    share = 100 * shares[worst][0]
    at = float(elements.clear[0][0] if worst == 0 else elements.clear[1][1])
    if share < 100:
        return Value(Name.QUIET_ZONE, share, FAIL, at)
    return Value(Name.QUIET_ZONE, share, PASS if covered else None, None)
