"""Reading DataMatrix ECC 200: from modules to code words, from these to what they say (ISO/IEC 16022)."""

from dataclasses import dataclass

import numpy

from desktop.grading.matrix_layout import Bools, Layout, carriers
from desktop.grading.reed_solomon import correct
from desktop.symbols.symbology import GS

_PAD, _C40, _BASE_256, _FNC1, _APPEND, _PROGRAM, _UPPER = 129, 230, 231, 232, 233, 234, 235
_MACRO_05, _MACRO_06, _X12, _TEXT, _EDIFACT, _ECI = 236, 237, 238, 239, 240, 241
_UNLATCH = 254
_CHARSETS = {
    3: "latin-1",
    20: "shift_jis",
    26: "utf-8",
    27: "ascii",
    29: "gb2312",
    32: "gb18030",
    170: "ascii",
}

_DIGITS = "0123456789"
_SMALL = "abcdefghijklmnopqrstuvwxyz"
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_"
_CONTROLS = "".join(map(chr, range(32)))
_SETS = {
    _C40: (" " + _DIGITS + _SMALL.upper(), _CONTROLS, _PUNCTUATION, "`" + _SMALL + "{|}~\x7f"),
    _TEXT: (" " + _DIGITS + _SMALL, _CONTROLS, _PUNCTUATION, "`" + _SMALL.upper() + "{|}~\x7f"),
}
"""ISO/IEC 16022:2006, annex C, tables C.1 and C.2: what values 3 to 39 and those behind the shifts mean."""
_X12_SET = "\r*> " + _DIGITS + _SMALL.upper()
"""ISO/IEC 16022:2006, table 3."""


class _UnreadableError(Exception):
    """Code words that no encoder writes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a symbol says.

    Attributes:
        words: code words after correction.
        wrong: places of those that were wrong.
        unused: unused error correction in percent, the least of all blocks.
        data: text; a separator is ASCII GS. Empty where the code words make no sense.
        identifier: of ISO/IEC 15424.
    """

    words: tuple[int, ...]
    wrong: frozenset[int]
    unused: float
    data: str
    identifier: str


