r"""Reads and writes AIs in brackets: (01)06932833600109(17)200131(10)L02707.

A value may hold brackets itself. Where two to four digits stand in brackets they are an AI, unless a
backslash stands before the bracket, as in (10)A\(21)B; no value can hold a backslash. Written is the
backslash before every bracket of a value, since other programs want it there.
"""

import re

from desktop.codes.gs1.faults import Fault, FaultCode, Located, Severity
from desktop.codes.gs1.source import Source
from desktop.codes.gs1.table import GS, identifiers
from desktop.texts import say

BRACKETED_AI = re.compile(r"(?<!\\)([(（])([0-9]{2,4})([)）])")
_FULL_WIDTH = {"（": "(", "）": ")"}


def escaped(value: str) -> str:
    """Write a value so that its brackets are not taken for those of an AI."""
    return value.replace("(", "\\(")


def read_brackets(source: Source) -> tuple[list[Located], list[Fault]]:
    """Take apart a text whose AIs stand in brackets. It starts with one."""
    found: list[Located] = []
    faults: list[Fault] = []
    matches = list(BRACKETED_AI.finditer(source.data))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(source.data)
        faults += _full_width(source, match)
        identifier = identifiers().get(match.group(2))
        if identifier is None:
            faults.append(_unknown(source, match))
            continue
        start, stop, more = _bounds(source, match.end(), end)
        faults += more
        value, edges = _unescaped(source, start, stop)
        found.append(Located(identifier, value, source.places[match.start()], edges))
    return found, faults


def _full_width(source: Source, match: re.Match[str]) -> list[Fault]:
    return [
        Fault(
            FaultCode.FULL_WIDTH_BRACKET,
            say(
                "The bracket {bracket} at position {position} is full width. "
                "Switch the input method to English.",
                bracket=match.group(group),
                position=source.places[match.start(group)] + 1,
            ),
            source.places[match.start(group)],
            source.places[match.end(group)],
            _FULL_WIDTH[match.group(group)],
        )
        for group in (1, 3)
        if match.group(group) in _FULL_WIDTH
    ]


def _unknown(source: Source, match: re.Match[str]) -> Fault:
    return Fault(
        FaultCode.UNKNOWN_AI,
        say("({ai}) is no application identifier (AI) of GS1.", ai=match.group(2)),
        source.places[match.start()],
        source.places[match.end()],
    )


def _bounds(source: Source, start: int, end: int) -> tuple[int, int, list[Fault]]:
    """Leave out spaces around a value and a separator behind it, and say so."""
    faults: list[Fault] = []
    stop = end
    if stop > start and source.data[stop - 1] == GS:
        stop -= 1
        faults.append(
            Fault(
                FaultCode.SEPARATOR_SUPERFLUOUS,
                say(
                    "A separator stands before position {position}, but brackets say already where a value "
                    "ends; take it out.",
                    position=source.places[end] + 1,
                ),
                source.places[stop],
                source.places[end],
                "",
            )
        )
    while start < stop and source.data[start] == " ":
        faults.append(_space(source, start))
        start += 1
    while start < stop and source.data[stop - 1] == " ":
        stop -= 1
        faults.append(_space(source, stop))
    return start, stop, faults


def _space(source: Source, at: int) -> Fault:
    position = source.places[at] + 1
    return Fault(
        FaultCode.SPACE_IGNORED,
        say("The space at position {position} is no part of the value and was left out.", position=position),
        source.places[at],
        source.places[at + 1],
        "",
        Severity.WARNING,
    )


def _unescaped(source: Source, start: int, stop: int) -> tuple[str, list[int] | range]:
    data, places = source.data, source.places
    if "\\(" not in data[start:stop]:
        plain = places[start : stop + 1]
        return data[start:stop], plain if isinstance(plain, range) else list(plain)
    value: list[str] = []
    edges: list[int] = []
    at = start
    while at < stop:
        edges.append(places[at])
        if data[at : at + 2] == "\\(":
            at += 1
        value.append(data[at])
        at += 1
    return "".join(value), [*edges, places[stop]]
