"""Single characters: which a GS1 field may hold, and how to name one to the person who typed it."""

from desktop.texts import Text, say

CSET_82 = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
"""GS1 AI encodable character set 82 (GS1 General Specifications): what a lot or a
serial number may hold."""

DIGITS = frozenset("0123456789")
"""The ten digits. ``str.isdigit`` alone would take '６' and '²' for digits too."""

OUTER_SPACE = " \t\r\n"
"""What scanners and the clipboard put around a value and what is no part of it."""


def are_digits(text: str) -> bool:
    """Tell whether ``text`` is one or more of 0-9 and nothing else.

    >>> are_digits("0123"), are_digits("６"), are_digits("")
    (True, False, False)
    """
    return text.isascii() and text.isdigit()


def is_full_width(character: str) -> bool:
    """Tell whether ``character`` is a wide twin of an ASCII one, as Chinese input methods type them."""
    return "\uff01" <= character <= "\uff5e" or character == "\u3000"


def first_foreign(text: str, allowed: frozenset[str]) -> int | None:
    """Return the index of the first character of ``text`` that is not in ``allowed``, or None."""
    return next((index for index, character in enumerate(text) if character not in allowed), None)


def name_of(character: str) -> Text:
    r"""Name one character so that a person can find it, visible or not.

    >>> str(name_of("６")), str(name_of(" ")), str(name_of("X")), str(name_of("\x07"))
    ("'６' (full width)", 'a space', "'X'", 'the character U+0007')
    """
    named = {
        " ": say("a space"),
        "\t": say("a tab"),
        ",": say("a comma"),
        '"': say("a quotation mark"),
        "\r": say("a line break"),
        "\n": say("a line break"),
        "\0": say("a NUL byte"),
        "\ufeff": say("a byte order mark (U+FEFF)"),
        "\u00a0": say("a no-break space (U+00A0)"),
        "\u3000": say("a space (full width)"),
    }.get(character)
    if named is not None:
        return named
    if is_full_width(character):
        return say("'{character}' (full width)", character=character)
    if character.isprintable():
        return say("'{character}'", character=character)
    return say("the character U+{number}", number=f"{ord(character):04X}")
