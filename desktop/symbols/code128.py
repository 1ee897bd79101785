"""Code 128 (ISO/IEC 15417): digits to modules, and modules back to text by a way of its own.

The encoder glues 11-module patterns together; the decoder measures element widths, as a scanner does,
and follows the code subsets, so that a slip in one of them does not hide in the other.

Only the encodation that the drug code asks for is written (subset C from first to last), but
whatever Code 128 anyone else has printed is read.
"""

from dataclasses import dataclass
from operator import mul

from desktop.errors import InputError
from desktop.texts import say

WIDTHS: tuple[str, ...] = (
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
)  # fmt: skip
"""Element widths in modules of each symbol character, bar first (ISO/IEC 15417:2007, table 1)."""

START_A, START_B, START_C, STOP = 103, 104, 105, 106
FNC1 = "\ue001"
"""Stands for the function character FNC1 in decoded text (a private-use character: never data)."""
FNC2 = "\ue002"
FNC3 = "\ue003"

CHARACTER_MODULES = 11
STOP_MODULES = 13


def _pattern(widths: str) -> str:
    """Write element widths as modules, "1" for black."""
    return "".join("10"[i % 2] * int(width) for i, width in enumerate(widths))


PATTERNS: tuple[str, ...] = tuple(map(_pattern, WIDTHS))
"""Modules of each symbol character, "1" for black."""

_VALUE_OF_PAIR = {f"{value:02}": value for value in range(100)}
_PAIR_OF_VALUE = tuple(_VALUE_OF_PAIR)

_MODULUS = 103

# Runs of modules as letters whose place in the alphabet is their width: bars small, spaces capital.
# Longest first; a run of five or more leaves two letters of one kind, which no character has.
_RUNS = tuple(
    (module * width, letters[width - 1])
    for module, letters in (("1", "abcd"), ("0", "ABCD"))
    for width in (4, 3, 2, 1)
)
_CHARACTER_ELEMENTS = 6
_STOP_ELEMENTS = 7


def _letters(widths: str) -> str:
    return "".join(("abcd", "ABCD")[i % 2][int(width) - 1] for i, width in enumerate(widths))


_VALUE_OF_LETTERS = {_letters(widths): value for value, widths in enumerate(WIDTHS[:STOP])}
_STOP_LETTERS = _letters(WIDTHS[STOP])


@dataclass(frozen=True, slots=True)
class Code128Symbol:
    """An encoded symbol.

    Attributes:
        codewords: symbol character values from START to STOP, the check character included.
        modules: the pattern from the first bar to the last, "1" for black.
    """

    codewords: tuple[int, ...]
    modules: str

    @property
    def check(self) -> int:
        """The symbol check character (modulo 103)."""
        return self.codewords[-2]


