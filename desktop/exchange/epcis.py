"""EPCIS 2.0 (JSON-LD): what happened to the packs of an order, for receivers who want events, not a tree.

Sources: EPCIS 2.0 and CBV 2.0 of GS1, with their published JSON schema. What became of a pack is read from
the changes of an event, never from its kind alone, so no kind can be forgotten here. An event that was taken
back is told again under its own id with an error declaration, as the standard asks; receivers then act as if
it had never been. Where its packs went elsewhere and came back in between, that would not be the truth: then
its taking back is told as what it is, packs that come out or go in. What only concerns a tray is no event for
others.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from hashlib import blake2b
from typing import Protocol
from uuid import NAMESPACE_URL, uuid5

from desktop.errors import InputError
from desktop.packing.model import EventKind, PackEvent, PlaceChange, StateChange
from desktop.products.code_pool import CodeState
from desktop.texts import say

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
SCHEMA_VERSION = "2.0"
CHINA = timezone(timedelta(hours=8))
"""Plants and their receivers read the clock of Beijing."""

_OFFSET = "+08:00"
_DESTROYED = frozenset({EventKind.SCRAPPED, EventKind.REPLACED})
"""Kinds of events that destroy a pack; others spoil its label only."""

_ENDS = frozenset({CodeState.SAMPLED, CodeState.SPOILED})
"""Only a taking back leads out of them."""

Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Commissioned:
    """Good labels of one lot and level that one job made.

    Attributes:
        key: names this lot of labels within the order, always the same.
        at: when the job printed its first one.
        packs: URIs, in the order of printing.
    """

    key: str
    at: datetime
    lot: str
    expiry: date
    packs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one event of the line means to others: packs, and the pack that they are in or go out of."""

    biz_step: str
    action: str
    disposition: str
    ids: tuple[int, ...]
    parent_id: int | None = None


def steps_of(event: PackEvent) -> Iterator[Step]:
    """Tell what an event means to others: first what leaves a parent, then what goes into one, then fates."""
    places = [one for one in event.decision.changes if isinstance(one, PlaceChange)]
    moved = [one for one in places if one.old.parent_id != one.new.parent_id]
    left: dict[int, list[int]] = defaultdict(list)
    entered: dict[int, list[PlaceChange]] = defaultdict(list)
    for change in moved:
        if change.old.parent_id is not None:
            left[change.old.parent_id].append(change.id)
        if change.new.parent_id is not None:
            entered[change.new.parent_id].append(change)
    for parent_id, ids in left.items():
        yield Step("unpacking", "DELETE", "in_progress", tuple(ids), parent_id)
    for parent_id, changes in entered.items():
        in_order = sorted(changes, key=lambda change: change.new.place or 0)
        yield Step("packing", "ADD", "in_progress", tuple(one.id for one in in_order), parent_id)
    yield from _fates(event)


def _fates(event: PackEvent) -> Iterator[Step]:
    ended: dict[CodeState, list[int]] = defaultdict(list)
    revived: list[int] = []
    for change in event.decision.changes:
        if isinstance(change, StateChange):
            ended[change.new].append(change.id)
        if isinstance(change, StateChange) and change.old in _ENDS:
            revived.append(change.id)
    if revived:
        yield Step("commissioning", "ADD", "active", tuple(revived))
    if ended[CodeState.SAMPLED]:
        yield Step("sampling", "OBSERVE", "non_sellable_other", tuple(ended[CodeState.SAMPLED]))
    if ended[CodeState.SPOILED]:
        step, disposition = (
            ("destroying", "destroyed")
            if event.decision.kind in _DESTROYED
            else ("decommissioning", "inactive")
        )
        yield Step(step, "DELETE", disposition, tuple(ended[CodeState.SPOILED]))


def commissioning(made: Commissioned, order: str, location: str = "") -> Event:
    """Return the event with which packs get their names."""
    event = _event("ObjectEvent", f"{order}/made/{made.key}", made.at)
    event |= {"epcList": list(made.packs), "action": "ADD", "bizStep": "commissioning"}
    event |= {"disposition": "active", **_where(location)}
    event["ilmd"] = {"cbvmda:lotNumber": made.lot, "cbvmda:itemExpirationDate": made.expiry.isoformat()}
    return event


def told(
    events: Iterable[PackEvent],
    undone: Mapping[int, PackEvent],
    name_of: Callable[[int], str],
    order: str,
    location: str = "",
) -> Iterator[Event]:
    """Tell events of the line as EPCIS has them, in their order.

    Args:
        events: of an order, in the order in which they happened.
        undone: the events that others of them take back, by number.
        name_of: the URI of a pack by the id of its code.
        order: number of the work order; part of what makes an event's id.
        location: URI of the place, or empty.
    """
    concerned = frozenset().union(*map(_changed, undone.values()))
    last: dict[int, int] = {}
    for event in events:
        original = event
        if event.undoes is not None and all(
            last.get(code_id) == event.undoes for code_id in _changed(undone[event.undoes])
        ):
            original = undone[event.undoes]
        last |= dict.fromkeys(_changed(event) & concerned, event.number)
        for number, step in enumerate(steps_of(original), start=1):
            yield _told_step(original, event, number, step, name_of, order, location)


