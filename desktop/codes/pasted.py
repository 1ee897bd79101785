"""What comes out of a clipboard: grouped digits, small letters. It is cleaned openly or not at all."""

from dataclasses import dataclass

from desktop.codes.characters import OUTER_SPACE
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class Pasted:
    """What is left of a pasted number, and what was done to it.

    Attributes:
        notices: one sentence for each change; empty if the text was taken as it came. Space around it
            is taken off without a word, since every scanner and clipboard adds some.
    """

    value: str
    notices: tuple[Text, ...] = ()


def pasted(text: str, *, capitals: bool = False) -> Pasted:
    """Take the ASCII spaces and hyphens out of ``text``; with ``capitals`` also write a-z as A-Z.

    Everything else that is wrong stays in and is named by whoever parses the value: full-width digits,
    letters and no-break spaces do not belong to a grouping.

    >>> pasted("693-2833-600109").value
    '6932833600109'
    """
    value = text.strip(OUTER_SPACE)
    notices: list[Text] = []
    bare = value.replace(" ", "").replace("-", "")
    if bare != value:
        value = bare
        notices.append(say("Spaces and hyphens were taken off: {value}.", value=value))
    upper = "".join(character.upper() if character.isascii() else character for character in value)
    if capitals and upper != value:
        value = upper
        notices.append(say("Small letters were written as capitals: {value}.", value=value))
    return Pasted(value, tuple(notices))
