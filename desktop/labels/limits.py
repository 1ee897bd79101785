"""What every value of a label design is held to: numbers in their range, texts that can be printed."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from desktop.errors import InputError
from desktop.texts import say

FAR_MM = 1000.0
MOST_CHARACTERS = 500
MOST_NAME_CHARACTERS = 60
MOST_GROUPS = 8
"""Groups in groups."""
MOST_PICTURE_CHARACTERS = 4_000_000
"""Of the base64 text of one picture; three million bytes of PNG."""

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "x_mm": (-FAR_MM, FAR_MM),
        "y_mm": (-FAR_MM, FAR_MM),
        "at_mm": (-FAR_MM, FAR_MM),
        "width_mm": (0.1, FAR_MM),
        "height_mm": (0.1, FAR_MM),
        "length_mm": (0.01, FAR_MM),
        "thickness_mm": (0.01, 100.0),
        "module_mm": (0.01, 10.0),
        "size_mm": (0.5, 100.0),
        "least_size_mm": (0.0, 100.0),
        "heading_size_mm": (0.5, 100.0),
        "hri_size_mm": (0.5, 100.0),
        "line_spacing": (0.5, 5.0),
        "gap_mm": (0.0, 100.0),
        "quiet_x": (0.0, 100.0),
        "threshold": (0.0, 255.0),
    }
)
"""What the numbers of elements and guides may be, by attribute: program's own limits, no standard's."""

PNG_BEGINS = "iVBORw0KGgo"
"""How the base64 text of every PNG file begins: its signature."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")


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


def check_ranges(of: object, *attributes: str) -> None:
    """Refuse a value whose attributes are not within their ``RANGES``. InputError."""
    for attribute in attributes:
        check_number(attribute, getattr(of, attribute), *RANGES[attribute])


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


@lru_cache(maxsize=16)
def check_picture(png: str) -> None:
    """Refuse what is no PNG file as base64 text: a path, an address, a script, another kind. InputError.

    That it can be decoded, and how many pixels it has, is found where it is decoded. The last few that
    were checked are known, since every change of an element checks it anew.
    """
    if len(png) > MOST_PICTURE_CHARACTERS:
        raise InputError(
            say(
                "{what} may have {most} characters; it has {found}.",
                what="png",
                most=MOST_PICTURE_CHARACTERS,
                found=len(png),
            )
        )
    if not png.startswith(PNG_BEGINS) or not _BASE64.fullmatch(png) or len(png) % 4:
        raise InputError(
            say(
                "A picture is carried in the design itself, as a PNG file in base64; this is none: {found}.",
                found=repr(png[:40]),
            )
        )