def _changed(event: PackEvent) -> frozenset[int]:
    return frozenset(change.id for change in event.decision.changes)


def _told_step(
    original: PackEvent,
    event: PackEvent,
    number: int,
    step: Step,
    name_of: Callable[[int], str],
    order: str,
    location: str,
) -> Event:
    names = [name_of(code_id) for code_id in step.ids]
    kind = "ObjectEvent" if step.parent_id is None else "AggregationEvent"
    made = _event(kind, f"{order}/{original.number}/{number}", original.at)
    if event is not original:
        made["errorDeclaration"] = {
            "declarationTime": _moment(event.at),
            "reason": "did_not_occur",
        }
    if step.parent_id is None:
        made["epcList"] = names
    else:
        made |= {"parentID": name_of(step.parent_id), "childEPCs": names}
    made |= {"action": step.action, "bizStep": step.biz_step, "disposition": step.disposition}
    return made | _where(location)


def _event(kind: str, key: str, at: datetime) -> Event:
    return {
        "type": kind,
        "eventID": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{key}/{at.isoformat()}')}",
        "eventTime": _moment(at),
        "eventTimeZoneOffset": _OFFSET,
    }


def _where(location: str) -> Event:
    return {"readPoint": {"id": location}, "bizLocation": {"id": location}} if location else {}


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat(timespec="milliseconds")


class Sink(Protocol):
    """What takes bytes, such as a file."""

    def write(self, content: bytes, /) -> object:
        """Take some bytes."""


def write_document(out: Sink, events: Iterable[Event], created_at: datetime) -> int:
    """Write a document, one event a line, as the events come; return how many there are."""
    head = (
        f'{{"@context":[{json.dumps(CONTEXT)}],"type":"EPCISDocument","schemaVersion":"{SCHEMA_VERSION}",'
        f'"creationDate":"{_moment(created_at)}","epcisBody":{{"eventList":['
    )
    out.write(head.encode())
    count = 0
    for count, event in enumerate(events, start=1):
        line = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
        out.write(f"{',' if count > 1 else ''}\n{line}".encode())
    out.write(b"\n]}}\n")
    return count


def read_document(lines: Iterable[bytes]) -> Iterator[Event]:
    """Read events of a document that ``write_document`` wrote, one at a time.

    Raises:
        InputError: a line of it is no event.
    """
    for number, line in enumerate(lines, start=1):
        text = line.strip().rstrip(b",")
        if not text.startswith(b'{"type"'):
            continue
        try:
            yield json.loads(text)
        except ValueError as error:
            raise InputError(say("Line {line}: no EPCIS event.", line=number)) from error


def tree_of(events: Sequence[Mapping[str, object]]) -> dict[str, frozenset[str]]:
    """Return what each pack holds after some events; packs that hold nothing are left out.

    An event that was declared an error counts as if it had never been, wherever it stands.
    """
    errors = {event["eventID"] for event in events if "errorDeclaration" in event}
    held: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event["type"] != "AggregationEvent" or event["eventID"] in errors:
            continue
        parent, children = _members(event)
        if event["action"] == "ADD":
            held[parent].update(children)
        else:
            held[parent].difference_update(children)
    return {parent: frozenset(children) for parent, children in held.items() if children}


class TreeSum:
    """A number that is the same for the same tree, whatever built it: it compares trees of millions."""

    def __init__(self) -> None:
        self._sum = 0

    def add(self, parent: str, child: str, times: int = 1) -> None:
        """Put a pack into its parent; -1 takes it out."""
        digest = blake2b(f"{parent}\n{child}".encode(), digest_size=32).digest()
        self._sum = (self._sum + times * int.from_bytes(digest)) % (1 << 256)

    def add_event(self, event: Mapping[str, object]) -> None:
        """Put in or take out what an event tells; its declaration as an error does the opposite."""
        if event["type"] != "AggregationEvent":
            return
        parent, children = _members(event)
        sign = 1 if event["action"] == "ADD" else -1
        for child in children:
            self.add(parent, child, -sign if "errorDeclaration" in event else sign)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TreeSum) and self._sum == other._sum

    __hash__ = None  # type: ignore[assignment]


def _members(event: Mapping[str, object]) -> tuple[str, list[str]]:
    parent, children = event["parentID"], event["childEPCs"]
    assert isinstance(parent, str)
    assert isinstance(children, list)
    return parent, children
