"""What an exception would change is told and drawn before it is done; telling it changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import pack_exceptions, pack_preview
from desktop.operations.pack_boxes import Fate
from desktop.operations.pack_decisions import Asked
from desktop.operations.packing import PackStation
from desktop.packing.model import EventKind
from desktop.packing.refusals import ScanRefused
from tests.operations.packing_line import WHY, PackingLine, packing_line


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[PackingLine]:
    """Two full bundles of three, and six loose units."""
    with packing_line(tmp_path) as opened:
        with PackStation(opened.plant, opened.order_id, opened.bundles) as station:
            for number in range(2):
                for code in (*opened.units[3 * number : 3 * number + 3], opened.line.codes[1][number]):
                    assert station.scan(code).taken
        yield opened


def foreseen(packed: PackingLine, kind: EventKind, code: str, other: str = "") -> pack_preview.Foreseen:
    return pack_preview.foresee(packed.plant, packed.order_id, Asked(kind, code, other))


def test_a_pack_is_shown_where_it_lies(packed: PackingLine) -> None:
    bundle = packed.line.codes[1][0]
    found = pack_preview.look(packed.plant, packed.order_id, packed.units[1])
    assert (found.path, found.lot, found.changes) == ((bundle,), "L1", ())
    (box,) = found.boxes
    assert [cell.named for cell in box.cells] == [False, True, False]
    assert {cell.fate for cell in box.cells} == {Fate.STAYS}


def test_a_loose_unit_is_drawn_alone(packed: PackingLine) -> None:
    (box,) = pack_preview.look(packed.plant, packed.order_id, packed.units[9]).boxes
    assert (box.code, box.level, box.cells) == (packed.units[9], 1, ())


@pytest.mark.parametrize(
    ("kind", "fate"),
    [(EventKind.REMOVED, Fate.OUT), (EventKind.SAMPLED, Fate.GONE), (EventKind.SCRAPPED, Fate.GONE)],
)
def test_a_place_that_becomes_free_tells_whether_the_pack_stays_good(
    packed: PackingLine, kind: EventKind, fate: Fate
) -> None:
    (box,) = foreseen(packed, kind, packed.units[0]).boxes
    assert [cell.fate for cell in box.cells] == [fate, Fate.STAYS, Fate.STAYS]


def test_a_replaced_pack_shows_the_new_one_in_its_place(packed: PackingLine) -> None:
    (box,) = foreseen(packed, EventKind.REPLACED, packed.units[1], packed.units[7]).boxes
    assert (box.cells[1].code, box.cells[1].fate) == (packed.units[7], Fate.OTHER)


def test_a_move_shows_both_packs(packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[3], **WHY)
    one, other = packed.line.codes[1][:2]
    found = foreseen(packed, EventKind.MOVED, packed.units[0], other)
    fates = {box.code: [cell.fate for cell in box.cells] for box in found.boxes}
    assert fates == {
        one: [Fate.OUT, Fate.STAYS, Fate.STAYS],
        other: [Fate.IN, Fate.STAYS, Fate.STAYS],
    }


def test_a_pack_that_is_taken_apart_tells_how_many_come_out(packed: PackingLine) -> None:
    bundle = packed.line.codes[1][0]
    told = [str(one) for one in foreseen(packed, EventKind.TAKEN_APART, bundle).changes]
    assert any(one.startswith("3 more packs lie in pack") and "loose" in one for one in told)


def test_looking_changes_nothing(packed: PackingLine) -> None:
    before = pack_preview.look(packed.plant, packed.order_id, packed.units[0])
    foreseen(packed, EventKind.SCRAPPED, packed.units[0])
    assert pack_preview.look(packed.plant, packed.order_id, packed.units[0]) == before


def test_what_the_rules_forbid_is_refused_before_it_is_done(packed: PackingLine) -> None:
    with pytest.raises(ScanRefused, match="in no other pack"):
        foreseen(packed, EventKind.REMOVED, packed.units[9])


def test_taking_back_shows_what_is_restored(packed: PackingLine) -> None:
    event, _ = pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY)
    found = pack_preview.foresee_taking_back(packed.plant, packed.order_id, event.number)
    assert found.boxes[0].cells[0].fate is Fate.IN
    assert any("in pack" in str(one) for one in found.changes)


def test_an_event_whose_packs_went_on_is_refused_before_it_is_taken_back(packed: PackingLine) -> None:
    event, _ = pack_exceptions.remove(packed.plant, packed.order_id, packed.units[0], **WHY)
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY)
    with pytest.raises(Refused, match="no longer"):
        pack_preview.foresee_taking_back(packed.plant, packed.order_id, event.number)


def test_only_events_that_can_be_taken_back_are_listed_the_newest_first(packed: PackingLine) -> None:
    plant, order = packed.plant, packed.order_id
    first, _ = pack_exceptions.scrap(plant, order, packed.units[0], **WHY)
    second, _ = pack_exceptions.scrap(plant, order, packed.units[8], **WHY)
    pack_exceptions.take_back(plant, order, first.number, **WHY)
    rows = pack_preview.open_events(plant, order)
    assert rows[0].number == second.number
    assert [row.number for row in rows] == sorted((row.number for row in rows), reverse=True)
    assert first.number not in {row.number for row in rows}


def test_events_are_told_page_by_page(packed: PackingLine) -> None:
    rows = pack_preview.open_events(packed.plant, packed.order_id)
    rest = pack_preview.open_events(packed.plant, packed.order_id, before=rows[2].number)
    assert rest == rows[3:]


def test_the_events_of_one_pack_are_found_by_its_code(packed: PackingLine) -> None:
    bundle = packed.line.codes[1][1]
    rows = pack_preview.open_events(packed.plant, packed.order_id, code=bundle)
    assert len(rows) == 1
    assert bundle in str(rows[0].what)


def test_an_event_that_there_is_not_is_refused(packed: PackingLine) -> None:
    with pytest.raises(InputError, match="no packing event"):
        pack_preview.foresee_taking_back(packed.plant, packed.order_id, 999)


def test_what_was_done_is_told_with_its_packs(packed: PackingLine) -> None:
    event, _ = pack_exceptions.replace(packed.plant, packed.order_id, packed.units[1], packed.units[7], **WHY)
    sentence = str(pack_preview.told(packed.plant, event))
    assert packed.units[1] in sentence
    assert packed.units[7] in sentence
