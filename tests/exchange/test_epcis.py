"""EPCIS documents: lawful, and telling the very tree that the relation tells."""

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.exchange import epcis
from desktop.exchange.epcis import (
    Commissioned,
    TreeSum,
    commissioning,
    read_document,
    tree_of,
    write_document,
)
from desktop.exchange.epcis_names import EpcisProfile, NameStyle, PackNames
from desktop.packing.model import (
    LOOSE,
    Change,
    Decision,
    EventKind,
    PackEvent,
    Place,
    PlaceChange,
    StateChange,
)
from desktop.products.code_pool import CodeState

START = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
SCHEMA = os.environ.get("EPCIS_JSON_SCHEMA", "")
"""Path of GS1's own schema (repository gs1/EPCIS, EPCIS-JSON-Schema.json), which may not be shipped along."""


def an_event(
    number: int, kind: EventKind, *changes: Change, undoes: int | None = None, code_id: int = 1
) -> PackEvent:
    decision = Decision(kind, code_id, None, changes)
    at = START + timedelta(seconds=number)
    return PackEvent(number, 1, None, at, "a", "", "", decision, undoes)


def into(child: int, parent: int, place: int) -> PlaceChange:
    return PlaceChange(child, Place(tray=1, place=place), Place(parent_id=parent, place=place))


def packed(number: int, parent: int, *children: int) -> PackEvent:
    changes = [into(child, parent, place) for place, child in enumerate(children, start=1)]
    return an_event(number, EventKind.PACKED, *changes, code_id=parent)


def taken_back(number: int, event: PackEvent) -> PackEvent:
    return an_event(number, EventKind.TAKEN_BACK, *event.decision.inverse, undoes=event.number)


def name(code_id: int) -> str:
    return f"urn:x-edmc:{code_id:020}"


def told(*events: PackEvent) -> list[dict[str, Any]]:
    undone = {event.number: event for event in events}
    return list(epcis.told(events, undone, name, "WO 1", "urn:epc:id:sgln:6932833.00001.0"))


def a_document(*events: PackEvent) -> dict[str, Any]:
    made = Commissioned("7.1", START, "L02707", date(2029, 2, 28), (name(1), name(2)))
    out = BytesIO()
    write_document(out, [commissioning(made, "WO 1"), *told(*events)], START)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


EVERY_FATE = (
    packed(1, 10, 1, 2, 3),
    an_event(2, EventKind.SAMPLED, PlaceChange(2, Place(10, None, 2), LOOSE),
             StateChange(2, CodeState.PACKED, CodeState.SAMPLED)),
    an_event(3, EventKind.SCRAPPED, PlaceChange(3, Place(10, None, 3), LOOSE),
             StateChange(3, CodeState.PACKED, CodeState.SPOILED)),
    an_event(4, EventKind.TAKEN_APART, PlaceChange(1, Place(10, None, 1), LOOSE),
             StateChange(10, CodeState.VERIFIED, CodeState.SPOILED)),
    taken_back(5, packed(1, 10, 1, 2, 3)),
)  # fmt: skip


def test_every_fate_of_a_pack_has_its_business_step() -> None:
    steps = [(event["bizStep"], event["action"]) for event in told(*EVERY_FATE[:4])]
    assert steps == [
        ("packing", "ADD"),
        ("unpacking", "DELETE"),
        ("sampling", "OBSERVE"),
        ("unpacking", "DELETE"),
        ("destroying", "DELETE"),
        ("unpacking", "DELETE"),
        ("decommissioning", "DELETE"),
    ]


def test_what_only_concerns_a_tray_is_told_to_nobody() -> None:
    scan = an_event(
        1,
        EventKind.COLLECTED,
        StateChange(1, CodeState.PRINTED, CodeState.VERIFIED),
        PlaceChange(1, LOOSE, Place(tray=1, place=1)),
    )
    assert told(scan, taken_back(2, scan)) == []


def test_a_pack_that_moves_leaves_one_parent_and_enters_the_other() -> None:
    move = an_event(2, EventKind.MOVED, PlaceChange(1, Place(10, None, 1), Place(11, None, 4)))
    assert [(e["action"], e["parentID"]) for e in told(move)] == [("DELETE", name(10)), ("ADD", name(11))]


def test_children_are_told_in_the_order_of_their_places() -> None:
    event = an_event(1, EventKind.PACKED, into(5, 10, 2), into(9, 10, 1), into(3, 10, 3))
    assert told(event)[0]["childEPCs"] == [name(9), name(5), name(3)]


