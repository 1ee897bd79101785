"""Where a text may break into lines.

Between words, and between Chinese characters but for the places where punctuation forbids it: no line
begins with a closing sign, none ends with an opening one (as GB/T 15834-2011 asks).
"""

import unicodedata
from collections.abc import Callable, Iterator

_CLOSING = frozenset("、。，．：；！？）」』】》〉〕］｝”’…—～·,.:;!?)]}%‰℃°'\"/")
_OPENING = frozenset("（「『【《〈〔［｛“‘([{￥$#")


def pieces(text: str) -> Iterator[str]:
    """Part a line of text into pieces that must not be broken; spaces stand at the ends of pieces.

    >>> list(pieces("批号：A12 （盒）"))
    ['批', '号：', 'A12 ', '（盒）']
    """
    start = 0
    sign = ""  # the last character that is no space
    for place in range(1, len(text)):
        sign = text[place - 1] if text[place - 1] != " " else sign
        if sign not in _OPENING and _may_break(text[place - 1], text[place]):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def broken(text: str, room: float, width_of: Callable[[str], float]) -> tuple[str, ...]:
    """Break a text into lines that fit ``room`` where that is possible at all.

    Args:
        text: line feeds in it always begin a new line.
        room: width of a line.
        width_of: measures a text, in the same unit.

    Returns:
        The lines without the spaces at which they were broken. A piece that is wider than the room
        stands on a line of its own.
    """
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in pieces(paragraph):
            if line and width_of((line + piece).rstrip(" ")) > room:
                lines.append(line.rstrip(" "))
                line = piece
            else:
                line += piece
        lines.append(line.rstrip(" "))
    return tuple(lines)


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING:
        return False
    return before == " " or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in {"W", "F"}
