"""The application identifiers (AIs) of GS1: what each value looks like and what must stand beside it.

Source: GS1 Barcode Syntax Dictionary, rewritten as ``resources/gs1/application_identifiers.json``.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources
from desktop.codes.characters import CSET_82, DIGITS

GS = "\x1d"
"""What a scanner sends for the separator FNC1 (GS1 General Specifications: group separator)."""

CSET_39 = frozenset("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
CSET_64 = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_=")
CHARACTER_SETS: Mapping[str, frozenset[str]] = {"N": DIGITS, "X": CSET_82, "Y": CSET_39, "Z": CSET_64}
"""Type letter of the dictionary -> what a component of that type may hold."""

Partners = tuple[str, ...]
"""AIs that stand together; a letter n in one stands for any digit."""


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a value.

    Attributes:
        kind: N digits, X character set 82, Y character set 39, Z character set 64.
        shortest: characters at least.
        longest: characters at most.
        optional: whether the value may end before it.
        checks: names of the content checks, in their order; "base64" for every component of kind Z.
    """

    kind: str
    shortest: int
    longest: int
    optional: bool
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One AI.

    Attributes:
        ai: two to four digits.
        title: GS1 data title.
        format: the components as the dictionary writes them.
        components: the parts of the value in their order.
        predefined: whether the length is predefined, so that no separator follows the value.
        query: whether it may stand in the query of a GS1 Digital Link.
        requires: alternatives, one of which must be on the same item; empty if none is needed.
        excludes: AIs that may not be on the same item.
        qualifiers: what may follow in the path of a Digital Link; None if this is no key of one.
    """

    ai: str
    title: str
    format: str
    components: tuple[Component, ...]
    predefined: bool
    query: bool
    requires: tuple[Partners, ...]
    excludes: Partners
    qualifiers: tuple[Partners, ...] | None
    shortest: int
    longest: int
    pattern: re.Pattern[str]

    @property
    def numeric(self) -> bool:
        """Whether the value holds digits only."""
        return all(component.kind == "N" for component in self.components)

    @property
    def lengths(self) -> tuple[range, ...]:
        """The lengths that a value may have, as ranges, shortest first."""
        found: list[range] = []
        low = high = 0
        for component in self.components:
            if component.optional:
                found.append(range(low, high + 1))
            low, high = low + component.shortest, high + component.longest
        found.append(range(low, high + 1))
        return _merged(found)


def _merged(ranges: list[range]) -> tuple[range, ...]:
    merged = ranges[:1]
    for one in ranges[1:]:
        if one.start <= merged[-1].stop:
            merged[-1] = range(merged[-1].start, one.stop)
        else:
            merged.append(one)
    return tuple(merged)


@cache
def identifiers() -> Mapping[str, Identifier]:
    """Return all AIs."""
    rows = json.loads(resources.read_text("gs1/application_identifiers.json"))["identifiers"]
    found: dict[str, Identifier] = {}
    for row in rows:
        first, _, last = str(row["ai"]).partition("-")
        for number in range(int(first), int(last or first) + 1):
            ai = str(number).zfill(len(first))
            found[ai] = _identifier(ai, row)
    return found


def identifier_at(data: str, start: int) -> Identifier | None:
    """Return the AI that ``data`` holds at ``start``; no AI is the beginning of another."""
    known = identifiers()
    return (
        known.get(data[start : start + 2])
        or known.get(data[start : start + 3])
        or known.get(data[start : start + 4])
    )


@cache
def meant_by(pattern: str) -> frozenset[str]:
    """Return the AIs that a partner of the dictionary means.

    >>> sorted(meant_by("310n")), sorted(meant_by("01"))
    (['3100', '3101', '3102', '3103', '3104', '3105'], ['01'])
    """
    if "n" not in pattern:
        return frozenset({pattern})
    wanted = re.compile(pattern.replace("n", "[0-9]"))
    return frozenset(ai for ai in identifiers() if wanted.fullmatch(ai))


def _identifier(ai: str, row: Mapping[str, object]) -> Identifier:
    components = _components(str(row["format"]))
    qualifiers = _texts(row["qualifiers"]) if "qualifiers" in row else None
    requires = row.get("requires", [])
    excludes = row.get("excludes", [])
    assert isinstance(requires, list)
    assert isinstance(excludes, list)
    return Identifier(
        ai=ai,
        title=str(row["title"]),
        format=str(row["format"]),
        components=components,
        predefined=row["predefined"] is True,
        query=row["query"] is True,
        requires=tuple(tuple(str(one).split("+")) for one in requires),
        excludes=tuple(str(one) for one in excludes),
        qualifiers=qualifiers,
        shortest=sum(component.shortest for component in components if not component.optional),
        longest=sum(component.longest for component in components),
        pattern=_pattern(components),
    )


def _texts(value: object) -> tuple[Partners, ...]:
    assert isinstance(value, list)
    return tuple(tuple(str(part) for part in one) for one in value)


@cache
def _components(written: str) -> tuple[Component, ...]:
    return tuple(_component(word) for word in written.split())


def _component(word: str) -> Component:
    shape, *checks = word.split(",")
    kind, several, length = re.fullmatch(r"\[?([NXYZ])(\.\.)?(\d+)\]?", shape).groups()  # type: ignore[union-attr]
    checks += ["base64"] if kind == "Z" else []
    return Component(kind, 1 if several else int(length), int(length), shape[0] == "[", tuple(checks))


@cache
def _pattern(components: tuple[Component, ...]) -> re.Pattern[str]:
    written = ""
    closing = ""
    for component in components:
        if component.optional:
            written, closing = written + "(?:", ")?" + closing
        allowed = re.escape("".join(sorted(CHARACTER_SETS[component.kind])))
        written += f"([{allowed}]{{{component.shortest},{component.longest}}})"
    return re.compile(written + closing)
