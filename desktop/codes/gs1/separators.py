"""Separators that somebody wrote out because no keyboard has a key for them."""

import re

from desktop.codes.gs1.faults import Fault, FaultCode
from desktop.codes.gs1.source import Source
from desktop.codes.gs1.table import GS
from desktop.texts import say

VISIBLE_SEPARATORS = re.compile(r"<GS>|\{GS\}|\[GS\]|<FNC1>|\{FNC1\}|\[FNC1\]|␝|\^|\\x1[dD]|\\u001[dD]|\\F")
"""How the separator is written where nobody can type it."""


def with_separators(source: Source) -> tuple[Source, list[Fault]]:
    """Put real separators in the place of written ones, and say so, if there are no real ones."""
    if GS in source.data:
        return source, []
    parts: list[str] = []
    places: list[int] = []
    faults: list[Fault] = []
    done = 0
    for match in VISIBLE_SEPARATORS.finditer(source.data):
        parts += [source.data[done : match.start()], GS]
        places += source.places[done : match.start() + 1]
        done = match.end()
        faults.append(
            Fault(
                FaultCode.SEPARATOR_VISIBLE,
                say(
                    "{written} at position {position} stands for the separator; in data it is one character "
                    "(FNC1, sent as GS, ASCII 29).",
                    written=match.group(),
                    position=source.places[match.start()] + 1,
                ),
                source.places[match.start()],
                source.places[match.end()],
                GS,
            )
        )
    if not faults:
        return source, []
    parts.append(source.data[done:])
    places += source.places[done:]
    return Source("".join(parts), places), faults