def module_count(digits: int) -> int:
    """Return how many modules ``digits`` digits take in subset C: 145 for a drug code of 20.

    >>> module_count(20)
    145
    """
    return CHARACTER_MODULES * (digits // 2 + 2) + STOP_MODULES


def encode_digits(data: str) -> Code128Symbol:
    """Encode an even number of digits in subset C alone: START C, pairs, check character, STOP.

    Raises:
        InputError: ``data`` is empty, has an odd count of characters, or another than 0 to 9.
    """
    try:
        values = [_VALUE_OF_PAIR[data[i : i + 2]] for i in range(0, len(data), 2)]
    except KeyError:
        values = []
    if not values:
        raise InputError(
            say(
                "Code 128 C takes an even count of the digits 0 to 9; this has {count} characters: {data}",
                count=len(data),
                data=repr(data[:60]),
            )
        )
    check = (START_C + sum(map(mul, values, range(1, len(values) + 1)))) % _MODULUS
    codewords = (START_C, *values, check, STOP)
    return Code128Symbol(codewords, "".join([PATTERNS[value] for value in codewords]))


def decode(modules: str) -> tuple[tuple[int, ...], str]:
    """Read a symbol back from its modules alone.

    Args:
        modules: from the first bar to the last, "1" for black, without quiet zones.

    Returns:
        The codewords from START to STOP, and the text, in which ``FNC1`` to ``FNC3`` stand for
        themselves.

    Raises:
        InputError: this is no complete Code 128 symbol, or its check character is wrong.
    """
    codewords = _read_codewords(modules)
    *_, check, _ = codewords
    data = codewords[1:-2]
    expected = (codewords[0] + sum(map(mul, data, range(1, len(data) + 1)))) % _MODULUS
    if check != expected:
        raise InputError(
            say(
                "The check character of this Code 128 symbol is {found}; its data need {expected}.",
                found=check,
                expected=expected,
            )
        )
    if codewords[0] == START_C and max(data) < len(_PAIR_OF_VALUE):
        return codewords, "".join([_PAIR_OF_VALUE[value] for value in data])
    return codewords, _follow_subsets(codewords[0], data)


def _read_codewords(modules: str) -> tuple[int, ...]:
    if modules.strip("01"):
        raise InputError(say('The modules of a symbol are written as "1" and "0" only.'))
    letters = modules
    for run, letter in _RUNS:
        letters = letters.replace(run, letter)
    end = len(letters) - _STOP_ELEMENTS
    # START, one data character, check character: less is no symbol.
    if letters[end:] != _STOP_LETTERS or end % _CHARACTER_ELEMENTS or end < 3 * _CHARACTER_ELEMENTS:
        raise InputError(
            say(
                "This is no complete Code 128 symbol: {count} modules in {elements} bars and spaces; it must "
                "have six to a character and end with the stop pattern.",
                count=len(modules),
                elements=len(letters),
            )
        )
    values: list[int] = []
    for i in range(0, end, _CHARACTER_ELEMENTS):
        value = _VALUE_OF_LETTERS.get(letters[i : i + _CHARACTER_ELEMENTS])
        if value is None:
            raise InputError(
                say("Character {place} of this symbol is no Code 128 character.", place=len(values) + 1)
            )
        values.append(value)
    if values[0] < START_A:
        raise InputError(say("This symbol does not begin with a Code 128 start character."))
    if max(values[1:]) >= START_A:
        raise InputError(say("A start character stands in the middle of this Code 128 symbol."))
    values.append(STOP)
    return tuple(values)


_SUBSET_A = tuple(chr(32 + value) for value in range(64)) + tuple(chr(value) for value in range(32))
_SUBSET_B = tuple(chr(32 + value) for value in range(96))
_TEXT = {"A": _SUBSET_A, "B": _SUBSET_B, "C": _PAIR_OF_VALUE}
_START = {START_A: "A", START_B: "B", START_C: "C"}
_MARKS = {("A", 96): FNC3, ("A", 97): FNC2, ("B", 96): FNC3, ("B", 97): FNC2} | {
    (subset, 102): FNC1 for subset in "ABC"
}
_LATCHES = {
    ("B", 101): "A",
    ("C", 101): "A",
    ("A", 100): "B",
    ("C", 100): "B",
    ("A", 99): "C",
    ("B", 99): "C",
}
_SHIFT = {("A", 98): "B", ("B", 98): "A"}
_EXTENDED = 128
"""FNC4 adds it to the value of a character: the second half of ISO/IEC 8859-1."""


def _follow_subsets(start: int, values: tuple[int, ...]) -> str:
    """Turn codewords between START and check character into text (ISO/IEC 15417:2007, 4.3.4)."""
    subset = _START[start]
    shifted = ""
    # FNC4 is (A, 101) and (B, 100): one turns the next character over, two in a row all from there on.
    latched = turned = False
    text = []
    for value in values:
        now, shifted = shifted or subset, ""
        place = (now, value)
        if value < len(_TEXT[now]):
            read = _TEXT[now][value]
            if latched != turned and now != "C":
                read = chr(ord(read) + _EXTENDED)
            text.append(read)
            turned = False
        elif place in _MARKS:
            text.append(_MARKS[place])
        elif place in _LATCHES:
            subset = _LATCHES[place]
        elif place in _SHIFT:
            shifted = _SHIFT[place]
        else:
            latched, turned = (not latched, False) if turned else (latched, True)
    return "".join(text)
