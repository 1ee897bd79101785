"""The reference decode of linear symbols: from measured element widths to characters, as the standards read.

Not the question whether some reader can read it: a symbol that these rules cannot read is graded 0. Each
function takes widths in any unit, bar first, and tells where its characters lie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.symbols.code128 import WIDTHS, decode
from desktop.symbols.interleaved import read_itf
from desktop.symbols.retail import read_retail

Doubles = NDArray[numpy.float64]


class Family(StrEnum):
    """Symbologies that are read alike."""

    CODE_128 = "Code 128"
    EAN_13 = "EAN-13"
    EAN_8 = "EAN-8"
    ITF = "ITF"
    CODE_39 = "Code 39"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reference decode read.

    Attributes:
        data: the text; of a symbol with FNC1 in front, as ``desktop.symbols.code128.decode`` writes it.
        first: number of the element with which the first character begins.
        elements: to a character, gap not included.
        pitch: elements from character to character.
        nominal: modules of every element of the symbol, or 1 and 3 for narrow and wide.
    """

    data: str
    first: int
    elements: int
    pitch: int
    nominal: tuple[int, ...]


CODE_128_ELEMENTS, EAN_ELEMENTS, CODE_39_ELEMENTS, ITF_ELEMENTS = 6, 4, 9, 10
EAN_MODULES = 7
_EAN_COUNT: Mapping[Family, int] = {Family.EAN_13: 59, Family.EAN_8: 43}

_A_WIDTHS = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
"""Element widths of the digits 0 to 9 in number set A (ISO/IEC 15420:2009, table 1)."""

_CODE_39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%*"
_CODE_39_WIDE = (
    0x034, 0x121, 0x061, 0x160, 0x031, 0x130, 0x070, 0x025, 0x124, 0x064, 0x109, 0x049, 0x148, 0x019, 0x118,
    0x058, 0x00D, 0x10C, 0x04C, 0x01C, 0x103, 0x043, 0x142, 0x013, 0x112, 0x052, 0x007, 0x106, 0x046, 0x016,
    0x181, 0x0C1, 0x1C0, 0x091, 0x190, 0x0D0, 0x085, 0x184, 0x0C4, 0x0A8, 0x0A2, 0x08A, 0x02A, 0x094,
)  # fmt: skip
"""Which of the nine elements of a character are wide, the first the highest bit (ISO/IEC 16388, table 1)."""


def _similar(widths: str) -> tuple[int, ...]:
    """Return the distances between like edges: each two elements that follow each other, but the last."""
    numbers = [int(width) for width in widths]
    return tuple(a + b for a, b in pairwise(numbers[:-1]))


_CODE_128_VALUES = {_similar(widths[:CODE_128_ELEMENTS]): value for value, widths in enumerate(WIDTHS)}
_CODE_39_CHARACTERS = dict(zip(_CODE_39_WIDE, _CODE_39, strict=True))


def read(family: Family, widths: Doubles) -> Reading | None:
    """Read a symbol by the reference decode of its symbology; None if it cannot be read so."""
    try:
        match family:
            case Family.CODE_128:
                return _read_code_128(widths)
            case Family.EAN_13 | Family.EAN_8:
                return _read_ean(widths, _EAN_COUNT[family])
            case Family.ITF:
                return _read_itf(widths)
        return _read_code_39(widths)
    except InputError:
        return None


def _read_code_128(widths: Doubles) -> Reading | None:
    """ISO/IEC 15417:2007, annex "Reference decode algorithm": e1 to e4 of six elements, then the bar sum."""
    count = len(widths) - 1
    if count < 4 * CODE_128_ELEMENTS or count % CODE_128_ELEMENTS:
        return None
    characters = widths[:-1].reshape(-1, CODE_128_ELEMENTS)
    similar = (characters[:, :4] + characters[:, 1:5]) * 11 / characters.sum(axis=1, keepdims=True)
    values = [_CODE_128_VALUES.get(tuple(row)) for row in numpy.rint(similar).astype(int).tolist()]
    if None in values:
        return None
    written = "".join(WIDTHS[value][:CODE_128_ELEMENTS] for value in values if value is not None)
    nominal = (*map(int, written), 2)
    bars = numpy.array(nominal[:-1]).reshape(-1, CODE_128_ELEMENTS)[:, ::2].sum(axis=1)
    if (numpy.abs(characters[:, ::2].sum(axis=1) * 11 / characters.sum(axis=1) - bars) >= 1.75).any():
        return None
    modules = "".join("10"[place % 2] * width for place, width in enumerate(nominal))
    return Reading(decode(modules)[1], 0, CODE_128_ELEMENTS, CODE_128_ELEMENTS, nominal)