def words_of(modules: Bools, layout: Layout) -> list[int]:
    """Return the code words as they stand in a symbol whose modules of the finder's colour are true."""
    where = carriers(layout)
    used = where >= 0
    words = numpy.zeros(layout.codewords, dtype=numpy.int_)
    numpy.add.at(words, where[used] // 8, modules[used].astype(numpy.int_) << (7 - where[used] % 8))
    return [int(word) for word in words]


def modules_of(words: tuple[int, ...], layout: Layout, modules: Bools) -> Bools:
    """Return the modules of a symbol whose code words are these; those that carry none as in ``modules``."""
    where = carriers(layout)
    used = where >= 0
    found = modules.copy()
    found[used] = (numpy.array(words)[where[used] // 8] >> (7 - where[used] % 8)) & 1 == 1
    return found


def read(modules: Bools, layout: Layout) -> Reading | None:
    """Read a symbol: the reference decode from its modules; None where correction fails.

    Args:
        modules: which modules have the finder's colour.
        layout: of the symbol.
    """
    words = words_of(modules, layout)
    wrong: set[int] = set()
    unused = 100.0
    for number in range(layout.blocks):
        places = layout.block(number)
        corrected = correct([words[place] for place in places], layout.checks_per_block)
        if corrected is None:
            return None
        for place, word in zip(places, corrected.words, strict=True):
            words[place] = word
        wrong |= {places[error] for error in corrected.errors}
        unused = min(unused, unused_correction(len(corrected.errors), layout))
    data, identifier = said(words[: layout.data])
    return Reading(tuple(words), frozenset(wrong), unused, data, identifier)


def unused_correction(errors: int, layout: Layout) -> float:
    """Return the unused error correction of one block in percent: 1 - 2t / d (ISO/IEC 15415:2011, 7.8.8).

    No erasures (e = 0) and no check words kept back for detection (p = 0).
    """
    return max(0.0, 100.0 * (1 - 2 * errors / layout.checks_per_block))


def said(words: list[int]) -> tuple[str, str]:
    """Return the text of data code words, and its symbology identifier; no text where they make no sense.

    >>> said([142, 164, 186])
    ('123456', ']d1')
    """
    message = _Message(words)
    try:
        message.read()
    except (_UnreadableError, IndexError):
        return "", message.identifier
    return message.text(), message.identifier


class _Message:
    """Data code words being read, one encodation scheme after the other."""

    def __init__(self, words: list[int]) -> None:
        self.identifier = "]d1"
        self._words = words
        self._at = 0
        self._spoken = bytearray()
        self._parts: list[str] = []
        self._charset = "latin-1"
        self._raised = False
        self._trailer = ""

    def text(self) -> str:
        self._close()
        return "".join(self._parts) + self._trailer

    def read(self) -> None:
        schemes = {
            _C40: self._triplets,
            _TEXT: self._triplets,
            _X12: self._x12,
            _EDIFACT: self._edifact,
            _BASE_256: self._bytes,
        }
        while self._at < len(self._words):
            word = self._next()
            if word == _PAD:
                return
            scheme = schemes.get(word)
            if scheme is None:
                self._ascii(word)
            else:
                scheme(word)

    def _next(self) -> int:
        self._at += 1
        return self._words[self._at - 1]

    def _say(self, value: int) -> None:
        self._spoken.append(value + 128 & 0xFF if self._raised else value)
        self._raised = False

    def _close(self) -> None:
        self._parts.append(bytes(self._spoken).decode(self._charset, errors="replace"))
        self._spoken.clear()

    def _ascii(self, word: int) -> None:
        if 1 <= word <= 128:
            self._say(word - 1)
        elif 130 <= word <= 229:
            self._spoken += b"%02d" % (word - 130)
        elif word == _UPPER:
            self._raised = True
        elif word == _FNC1:
            self._function_one(self._at - 1)
        elif word in {_MACRO_05, _MACRO_06}:
            self._spoken += b"[)>\x1e05\x1d" if word == _MACRO_05 else b"[)>\x1e06\x1d"
            self._trailer = "\x1e\x04"
        elif word == _ECI:
            self._interpretation()
        elif word == _APPEND:
            self._at += 3
        elif word not in {_PROGRAM, _UNLATCH}:
            raise _UnreadableError

    def _function_one(self, place: int) -> None:
        """FNC1 ahead of everything says GS1, behind one character or two digits an industry's; else GS."""
        if place == 0 or (place == 4 and self._words[0] == _APPEND):
            self.identifier = "]d2"
        elif place == 1 and len(self._spoken) == (2 if self._words[0] >= 130 else 1):
            self.identifier = "]d3"
        else:
            self._spoken += GS.encode()

    def _interpretation(self) -> None:
        """Extended channel interpretation: ISO/IEC 16022:2006, 5.4.1, table 6."""
        first = self._next()
        if first <= 127:
            number = first - 1
        elif first <= 191:
            number = (first - 128) * 254 + self._next() - 1 + 127
        else:
            second = self._next()
            number = (first - 192) * 64516 + (second - 1) * 254 + self._next() - 1 + 16383
        self._close()
        self._charset = _CHARSETS.get(number, "latin-1")

    def _values(self) -> list[int] | None:
        """Three values of a pair of code words; None where the scheme ends."""
        if len(self._words) - self._at < 2:
            return None
        if self._words[self._at] == _UNLATCH:
            self._at += 1
            return None
        packed = self._next() * 256 + self._next() - 1
        return [packed // 1600, packed // 40 % 40, packed % 40]

    def _triplets(self, scheme: int) -> None:
        sets, shift = _SETS[scheme], 0
        while (values := self._values()) is not None:
            for value in values:
                if shift == 0 and value < 3:
                    shift = value + 1
                    continue
                self._shifted(sets, shift, value)
                shift = 0

    def _shifted(self, sets: tuple[str, ...], shift: int, value: int) -> None:
        if shift == 2 and value == 27:
            self._function_one(self._at - 2)
        elif shift == 2 and value == 30:
            self._raised = True
        else:
            self._say(ord(sets[shift][value if shift else value - 3]))

    def _x12(self, _scheme: int) -> None:
        while (values := self._values()) is not None:
            self._spoken += "".join(_X12_SET[value] for value in values).encode()

    def _edifact(self, _scheme: int) -> None:
        """Four values of six bits in three code words; fewer than three left are ASCII again."""
        while len(self._words) - self._at > 2:
            bits = 0
            for back, shift in zip(range(4), (18, 12, 6, 0), strict=True):
                if back < 3:
                    bits |= self._next() << (16 - 8 * back)
                value = bits >> shift & 0x3F
                if value == 0x1F:
                    return
                self._spoken.append(value if value & 0x20 else value | 0x40)

    def _bytes(self, _scheme: int) -> None:
        """Base 256: a length and bytes, scrambled by their place (ISO/IEC 16022:2006, 5.2.9, annex B.2)."""
        length = self._unscrambled()
        if length == 0:
            length = len(self._words) - self._at
        elif length >= 250:
            length = 250 * (length - 249) + self._unscrambled()
        for _ in range(length):
            self._say(self._unscrambled())

    def _unscrambled(self) -> int:
        word = self._next()
        return (word - (149 * self._at % 255 + 1)) % 256
