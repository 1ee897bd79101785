"""Finds out what a keyboard, an input method or a scanner's setting did to a scan.

Nothing is mended silently: each damage says what happened and what the text would be without it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from desktop.codes import gs1
from desktop.codes.characters import OUTER_SPACE, are_digits, is_full_width, name_of
from desktop.codes.drug_code import LENGTH as DRUG_CODE_LENGTH
from desktop.codes.keyboards import LAYOUTS
from desktop.errors import InputError
from desktop.texts import Text, say

GS = "\x1d"


class DamageKind(StrEnum):
    """What happened."""

    FULL_WIDTH = "full_width"
    INPUT_METHOD = "input_method"
    INVISIBLE = "invisible"
    VISIBLE_GS = "visible_gs"
    LOST_GS = "lost_gs"
    SYMBOLOGY_IDENTIFIER = "symbology_identifier"
    KEYBOARD_LAYOUT = "keyboard_layout"
    LETTER_CASE = "letter_case"
    TWO_CODES = "two_codes"
    READ_TWICE = "read_twice"
    ROUNDED = "rounded"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that happened to a text.

    Attributes:
        mended: the text without it and without the damages named before it; None if nobody can know.
    """

    kind: DamageKind
    message: Text
    mended: str | None = None


Reads = Callable[[str], bool]
"""Tells whether a text is a code of some scheme beyond its bare shape."""

_INPUT_METHOD_SIGNS = str.maketrans(
    {
        "。": ".",
        "，": ",",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "【": "[",
        "】": "]",
        "《": "<",
        "》": ">",
        "￥": "$",
    }
)
"""What the keys for signs yield while a Chinese input method is on."""

_INVISIBLE = frozenset("\ufeff\u200b\u200c\u200d\u2060\u00a0\u202a\u202c\u200e\u200f")

_VISIBLE_GS = re.compile(r"[<{\[](?:GS|FNC1|0x1[dD])[>}\]]|\\x1[dD]|\\u001[dD]|\\F|\^\]?|\u241d")
"""How scanners, terminals and documents write the separator. None of it can stand in an element string."""

_SEPARATOR_FAULTS = {gs1.FaultCode.SEPARATOR_MISSING, gs1.FaultCode.SEPARATOR_SUSPECTED}

_SYMBOLOGY = re.compile(r"\]([A-Za-z])([0-9A-Za-z])")
_EXPONENT = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
_HAN = re.compile("[\u4e00-\u9fff]")


def damage_of(text: str, reads: Reads) -> tuple[Damage, ...]:
    """Return what happened to ``text``, in the order in which it is mended.

    Args:
        text: what was scanned, typed or pasted.
        reads: tells whether a text is a code; a mend that has to be guessed is offered only if it
            leads to one.
    """
    found: list[Damage] = []
    for mend in (_full_width, _input_method, _invisible, partial(_visible_gs, reads)):
        damage = mend(_so_far(text, found))
        found += [] if damage is None else [damage]
    so_far = _so_far(text, found)
    lost = _lost_gs(so_far, reads)
    if lost is not None:
        found.append(lost)
    elif not reads(so_far):
        found += _guessed(so_far, reads)
    return tuple(found)


def _so_far(text: str, found: list[Damage]) -> str:
    return next((damage.mended for damage in reversed(found) if damage.mended is not None), text)


def _full_width(text: str) -> Damage | None:
    first = next((character for character in text if is_full_width(character)), None)
    if first is None:
        return None
    narrow = "".join(_narrow(character) for character in text)
    return Damage(
        DamageKind.FULL_WIDTH,
        say(
            "Character {position} is {character}: the input method was on full width. "
            "Switch the input method to English.",
            position=text.index(first) + 1,
            character=name_of(first),
        ),
        narrow,
    )


def _narrow(character: str) -> str:
    if character == "\u3000":
        return " "
    return chr(ord(character) - 0xFEE0) if is_full_width(character) else character


def _input_method(text: str) -> Damage | None:
    mended = text.translate(_INPUT_METHOD_SIGNS)
    for position, (found, meant) in enumerate(zip(text, mended, strict=True), start=1):
        if found != meant:
            return Damage(
                DamageKind.INPUT_METHOD,
                say(
                    "Character {position} is {character}, as a Chinese input method writes it. "
                    "Switch the input method to English.",
                    position=position,
                    character=name_of(found),
                ),
                mended,
            )
    return None


def _invisible(text: str) -> Damage | None:
    core = text.strip(OUTER_SPACE)
    first = next((index for index, character in enumerate(core) if character in _INVISIBLE), None)
    if first is None:
        return None
    return Damage(
        DamageKind.INVISIBLE,
        say(
            "Character {position} is {character}: it came along from a document or a web page.",
            position=first + 1,
            character=name_of(core[first]),
        ),
        "".join(character for character in core if character not in _INVISIBLE),
    )


