"""The check-up of a keyboard wedge: a sheet of known symbols is scanned, and what is typed is compared.

A scanner that plays a keyboard passes through a layout, an input method and caps lock before a program sees
anything; drug codes of digits survive most of that, element strings do not. So the sheet holds both, and a
scanner is believed only when it types every symbol as it stands there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.codes.characters import is_full_width
from desktop.codes.keyboards import LAYOUTS
from desktop.texts import Text, say

GS = "\x1d"
_ENDS = "\r\n\t\x03"


class Trouble(StrEnum):
    """What is wrong with a wedge."""

    NOTHING = "nothing"
    INPUT_METHOD = "input method"
    FULL_WIDTH = "full width"
    CAPS_LOCK = "caps lock"
    MISSING_GS = "missing GS"
    VISIBLE_GS = "visible GS"
    LAYOUT = "layout"
    DOUBLED = "doubled"
    NO_PREFIX = "no prefix"
    FOREIGN_PREFIX = "foreign prefix"
    NO_END = "no end"
    OTHER_END = "other end"
    LOST_CHARACTERS = "lost characters"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SheetSymbol:
    """One symbol of the sheet. ``data``: what a right reading types, without prefix and end."""

    name: str
    symbology: str
    data: str


SHEET = (
    SheetSymbol("1", "Code 128", "80000000000000000000"),
    SheetSymbol("2", "GS1 DataMatrix", f"010950600013435210Lot-aZ{GS}21Ser_y+{GS}17300101"),
    SheetSymbol("3", "Code 128", "Packmark;,./-=[]"),
)
"""What the sheet holds. 1: digits, of a product that nobody has. 2: an element string with separators behind
a lot and a serial number in both cases, so that a lost GS or a layout shows (the GTIN of GS1's own examples).
3: signs whose keys layouts and input methods move."""


@dataclass(frozen=True, slots=True)
class Wedge:
    """How the scanner is meant to type.

    Attributes:
        prefix: typed before every reading, so that a program can tell scans from keys; may be empty.
        end: typed behind it.
    """

    prefix: str = ""
    end: str = "\r"


@dataclass(frozen=True, slots=True)
class Finding:
    """One trouble, at one symbol, with what to do about it."""

    trouble: Trouble
    symbol: SheetSymbol
    advice: Text


def check(
    symbol: SheetSymbol, typed: str, wedge: Wedge = Wedge(), *, composed: bool = False
) -> tuple[Finding, ...]:
    r"""Compare what one reading of a symbol typed with what it should have.

    Args:
        symbol: what was scanned.
        typed: every character that came, ends included.
        wedge: how it is meant to type.
        composed: whether an input method took some of the keys to make characters of them: then nothing else
            that was typed says anything of the scanner.

    Returns:
        Everything that is wrong, in the order in which it is best mended; empty: it types as it should.

    >>> [one.trouble.value for one in check(SHEET[0], "80000000000000000000")]
    ['no end']
    """
    body, ends = _taken_apart(typed, wedge)
    found: list[tuple[Trouble, Text]] = []
    if composed:
        found.append(_input_method())
    elif not typed.strip(_ENDS):
        found.append(_nothing())
    else:
        found += _of_body(symbol, body, wedge)
        found += _of_end(ends, wedge)
    return tuple(Finding(trouble, symbol, advice) for trouble, advice in found)


def check_all(
    typed: Sequence[str],
    wedge: Wedge = Wedge(),
    sheet: Sequence[SheetSymbol] = SHEET,
) -> tuple[Finding, ...]:
    """Compare the readings of a whole sheet, in its order; a symbol that was not scanned typed nothing."""
    readings = (*typed, *("" for _ in range(len(sheet) - len(typed))))
    return tuple(
        finding
        for symbol, text in zip(sheet, readings, strict=False)
        for finding in check(symbol, text, wedge)
    )


def _taken_apart(typed: str, wedge: Wedge) -> tuple[str, str]:
    """Return what was typed up to its last end, and that end."""
    body = typed.rstrip(_ENDS)
    ends = typed[len(body) :]
    if wedge.end and not wedge.end.strip(_ENDS) and body.count(wedge.end):
        return body, ends
    if wedge.end.strip(_ENDS) and typed.endswith(wedge.end):
        return typed.removesuffix(wedge.end), wedge.end
    return body, ends


def _of_body(symbol: SheetSymbol, body: str, wedge: Wedge) -> list[tuple[Trouble, Text]]:
    meant = wedge.prefix + symbol.data
    if body == meant:
        return []
    twice = _halves(body, wedge)
    if twice is not None:
        return [_doubled(), *_of_body(symbol, twice, wedge)]
    narrow = _narrowed(body)
    if narrow != body:
        return [_full_width(), *_of_body(symbol, narrow, wedge)]
    if any(ord(character) > 0x2E7F for character in body):
        return [_input_method()]
    return _of_keys(symbol, body, wedge)


def _of_keys(symbol: SheetSymbol, body: str, wedge: Wedge) -> list[tuple[Trouble, Text]]:
    meant = wedge.prefix + symbol.data
    if wedge.prefix and body == symbol.data:
        return [_no_prefix(wedge)]
    for cause, undone in _undone(body):
        lost = _of_separators(symbol, undone.removeprefix(wedge.prefix))
        if undone == meant or lost is not None:
            return [one for one in (cause, lost) if one is not None]
    if body.endswith(meant):
        return [_foreign_prefix(body.removesuffix(meant))]
    if len(body) < len(meant) and _is_part(body, meant):
        return [_lost_characters(len(meant) - len(body))]
    return [_other(meant, body)]


def _undone(body: str) -> Iterator[tuple[tuple[Trouble, Text] | None, str]]:
    """Yield what was meant if one thing, or nothing, was done to every key, with that cause."""
    yield None, body
    yield _caps_lock(), body.swapcase()
    for layout in LAYOUTS:
        yield _layout(layout.title), layout.undo(body)


def _of_separators(symbol: SheetSymbol, data: str) -> tuple[Trouble, Text] | None:
    if GS not in symbol.data or GS in data:
        return None
    pieces = symbol.data.split(GS)
    if data == "".join(pieces):
        return _missing_gs()
    for shown in ("<GS>", "{GS}", "[GS]", "<F8>", "\\x1d", "\\F", "^]", "]", "|", "~", "\u241d", " "):
        if data == shown.join(pieces):
            return _visible_gs(shown)
    return None


def _of_end(ends: str, wedge: Wedge) -> list[tuple[Trouble, Text]]:
    if ends == wedge.end:
        return []
    if not ends:
        return [
            (
                Trouble.NO_END,
                say(
                    "Nothing ends the reading. Scan “suffix {end}” from the scanner's manual, so that a "
                    "reading is taken as soon as it is whole.",
                    end=_spelled(wedge.end),
                ),
            )
        ]
    return [
        (
            Trouble.OTHER_END,
            say(
                "The reading ends with {found}, and {expected} is expected. Set the scanner's suffix to "
                "{expected}.",
                found=_spelled(ends),
                expected=_spelled(wedge.end),
            ),
        )
    ]


def _halves(body: str, wedge: Wedge) -> str | None:
    """Return one half of a text that is the same twice, with or without the end of the first between."""
    for between in (wedge.end, ""):
        size, rest = divmod(len(body) - len(between), 2)
        if size > 0 and not rest and body == body[:size] + between + body[:size]:
            return body[:size]
    return None


def _narrowed(text: str) -> str:
    return "".join(
        " " if one == "\u3000" else chr(ord(one) - 0xFEE0) if is_full_width(one) else one for one in text
    )


def _is_part(body: str, meant: str) -> bool:
    """Tell whether ``body`` is ``meant`` with characters left out."""
    characters = iter(meant)
    return all(one in characters for one in body)


def _spelled(ends: str) -> str:
    names = {"\r": "CR", "\n": "LF", "\t": "TAB", "\x03": "ETX"}
    return " ".join(names.get(one, one) for one in ends) or "-"


def _nothing() -> tuple[Trouble, Text]:
    return (
        Trouble.NOTHING,
        say(
            "Nothing was typed. Check that the scanner is paired or plugged in, is set to “USB keyboard”, "
            "and that this window is in front."
        ),
    )


def _input_method() -> tuple[Trouble, Text]:
    return (
        Trouble.INPUT_METHOD,
        say(
            "A Chinese input method took the keys of the scanner. Switch the input method to English, and "
            "make English the standard of this computer."
        ),
    )


def _full_width() -> tuple[Trouble, Text]:
    return (
        Trouble.FULL_WIDTH,
        say("The input method is on full width. Switch to half width (Shift+Space), or to English."),
    )


def _caps_lock() -> tuple[Trouble, Text]:
    return (
        Trouble.CAPS_LOCK,
        say(
            "Capital and small letters are exchanged. Switch caps lock off, or set the scanner to send "
            "letters as they are."
        ),
    )


def _missing_gs() -> tuple[Trouble, Text]:
    return (
        Trouble.MISSING_GS,
        say(
            "The separators (GS) of the element string are lost, so lot and serial number run together. Set "
            "the scanner to send GS as a control character (often called “function key mapping” or "
            "“Alt mode”)."
        ),
    )


def _visible_gs(found: str) -> tuple[Trouble, Text]:
    return (
        Trouble.VISIBLE_GS,
        say(
            "{found} is typed in place of the separator GS. Set the scanner to send GS as a control "
            "character.",
            found=repr(found),
        ),
    )


def _layout(title: Text) -> tuple[Trouble, Text]:
    return (
        Trouble.LAYOUT,
        say(
            "The computer takes the scanner's keys for a {layout} keyboard. Set the scanner's country to "
            "that of the computer, or the computer to English (US).",
            layout=title,
        ),
    )


def _doubled() -> tuple[Trouble, Text]:
    return (
        Trouble.DOUBLED,
        say(
            "One reading came twice. Set a delay for the same symbol (often called “same symbol timeout”), "
            "at least 500 ms, and let the trigger read once."
        ),
    )


def _no_prefix(wedge: Wedge) -> tuple[Trouble, Text]:
    return (
        Trouble.NO_PREFIX,
        say(
            "The prefix {expected} is missing before the reading. Set it as the scanner's prefix, or take it "
            "out of the station's settings.",
            expected=repr(wedge.prefix),
        ),
    )


def _foreign_prefix(found: str) -> tuple[Trouble, Text]:
    return (
        Trouble.FOREIGN_PREFIX,
        say(
            "{found} stands before the reading. Take it out of the scanner's prefix; if it begins with ], it "
            "is the symbology identifier (“transmit code ID”).",
            found=repr(found[:20]),
        ),
    )


def _lost_characters(count: int) -> tuple[Trouble, Text]:
    return (
        Trouble.LOST_CHARACTERS,
        say(
            "{count} characters of the reading are missing: the scanner types faster than the computer "
            "takes. Set a delay between characters (5 to 20 ms), or connect it over TCP or a serial line.",
            count=count,
        ),
    )


def _other(meant: str, body: str) -> tuple[Trouble, Text]:
    return (
        Trouble.OTHER,
        say(
            "Expected {expected}, but {found} was typed. Scan the right symbol of the sheet; if it was, set "
            "the scanner back to its factory settings and begin again.",
            expected=repr(meant),
            found=repr(body[:80]),
        ),
    )