def test_an_event_that_was_taken_back_is_declared_an_error_under_its_own_id() -> None:
    event = packed(1, 10, 1, 2)
    first, second = told(event, taken_back(2, event))
    assert second["eventID"] == first["eventID"]
    assert second["errorDeclaration"] == {
        "declarationTime": "2026-03-02T07:30:02.000+08:00",
        "reason": "did_not_occur",
    }
    assert tree_of([first, second]) == {}


def test_a_taking_back_after_packs_came_back_is_told_as_what_it_is() -> None:
    first = an_event(1, EventKind.TOPPED_UP, PlaceChange(1, LOOSE, Place(10, None, 1)))
    out = an_event(2, EventKind.REMOVED, PlaceChange(1, Place(10, None, 1), LOOSE))
    again = an_event(3, EventKind.TOPPED_UP, PlaceChange(1, LOOSE, Place(10, None, 1)))
    events = told(first, out, again, taken_back(4, first))
    assert [event["action"] for event in events] == ["ADD", "DELETE", "ADD", "DELETE"]
    assert not any("errorDeclaration" in event for event in events)
    assert tree_of(events) == {}


def test_times_are_those_of_beijing() -> None:
    event = told(packed(1, 10, 1))[0]
    assert (event["eventTime"], event["eventTimeZoneOffset"]) == ("2026-03-02T07:30:01.000+08:00", "+08:00")


def test_the_same_events_get_the_same_ids_in_every_file() -> None:
    assert told(*EVERY_FATE) == told(*EVERY_FATE)
    ids = [event["eventID"] for event in told(*EVERY_FATE[:4])]
    assert len(set(ids)) == len(ids)


def test_lot_and_expiry_are_told_where_packs_get_their_names() -> None:
    event = a_document()["epcisBody"]["eventList"][0]
    assert event["ilmd"] == {"cbvmda:lotNumber": "L02707", "cbvmda:itemExpirationDate": "2029-02-28"}
    assert event["epcList"] == [name(1), name(2)]


def test_a_document_is_read_back_event_by_event() -> None:
    out = BytesIO()
    events = told(*EVERY_FATE)
    assert write_document(out, events, START) == len(events)
    assert list(read_document(out.getvalue().splitlines())) == events


def test_a_cut_line_of_a_document_is_refused() -> None:
    with pytest.raises(InputError, match="Line 2"):
        list(read_document([b"{", b'{"type":"ObjectEvent","ev']))


def test_a_document_without_events_is_a_document() -> None:
    out = BytesIO()
    write_document(out, [], START)
    assert json.loads(out.getvalue())["epcisBody"] == {"eventList": []}


VOCABULARY = {
    "bizStep": {"commissioning", "packing", "unpacking", "sampling", "destroying", "decommissioning"},
    "disposition": {"active", "in_progress", "non_sellable_other", "destroyed", "inactive"},
}
"""The words of CBV 2.0 (sections 7.1 and 7.2) that we use."""
PROPERTIES = {
    "type", "eventID", "eventTime", "eventTimeZoneOffset", "errorDeclaration", "epcList", "parentID",
    "childEPCs", "action", "bizStep", "disposition", "readPoint", "bizLocation", "ilmd",
}  # fmt: skip
"""Those of EPCIS 2.0 (section 7.4) that we use."""


def test_a_document_says_only_what_the_standard_has_words_for() -> None:
    for event in a_document(*EVERY_FATE)["epcisBody"]["eventList"]:
        assert set(event) <= PROPERTIES
        assert all(event[key] in words for key, words in VOCABULARY.items())
        assert ("ilmd" in event) <= (event["action"] == "ADD")