def _visible_gs(reads: Reads, text: str) -> Damage | None:
    found = _VISIBLE_GS.search(text)
    if found is None or GS in text or reads(text):
        return None
    return Damage(
        DamageKind.VISIBLE_GS,
        say(
            "At character {position} stands {found} in place of the separator GS: the scanner or a program "
            "wrote it as text. Set the scanner to send control characters.",
            position=found.start() + 1,
            found=found.group(),
        ),
        _VISIBLE_GS.sub(GS, text),
    )


def _lost_gs(text: str, reads: Reads) -> Damage | None:
    try:
        explanation = gs1.explain(text, whole_item=False)
    except InputError:
        return None
    if reads(text) and not explanation.valid:
        return None
    for fault in explanation.faults:
        mended = fault.mended(text)
        if fault.code in _SEPARATOR_FAULTS and mended is not None and reads(mended):
            return Damage(DamageKind.LOST_GS, fault.message, mended)
    return None


def _guessed(text: str, reads: Reads) -> list[Damage]:
    for guess in (_rounded, _two_codes, _letter_case, _identifier, _layout):
        found = list(guess(text.strip(OUTER_SPACE), reads))
        if found:
            return found
    if _HAN.search(text):
        return [
            Damage(
                DamageKind.INPUT_METHOD,
                say(
                    "Chinese characters stand in the scan: switch the input method to English and scan again."
                ),
            )
        ]
    return []


def _rounded(text: str, _: Reads) -> Iterator[Damage]:
    if _EXPONENT.fullmatch(text):
        yield Damage(
            DamageKind.ROUNDED,
            say(
                "{text} is a number that Excel has rounded: its last digits are lost. "
                "Save the column as text and copy it again.",
                text=text,
            ),
        )


def _two_codes(text: str, reads: Reads) -> Iterator[Damage]:
    parts = _parts(text, reads)
    if len(parts) != 2:
        return
    first, second = parts
    if first == second:
        yield Damage(
            DamageKind.READ_TWICE, say("The same code was read twice: {code}.", code=first), mended=first
        )
    else:
        yield Damage(
            DamageKind.TWO_CODES,
            say(
                "Two codes in one scan, {first} and {second}: scan one code at a time.",
                first=first,
                second=second,
            ),
        )


def _parts(text: str, reads: Reads) -> list[str]:
    identifiers = [found.start() for found in _SYMBOLOGY.finditer(text)]
    if len(identifiers) == 2 and identifiers[0] == 0:
        return [text[: identifiers[1]], text[identifiers[1] :]]
    tokens = text.split()
    if len(tokens) == 2 and all(reads(token) for token in tokens):
        return tokens
    half = len(text) // 2
    halves = [text[:half], text[half:]]
    if len(text) == 2 * DRUG_CODE_LENGTH and are_digits(text):
        return halves
    return halves if halves[0] == halves[1] and reads(halves[0]) else []


def _identifier(text: str, reads: Reads) -> Iterator[Damage]:
    found = _SYMBOLOGY.match(text)
    if found is None or not reads(text[found.end() :]) or _is_element_string(text[found.end() :]):
        # Behind the identifier of another symbol an element string is none: its FNC1 was never printed.
        return
    symbologies = {
        "C": say("Code 128"),
        "d": say("Data Matrix"),
        "E": say("EAN or UPC"),
        "I": say("Interleaved 2 of 5"),
        "Q": say("QR Code"),
    }
    yield Damage(
        DamageKind.SYMBOLOGY_IDENTIFIER,
        say(
            "The symbology identifier {identifier} ({symbology}) stands before the code. "
            "Set the scanner not to send it, or leave it out.",
            identifier=found.group(),
            symbology=symbologies.get(found.group(1), say("another symbology")),
        ),
        text[found.end() :],
    )


def _is_element_string(text: str) -> bool:
    try:
        return gs1.explain(text, whole_item=False).valid
    except InputError:
        return False


def _letter_case(text: str, reads: Reads) -> Iterator[Damage]:
    turned = text.swapcase() if text.isascii() else text
    if turned != text and reads(turned):
        yield Damage(
            DamageKind.LETTER_CASE,
            say("Capital and small letters are exchanged: caps lock is on at the keyboard."),
            turned,
        )


def _layout(text: str, reads: Reads) -> Iterator[Damage]:
    for layout in LAYOUTS:
        meant = layout.undo(text)
        if meant != text and reads(meant):
            yield Damage(
                DamageKind.KEYBOARD_LAYOUT,
                say(
                    "The keyboard layout is {layout}, but the scanner types as on a US keyboard. "
                    "Set one of them to the other's layout.",
                    layout=layout.title,
                ),
                meant,
            )
            return
