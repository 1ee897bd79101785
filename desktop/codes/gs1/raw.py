"""Reads raw data: AIs and values one behind the other, separators after values of no predefined length."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.codes.gs1.brackets import BRACKETED_AI, read_brackets
from desktop.codes.gs1.checks import value_problems
from desktop.codes.gs1.dates import DATE_CHECKS, without_century
from desktop.codes.gs1.faults import Fault, FaultCode, Located
from desktop.codes.gs1.source import Source, shown
from desktop.codes.gs1.table import GS, Identifier, identifier_at
from desktop.texts import say

LIKELY = ("21", "10", "17", "11", "240", "710", "711", "712", "713", "714", "715", "716", "717")
"""AIs that stand behind a lot or serial number on a pack, the likeliest first. Only before one of them is a
separator taken for lost: nearly every run of digits would make an element of some AI."""


def read_raw(source: Source) -> tuple[list[Located], list[Fault]]:
    """Take raw data apart as far as it goes."""
    reader = _Reader(source)
    reader.read()
    return reader.found, reader.faults


def elements_in(data: str) -> int:
    """Count the elements in ``data``; 0 if something in it is wrong."""
    reader = _Reader(Source.part_of(data, 0, len(data)), guess=False)
    reader.read()
    whole = not reader.faults and all(_is_valid(one) for one in reader.found)
    return len(reader.found) if whole else 0


def _is_valid(one: Located) -> bool:
    return not value_problems(one.identifier, one.value)


@dataclass(slots=True)
class _Reader:
    source: Source
    guess: bool = True
    found: list[Located] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    at: int = 0

    def read(self) -> None:
        data = self.source.data
        while self.at < len(data):
            identifier = identifier_at(data, self.at)
            if identifier is None:
                self._no_identifier()
            elif identifier.predefined:
                self._predefined(identifier)
            else:
                self._separated(identifier)

    def _predefined(self, identifier: Identifier) -> None:
        data = self.source.data
        start = self.at + len(identifier.ai)
        stop = start + identifier.longest
        separator = data.find(GS, start, stop)
        if separator >= 0:
            self._cut_by_separator(identifier, start, separator)
        elif self._has_century(identifier, start):
            self._take(identifier, start, start + 8)
        else:
            self._take(identifier, start, min(stop, len(data)))

    def _has_century(self, identifier: Identifier, start: int) -> bool:
        """Tell whether eight digits of a date stand where six belong, and six would be no date."""
        if not DATE_CHECKS.intersection(identifier.components[0].checks):
            return False
        written = self.source.data[start : start + 8]
        return without_century(written) is not None and bool(value_problems(identifier, written[:6]))

    def _cut_by_separator(self, identifier: Identifier, start: int, separator: int) -> None:
        data, places = self.source.data, self.source.places
        missing = identifier.longest - (separator - start)
        rest = data[separator + 1 :]
        if len(rest) < missing or (self.guess and elements_in(rest)):
            self._take(identifier, start, separator)
            self.at = separator + 1
            return
        self.faults.append(
            Fault(
                FaultCode.SEPARATOR_SUPERFLUOUS,
                say(
                    "({ai}) {title}: a separator stands inside the value, which has {length} characters; "
                    "take it out.",
                    ai=identifier.ai,
                    title=identifier.title,
                    length=identifier.longest,
                ),
                places[separator],
                places[separator + 1],
                "",
            )
        )
        end = separator + 1 + missing
        edges = (*places[start:separator], *places[separator + 1 : end + 1])
        value = data[start:separator] + data[separator + 1 : end]
        self.found.append(Located(identifier, value, places[self.at], edges))
        self.at = end

    def _separated(self, identifier: Identifier) -> None:
        data = self.source.data
        start = self.at + len(identifier.ai)
        separator = data.find(GS, start)
        stop = len(data) if separator < 0 else separator
        if stop - start > identifier.longest and self.guess:
            split = swallowed(identifier, data[start:stop], {one.ai for one in self.found})
            if split is not None:
                self._take(identifier, start, start + split)
                self._lost_separator()
                return
        self._take(identifier, start, stop)
        # A separator at the very end stays where it is, to be told as superfluous.
        if stop + 1 < len(data):
            self.at = stop + 1

    def _lost_separator(self) -> None:
        places = self.source.places
        follower = identifier_at(self.source.data, self.at)
        assert follower is not None
        end = self.at + len(follower.ai)
        fault = lost_separator(self.found[-1], follower, places[self.at], places[end], GS + follower.ai)
        self.faults.append(fault)

    def _take(self, identifier: Identifier, start: int, stop: int) -> None:
        places = self.source.places
        value = self.source.data[start:stop]
        self.found.append(Located(identifier, value, places[self.at], places[start : stop + 1]))
        self.at = stop

    def _no_identifier(self) -> None:
        data = self.source.data
        if data[self.at] == GS:
            self._superfluous_separator()
        elif BRACKETED_AI.match(data, self.at):
            self._brackets()
        else:
            self._unknown()

    def _superfluous_separator(self) -> None:
        places = self.source.places
        before = self.found[-1] if self.found else None
        if before is not None and before.identifier.predefined and self.source.data[self.at - 1] != GS:
            text = say(
                "A separator stands behind ({ai}) {title}, whose length is predefined; take it out.",
                ai=before.ai,
                title=before.identifier.title,
            )
        else:
            text = say(
                "A separator stands at position {position} where none belongs; take it out.",
                position=places[self.at] + 1,
            )
        self.faults.append(
            Fault(FaultCode.SEPARATOR_SUPERFLUOUS, text, places[self.at], places[self.at + 1], "")
        )
        self.at += 1

    def _brackets(self) -> None:
        rest = self.source.tail(self.at)
        found, faults = read_brackets(rest)
        self.faults.append(brackets_in_data(rest, found))
        self.found += found
        self.faults += faults
        self.at = len(self.source.data)

    def _unknown(self) -> None:
        data, places = self.source.data, self.source.places
        separator = data.find(GS, self.at)
        stop = len(data) if separator < 0 else separator
        self.faults.append(
            Fault(
                FaultCode.UNKNOWN_AI,
                say(
                    "Position {position}: “{found}” does not start with an application identifier (AI).",
                    position=places[self.at] + 1,
                    found=shown(data[self.at : stop]),
                ),
                places[self.at],
                places[stop],
            )
        )
        self.at = min(stop + 1, len(data))


def lost_separator(before: Located, follower: Identifier, start: int, end: int, offer: str) -> Fault:
    """Say that the separator between two elements is missing."""
    return Fault(
        FaultCode.SEPARATOR_MISSING,
        say(
            "({ai}) {title}: the separator after {value} is missing, so that ({follower}) is read as "
            "part of the value, which may have {longest} characters. Put FNC1 before ({follower}).",
            ai=before.ai,
            title=before.identifier.title,
            value=before.value,
            follower=follower.ai,
            longest=before.identifier.longest,
        ),
        start,
        end,
        offer,
    )


def split_swallowed(located: Sequence[Located]) -> tuple[list[Located], list[Fault]]:
    """Take apart values in brackets that got too long because a separator was lost in the symbol."""
    found: list[Located] = []
    faults: list[Fault] = []
    seen = {one.ai for one in located}
    for one in located:
        split = None
        if len(one.value) > one.identifier.longest:
            split = swallowed(one.identifier, one.value, seen)
        if split is None:
            found.append(one)
            continue
        follower = identifier_at(one.value, split)
        assert follower is not None
        first = Located(one.identifier, one.value[:split], one.ai_start, one.edges[: split + 1])
        rest, _ = read_raw(Source(one.value[split:], one.edges[split:]))
        end = one.edges[split + len(follower.ai)]
        faults.append(lost_separator(first, follower, one.edges[split], end, f"({follower.ai})"))
        found += [first, *rest]
    return found, faults


def brackets_in_data(source: Source, found: list[Located]) -> Fault:
    """Say that brackets were encoded, which belong under the symbol only."""
    raw = "".join(
        one.ai + one.value + ("" if one.identifier.predefined or one is found[-1] else GS) for one in found
    )
    return Fault(
        FaultCode.BRACKETS_ENCODED,
        say(
            "Brackets around AIs are encoded as data. They belong into the human-readable line only; "
            "encode {raw}.",
            raw=shown(raw),
        ),
        source.places[0],
        source.places[-1],
        raw,
    )


def swallowed(identifier: Identifier, value: str, seen: set[str]) -> int | None:
    """Find where in ``value`` a separator was lost, so that what follows is valid by itself.

    Args:
        identifier: the AI of the value.
        value: what was read up to the next separator or the end.
        seen: the AIs that stand before; none of them comes twice.

    Returns:
        The length of the value without what it swallowed; None if there is no such place.
    """
    places: list[tuple[int, int, int]] = []
    for length in range(identifier.shortest, min(identifier.longest, len(value) - 3) + 1):
        follower = identifier_at(value, length)
        if follower is None or follower.ai not in LIKELY or follower.ai in {*seen, identifier.ai}:
            continue
        count = elements_in(value[length:])
        if count and not value_problems(identifier, value[:length]):
            places.append((-count, LIKELY.index(follower.ai), length))
    return min(places)[2] if places else None