def is_uri(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", value) is not None


@pytest.mark.skipif(not SCHEMA, reason="GS1's schema may not be shipped; name its file in EPCIS_JSON_SCHEMA")
@pytest.mark.parametrize("style", list(NameStyle))
def test_a_document_is_valid_by_the_schema_of_gs1(style: NameStyle) -> None:
    schema = json.loads(Path(SCHEMA).read_bytes())
    names = names_of(style)
    document = a_document(*EVERY_FATE)
    for event in document["epcisBody"]["eventList"]:
        if "epcList" in event:
            event["epcList"] = [names.uri("81000210157090217447", 1)]
    formats = FormatChecker(())
    formats.checks("uri")(is_uri)
    checker = Draft7Validator(schema, format_checker=formats)
    assert [error.message for error in checker.iter_errors(document)] == []
    document["epcisBody"]["eventList"][1]["bizStep"] = "no word of the standard"
    assert not checker.is_valid(document)


def names_of(style: NameStyle, **more: Any) -> PackNames:
    profile = EpcisProfile(style, company_prefix=CompanyPrefix("6932833"), **more)
    return PackNames(profile, {1: Gtin("06932833600109"), 2: Gtin("16932833600106")})


@pytest.mark.parametrize(
    ("style", "level", "expected"),
    [
        (NameStyle.CODE, 1, "urn:x-edmc:81000210157090217447"),
        (NameStyle.SGTIN, 1, "urn:epc:id:sgtin:6932833.060010.81000210157090217447"),
        (NameStyle.SGTIN, 2, "urn:epc:id:sgtin:6932833.160010.81000210157090217447"),
        (NameStyle.SGTIN, 3, "urn:x-edmc:81000210157090217447"),
        (NameStyle.DIGITAL_LINK, 2, "https://id.gs1.org/01/16932833600106/21/81000210157090217447"),
    ],
)
def test_a_pack_is_named_as_the_receiver_wants_it(style: NameStyle, level: int, expected: str) -> None:
    assert names_of(style).uri("81000210157090217447", level) == expected


def test_sgtins_need_the_company_prefix_that_the_gtin_is_built_on() -> None:
    with pytest.raises(InputError, match="its length is part of the name"):
        EpcisProfile(NameStyle.SGTIN)
    with pytest.raises(InputError, match="not built on company prefix"):
        PackNames(
            EpcisProfile(NameStyle.SGTIN, company_prefix=CompanyPrefix("6901234")),
            {1: Gtin("06932833600109")},
        )


@pytest.mark.parametrize("host", ["https://a.b", "a b", "A.b", ".a", "a/b"])
def test_a_host_that_is_none_is_refused(host: str) -> None:
    with pytest.raises(InputError, match="no name of a host"):
        EpcisProfile(host=host)


@pytest.mark.parametrize("location", ["here", "urn:", "urn:a b", "http://a\n"])
def test_a_place_that_is_no_uri_is_refused(location: str) -> None:
    with pytest.raises(InputError, match="no URI of a place"):
        EpcisProfile(location=location)


class Line:
    """Parents 100 to 103 and what they hold: the truth that events are told of."""

    def __init__(self) -> None:
        self.place: dict[int, Place] = dict.fromkeys(range(1, 9), LOOSE)
        self.events: list[PackEvent] = []
        self.last_of: dict[int, int] = {}
        self.undone: set[int] = set()

    def go(self, child: int, target: int | None) -> None:
        new = LOOSE if target is None else Place(target, None, child)
        old = self.place[child]
        if new != old:
            kind = EventKind.REMOVED if target is None else EventKind.TOPPED_UP
            self._add(an_event(len(self.events) + 1, kind, PlaceChange(child, old, new)))

    def take_back(self, index: int) -> None:
        """Take back the event, if everything is still as it left it."""
        if not self.events:
            return
        event = self.events[index % len(self.events)]
        changes = [change for change in event.decision.changes if isinstance(change, PlaceChange)]
        if event.undoes or event.number in self.undone:
            return
        if all(self.place[change.id] == change.new for change in changes):
            self.undone.add(event.number)
            self._add(taken_back(len(self.events) + 1, event))

    def _add(self, event: PackEvent) -> None:
        self.events.append(event)
        for change in event.decision.changes:
            if isinstance(change, PlaceChange):
                self.place[change.id] = change.new

    @property
    def tree(self) -> dict[str, frozenset[str]]:
        held: dict[str, set[str]] = {}
        for child, place in self.place.items():
            if place.parent_id is not None:
                held.setdefault(name(place.parent_id), set()).add(name(child))
        return {parent: frozenset(children) for parent, children in held.items()}


ACTIONS = st.lists(
    st.tuples(st.integers(1, 8), st.sampled_from((None, 100, 101, 102, 103)))
    | st.tuples(st.just(0), st.integers(0, 30)),
    max_size=40,
)


def _sum_of(tree: dict[str, frozenset[str]]) -> TreeSum:
    found = TreeSum()
    for parent, children in tree.items():
        for child in children:
            found.add(parent, child)
    return found


@given(ACTIONS)
def test_events_tell_the_tree_that_packing_made(actions: Sequence[tuple[int, int | None]]) -> None:
    line = Line()
    for child, target in actions:
        if child:
            line.go(child, target)
        else:
            line.take_back(target or 0)
    events = told(*line.events)
    assert tree_of(events) == line.tree
    summed = TreeSum()
    for event in events:
        summed.add_event(event)
    assert summed == _sum_of(line.tree)


def test_trees_that_differ_in_one_pack_have_different_sums() -> None:
    assert _sum_of({"a": frozenset("bc")}) != _sum_of({"a": frozenset("b")})
    assert _sum_of({"a": frozenset("b")}) != _sum_of({"b": frozenset("a")})
