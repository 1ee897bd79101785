"""Decodability: how much of the margin of the reference decode the printing has left, in percent."""

import numpy
from numpy.typing import NDArray

from desktop.grading.decode_linear import EAN_CANDIDATES, EAN_MODULES, Family, Reading

Doubles = NDArray[numpy.float64]

_CODE_128_MODULES = 11
_BAR_SUM = 1.75
_EAN_BAR_SUM = 15 / 13
"""Nominal distance of the bars of a 1, 2, 7 or 8 from the middle between it and its partner, in modules: one,
and twice the thirteenth by which ISO/IEC 15420 draws their bars wider or narrower. Derived, and confirmed on
conformance cards."""


def decodability(family: Family, widths: Doubles, reading: Reading) -> tuple[float, int]:
    """Return the lowest decodability of all characters and the number of the element where it is.

    Args:
        family: how it was read.
        widths: measured, bar first, in any unit.
        reading: of these widths.

    Returns:
        Percent, and the number of an element from 0.
    """
    match family:
        case Family.CODE_128:
            values = _code_128(widths, reading)
        case Family.EAN_13 | Family.EAN_8:
            values = _ean(widths, reading)
        case Family.ITF:
            values = _itf(widths, reading)
        case _:
            values = _code_39(widths, reading)
    worst = int(values.argmin())
    return max(0.0, 100 * float(values[worst])), worst


def _margins(characters: Doubles, modules: int) -> Doubles:
    """Return 1 for distances of like edges that are whole modules, 0 for those on a reference threshold.

    V1 = K / (S / 2n), K the smallest distance from a threshold (ISO/IEC 15417 and 15420, decodability).
    """
    similar = (characters[:, :-2] + characters[:, 1:-1]) * modules / characters.sum(axis=1, keepdims=True)
    return numpy.asarray(1 - 2 * numpy.abs(similar - numpy.rint(similar)))


def _code_128(widths: Doubles, reading: Reading) -> Doubles:
    """V1 of e1 to e4, and V2 = (1.75 - |W 11/S - M|) / 1.75 of the bar sum W whose nominal is M modules.

    The form of V2 is remembered from ISO/IEC 15417; it agrees with eight conformance cards.
    """
    characters = widths[:-1].reshape(-1, 6)
    margins = numpy.ones(len(widths))
    by_edges = numpy.ones(characters.shape)
    by_edges[:, :4] = _margins(characters, _CODE_128_MODULES)
    bars = characters[:, ::2].sum(axis=1) * _CODE_128_MODULES / characters.sum(axis=1)
    nominal = numpy.array(reading.nominal[:-1]).reshape(-1, 6)[:, ::2].sum(axis=1)
    by_bars = (_BAR_SUM - numpy.abs(bars - nominal)) / _BAR_SUM
    by_edges[:, 0] = numpy.minimum(by_edges[:, 0], by_bars)
    margins[:-1] = by_edges.reshape(-1)
    return margins


def _ean(widths: Doubles, reading: Reading) -> Doubles:
    """V1 of e1 and e2; for 1, 2, 7 and 8 also V2 = |W 7/S - T| / (15/13), T midway between both bar sums."""
    margins = numpy.ones(len(widths))
    half = (len(widths) - 11) // 2
    for first, bar in ((3, 1), (3 + half + 5, 0)):
        characters = widths[first : first + half].reshape(-1, 4)
        nominal = numpy.array(reading.nominal[first : first + half]).reshape(-1, 4)
        values = numpy.ones(characters.shape)
        values[:, :2] = _margins(characters, EAN_MODULES)
        bars = (characters[:, bar] + characters[:, bar + 2]) * EAN_MODULES / characters.sum(axis=1)
        for place, row in enumerate(nominal.tolist()):
            pair = EAN_CANDIDATES[row[0] + row[1], row[1] + row[2]]
            if len(pair) == 2:
                middle = sum(widths[bar] + widths[bar + 2] for widths in pair) / 2
                by_bars = abs(float(bars[place]) - middle) / _EAN_BAR_SUM
                values[place, 0] = min(float(values[place, 0]), by_bars)
        margins[first : first + half] = values.reshape(-1)
    return margins


def _two_widths(characters: Doubles, wide: NDArray[numpy.bool_], thresholds: Doubles) -> Doubles:
    """Return min((RT - narrow) / (RT - Z), (wide - RT) / (N Z - RT)).

    Z is the mean narrow element of the symbol and N Z its mean wide one, bars and spaces counting half each,
    as growth of the bars makes one kind wider and the other narrower ("average achieved" in the standards,
    as far as they are remembered). Means of each character instead make a Code 39 card read 1.3 low, these
    0.6; on ITF cards both are within half a point, 43.1 and 91.5 where the cards say 42.6 and 91.3.
    """
    narrow_mean, wide_mean = (_mean_of_kinds(characters, chosen) for chosen in (~wide, wide))
    values = numpy.where(
        wide,
        (characters - thresholds) / (wide_mean - thresholds),
        (thresholds - characters) / (thresholds - narrow_mean),
    )
    return numpy.asarray(values)


def _mean_of_kinds(characters: Doubles, chosen: NDArray[numpy.bool_]) -> float:
    """Return the mean of the mean bar and the mean space that are chosen; a kind without any is left out."""
    kinds = (characters[:, kind::2][chosen[:, kind::2]] for kind in (0, 1))
    return float(numpy.mean([float(kind.mean()) for kind in kinds if len(kind)]))


def _code_39(widths: Doubles, reading: Reading) -> Doubles:
    """Two widths with the threshold S/8 (ISO/IEC 16388), the gaps between characters left out."""
    characters = numpy.append(widths, 0.0).reshape(-1, 10)[:, :9]
    wide = numpy.append(reading.nominal, 0).reshape(-1, 10)[:, :9] > 1
    values = numpy.ones((len(characters), 10))
    values[:, :9] = _two_widths(characters, wide, characters.sum(axis=1, keepdims=True) / 8)
    return values.reshape(-1)[:-1]


def _itf(widths: Doubles, reading: Reading) -> Doubles:
    """Two widths with the threshold 7 S / 64 of each pair of digits (ISO/IEC 16390).

    The text was not seen; two cards say what this gives. Their second column (60.3, 93.2, named after the GS1
    General Specifications) is another formula, which is not known here.
    """
    pairs = widths[4:-3].reshape(-1, 10)
    wide = numpy.array(reading.nominal[4:-3]).reshape(-1, 10) > 1
    margins = numpy.ones(len(widths))
    margins[4:-3] = _two_widths(pairs, wide, pairs.sum(axis=1, keepdims=True) * 7 / 64).reshape(-1)
    return margins