def _read_ean(widths: Doubles, count: int) -> Reading | None:
    """ISO/IEC 15420:2009, annex "Reference decode algorithm": e1 and e2; for 1, 2, 7 and 8 the bars too."""
    if len(widths) != count:
        return None
    half = (count - 11) // 2
    nominal: list[int] = [1, 1, 1]
    for first, bar in ((3, 1), (3 + half + 5, 0)):
        if first > 3:
            nominal += [1] * 5
        for four in widths[first : first + half].reshape(-1, EAN_ELEMENTS):
            found = _ean_character(four, bar)
            if found is None:
                return None
            nominal += found
    nominal += [1, 1, 1]
    return Reading(read_retail(nominal), 3, EAN_ELEMENTS, EAN_ELEMENTS, tuple(nominal))


def _ean_character(four: Doubles, bar: int) -> list[int] | None:
    """Read four elements, the first bar of which is number ``bar``."""
    seven = four * EAN_MODULES / four.sum()
    similar = (round(float(seven[0] + seven[1])), round(float(seven[1] + seven[2])))
    dark = float(seven[bar] + seven[bar + 2])
    candidates = EAN_CANDIDATES.get(similar, ())
    if not candidates:
        return None
    return min(candidates, key=lambda widths: abs(widths[bar] + widths[bar + 2] - dark))


def _ean_candidates() -> dict[tuple[int, int], tuple[list[int], ...]]:
    table: dict[tuple[int, int], tuple[list[int], ...]] = {}
    for written in _A_WIDTHS + tuple(widths[::-1] for widths in _A_WIDTHS):
        widths = [int(width) for width in written]
        key = (widths[0] + widths[1], widths[1] + widths[2])
        table[key] = (*table.get(key, ()), widths)
    return table


EAN_CANDIDATES = _ean_candidates()
"""Element widths by the distances of like edges; two where only the bars tell 1 from 7, or 2 from 8."""


def _read_code_39(widths: Doubles) -> Reading | None:
    """ISO/IEC 16388:2007, annex "Reference decode algorithm": wide is what is wider than an eighth."""
    pitch = CODE_39_ELEMENTS + 1
    if len(widths) < 3 * pitch - 1 or (len(widths) + 1) % pitch:
        return None
    characters = numpy.append(widths, 0.0).reshape(-1, pitch)[:, :CODE_39_ELEMENTS]
    wide = characters > characters.sum(axis=1, keepdims=True) / 8
    keys = (wide * (1 << numpy.arange(CODE_39_ELEMENTS)[::-1])).sum(axis=1).tolist()
    text = "".join(_CODE_39_CHARACTERS.get(key, "\0") for key in keys)
    if text[0] != "*" or text[-1] != "*" or "\0" in text or "*" in text[1:-1]:
        return None
    filled = numpy.ones((len(characters), pitch), dtype=int)
    filled[:, :CODE_39_ELEMENTS] += 2 * wide
    return Reading(text[1:-1], 0, CODE_39_ELEMENTS, pitch, tuple(filled.reshape(-1)[:-1].tolist()))


def _read_itf(widths: Doubles) -> Reading | None:
    """ISO/IEC 16390:2007, annex "Reference decode algorithm": wide is what is wider than 7/64 of a pair."""
    count = len(widths) - 7
    if count < ITF_ELEMENTS or count % ITF_ELEMENTS:
        return None
    pairs = widths[4:-3].reshape(-1, ITF_ELEMENTS)
    wide = pairs > pairs.sum(axis=1, keepdims=True) * 7 / 64
    narrow = float(pairs[~wide].mean()) if (~wide).any() else 0.0
    ends = numpy.concatenate((widths[:4], widths[-2:]))
    if (ends > 2 * narrow).any() or widths[-3] < 1.5 * narrow:
        return None
    nominal = [1] * 4 + (1 + 2 * wide.reshape(-1)).tolist() + [3, 1, 1]
    return Reading(read_itf(nominal), 4, ITF_ELEMENTS, ITF_ELEMENTS, tuple(nominal))
