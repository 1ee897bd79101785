"""Reading QR Code: format information, data mask, code words and their correction (ISO/IEC 18004:2015)."""

from dataclasses import dataclass

import numpy

from desktop.grading.qr_layout import (
    LEVELS,
    Bools,
    QrLayout,
    carriers,
    format_places,
    format_words,
    function_pattern,
    mask,
)
from desktop.grading.qr_text import said
from desktop.grading.reed_solomon import QR_CODE, correct

_LEVEL_BITS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
"""ISO/IEC 18004:2015, table 12."""
_MOST_WRONG_BITS = 3
"""What the code of format information can correct: annex C."""


@dataclass(frozen=True, slots=True)
class Format:
    """What format information says.

    Attributes:
        level: of error correction.
        mask: number of the data mask.
        bits: the word as it should stand in both copies.
    """

    level: str
    mask: int
    bits: int


@dataclass(frozen=True, slots=True)
class QrReading:
    """What a symbol says.

    Attributes:
        layout: its version and level.
        format: of it.
        words: code words after correction, as they stand in the symbol.
        wrong: places of those that were wrong.
        unused: unused error correction in percent, the least of all blocks.
        data: text; a separator is ASCII GS. Empty where the code words make no sense.
        identifier: of ISO/IEC 15424.
    """

    layout: QrLayout
    format: Format
    words: tuple[int, ...]
    wrong: frozenset[int]
    unused: float
    data: str
    identifier: str


def read_format(modules: Bools, version: int) -> Format | None:
    """Read format information from that copy that is less damaged; None where both are past repair.

    Args:
        modules: which modules are dark.
        version: of the symbol.
    """
    copies = [
        sum(1 << bit for bit, place in enumerate(places) if modules[place])
        for places in format_places(version)
    ]
    words = format_words()
    distance, data = min(
        ((seen ^ word).bit_count(), data) for seen in copies for data, word in enumerate(words)
    )
    if distance > _MOST_WRONG_BITS:
        return None
    return Format(_LEVEL_BITS[data >> 3], data & 7, words[data])


def words_of(modules: Bools, version: int, number: int) -> list[int]:
    """Return the code words as they stand in a symbol with data mask ``number``."""
    where = carriers(version)
    used = where >= 0
    bits = (modules ^ mask(number, version))[used].astype(numpy.int_)
    words = numpy.zeros(int(where.max()) // 8 + 1, dtype=numpy.int_)
    numpy.add.at(words, where[used] // 8, bits << (7 - where[used] % 8))
    return [int(word) for word in words]


def expected_modules(modules: Bools, version: int, reading: QrReading | None) -> Bools:
    """Return which modules should be dark; of what could not be read, those that are."""
    fixed, dark = function_pattern(version)
    expected = numpy.where(fixed, dark, modules)
    if reading is None:
        for places in format_places(version):
            for place in places:
                expected[place] = modules[place]
        return expected
    for places in format_places(version):
        for bit, place in enumerate(places):
            expected[place] = reading.format.bits >> bit & 1
    where = carriers(version)
    used = where >= 0
    bits = numpy.array(reading.words)[where[used] // 8] >> (7 - where[used] % 8) & 1
    expected[used] = (bits == 1) ^ mask(reading.format.mask, version)[used]
    # Bits beyond the last code word are 0 (7.7.3).
    left_over = ~used & ~fixed
    expected[left_over] = mask(reading.format.mask, version)[left_over]
    return expected


def read_qr(modules: Bools, version: int) -> QrReading | None:
    """Read a symbol: the reference decode from its modules; None where correction fails.

    Args:
        modules: which modules are dark.
        version: of the symbol.
    """
    form = read_format(modules, version)
    if form is None:
        return None
    assert form.level in LEVELS
    layout = QrLayout(version, form.level)
    words = words_of(modules, version, form.mask)
    wrong: set[int] = set()
    data: list[int] = []
    unused = 100.0
    for number in range(layout.blocks):
        places = layout.block(number)
        corrected = correct([words[place] for place in places], layout.checks_per_block, QR_CODE)
        if corrected is None or 2 * len(corrected.errors) > layout.checks_per_block - layout.reserved:
            return None
        for place, word in zip(places, corrected.words, strict=True):
            words[place] = word
        data += corrected.words[: -layout.checks_per_block]
        wrong |= {places[error] for error in corrected.errors}
        unused = min(unused, unused_correction(len(corrected.errors), layout))
    text, identifier = said(data, version)
    return QrReading(layout, form, tuple(words), frozenset(wrong), unused, text, identifier)


def unused_correction(errors: int, layout: QrLayout) -> float:
    """Return the unused correction of one block in percent: 1 - 2t / (d - p) (ISO/IEC 15415:2011, 7.8.8).

    No erasures (e = 0); p are the check words that are kept back to detect misreading.
    """
    return max(0.0, 100.0 * (1 - 2 * errors / (layout.checks_per_block - layout.reserved)))
