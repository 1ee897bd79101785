"""What every value of a label design is held to: numbers in their range, texts that can be printed."""

import re
import unicodedata

from desktop.errors import InputError
from desktop.texts import say

FAR_MM = 1000.0
MOST_CHARACTERS = 500
MOST_NAME_CHARACTERS = 60
MOST_GROUPS = 8
"""Groups in groups."""
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def check_name(name: str) -> None:
    """Refuse what is no name of an element, a layer or a design. InputError."""
    check_text("name", name)
    # "." parts the name of a code block from that of its heading and digits.
    if not name.strip() or len(name) > MOST_NAME_CHARACTERS or "." in name:
        raise InputError(
            say("A name has 1 to 60 characters and no full stop; this one is {found}.", found=repr(name[:80]))
        )


def check_group(group: str) -> None:
    """Refuse what is no path of groups, such as ``outer/inner``; "" is none and is well. InputError."""
    if not group:
        return
    parts = group.split("/")
    if len(parts) > MOST_GROUPS:
        raise InputError(
            say(
                "Groups may lie in each other {most} deep; {found} is deeper.",
                most=MOST_GROUPS,
                found=repr(group[:80]),
            )
        )
    for part in parts:
        check_name(part)


def check_place(x_mm: float, y_mm: float) -> None:
    """Refuse what is far off every label. InputError."""
    check_number("x_mm", x_mm, -FAR_MM, FAR_MM)
    check_number("y_mm", y_mm, -FAR_MM, FAR_MM)


def check_size(width_mm: float, height_mm: float) -> None:
    """Refuse sizes that no element has. InputError."""
    check_number("width_mm", width_mm, 0.1, FAR_MM)
    check_number("height_mm", height_mm, 0.1, FAR_MM)


def check_number(what: str, value: float, least: float, most: float) -> None:
    """Refuse a number out of its range, and NaN. InputError."""
    if not least <= value <= most:  # NaN fails this too
        raise InputError(
            say(
                "{what} must be from {least} to {most}; it is {found}.",
                what=what,
                least=f"{least:g}",
                most=f"{most:g}",
                found=f"{value:g}",
            )
        )


def check_text(what: str, text: str, most: int = MOST_CHARACTERS, *, lines: bool = False) -> None:
    """Refuse a text that is too long or cannot be printed; line feeds only where ``lines``. InputError."""
    if len(text) > most:
        raise InputError(
            say("{what} may have {most} characters; it has {found}.", what=what, most=most, found=len(text))
        )
    if text.isprintable():
        return
    for place, character in enumerate(text, start=1):
        # Controls, surrogates and line breaks cannot be printed, and would not survive a file.
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} and not (lines and character == "\n"):
            raise InputError(
                say(
                    "{what} has the unprintable character U+{number} at place {place}.",
                    what=what,
                    number=f"{ord(character):04X}",
                    place=place,
                )
            )


def check_colour(what: str, colour: str) -> None:
    """Refuse what is no colour such as #1a2b3c. InputError."""
    if not _COLOUR.fullmatch(colour):
        raise InputError(
            say("{what} is a colour such as #1a2b3c; it is {found}.", what=what, found=repr(colour[:20]))
        )
