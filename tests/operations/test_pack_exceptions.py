"""Each exception of packing, done over the database, with reason and reviewer, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.errors import InputError, Refused
from desktop.operations import order_report, pack_exceptions
from desktop.operations.pack_answers import Outcome
from desktop.operations.packing import PackStation
from desktop.packing.model import EventKind, Pack, PackFlag
from desktop.packing.refusals import ScanRefused, Why
from desktop.products.code_pool import CodeState
from desktop.storage import codes, order_results
from desktop.storage.packing import StoredBook
from tests.operations.packing_line import WHY, PackingLine, packing_line
from tests.storage.pack_stock import add_order
from tests.storage.stock import code_values


@pytest.fixture
def packed(tmp_path: Path) -> Iterator[PackingLine]:
    """Two full bundles of three, and six loose units."""
    with packing_line(tmp_path) as opened:
        with PackStation(opened.plant, opened.order_id, opened.bundles) as station:
            for number in range(2):
                for unit in opened.units[3 * number : 3 * number + 3]:
                    station.scan(unit)
                assert station.scan(opened.line.codes[1][number]).outcome is Outcome.PACKED
        yield opened


def look(packed: PackingLine, code: str) -> Pack:
    with StoredBook(packed.plant.store) as book:
        found = book.pack(code)
        assert found is not None
        return found


def inside(packed: PackingLine, code: str) -> list[str]:
    with StoredBook(packed.plant.store) as book:
        found = book.pack(code)
        assert found is not None
        return [one.code for one in book.children(found.id)]


def test_an_exception_stands_on_record_with_reason_actor_and_reviewer(packed: PackingLine) -> None:
    event, _ = pack_exceptions.remove(packed.plant, packed.order_id, packed.units[0], **WHY)
    assert (event.actor, event.reviewer, event.reason) == ("anna", "Bob", "as the test asks")
    assert event.decision.kind is EventKind.REMOVED
    assert inside(packed, packed.line.codes[1][0]) == list(packed.units[1:3])
    assert look(packed, packed.line.codes[1][0]).flag is PackFlag.PARTIAL


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (pack_exceptions.sample, CodeState.SAMPLED),
        (pack_exceptions.scrap, CodeState.SPOILED),
        (pack_exceptions.unreadable, CodeState.SPOILED),
    ],
)
def test_a_unit_that_is_taken_away_comes_back_where_it_was_when_that_is_taken_back(
    packed: PackingLine, action: object, state: CodeState
) -> None:
    unit, bundle = packed.units[1], packed.line.codes[1][0]
    event, _ = action(packed.plant, packed.order_id, unit, **WHY)  # type: ignore[operator]
    assert look(packed, unit).state is state
    assert unit not in inside(packed, bundle)
    pack_exceptions.take_back(packed.plant, packed.order_id, event.number, **WHY)
    assert inside(packed, bundle) == list(packed.units[:3])
    with pytest.raises(Refused):
        pack_exceptions.take_back(packed.plant, packed.order_id, event.number, **WHY)


def test_a_replaced_pack_is_destroyed_and_the_new_one_has_its_place(packed: PackingLine) -> None:
    old, new = packed.units[1], packed.units[7]
    pack_exceptions.replace(packed.plant, packed.order_id, old, new, **WHY)
    assert inside(packed, packed.line.codes[1][0]) == [packed.units[0], new, packed.units[2]]
    assert look(packed, old).state is CodeState.SPOILED


def test_a_pack_moves_only_where_there_is_room(packed: PackingLine) -> None:
    plant, order = packed.plant, packed.order_id
    with pytest.raises(ScanRefused) as refused:
        pack_exceptions.move(plant, order, packed.units[0], packed.line.codes[1][1], **WHY)
    assert refused.value.why is Why.FULL
    pack_exceptions.scrap(plant, order, packed.units[3], **WHY)
    pack_exceptions.move(plant, order, packed.units[0], packed.line.codes[1][1], **WHY)
    assert packed.units[0] in inside(packed, packed.line.codes[1][1])


def test_a_bundle_that_is_scrapped_takes_all_that_is_in_it_along(packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.line.codes[1][0], **WHY)
    assert {look(packed, unit).state for unit in packed.units[:3]} == {CodeState.SPOILED}


def test_an_exception_without_a_reason_or_by_one_person_alone_is_not_done(packed: PackingLine) -> None:
    with pytest.raises(InputError, match="Say why"):
        pack_exceptions.scrap(
            packed.plant, packed.order_id, packed.units[0], reason="", reviewer=WHY["reviewer"]
        )
    alone = replace(packed.plant, actor="bob")
    with pytest.raises(Refused, match="another person"):
        pack_exceptions.scrap(alone, packed.order_id, packed.units[0], **WHY)
    assert look(packed, packed.units[0]).state is CodeState.PACKED


def test_what_is_refused_says_since_when_and_by_whom(packed: PackingLine) -> None:
    pack_exceptions.scrap(packed.plant, packed.order_id, packed.units[0], **WHY)
    with pytest.raises(ScanRefused) as refused:
        pack_exceptions.sample(packed.plant, packed.order_id, packed.units[0], **WHY)
    assert refused.value.why is Why.REJECTED
    assert "anna" in str(refused.value.details[-1])


def of_another_batch(packed: PackingLine) -> tuple[str, ...]:
    """Print two units of lot L2."""
    store = packed.plant.store
    other = tuple(code_values(2, first=500))
    new = codes.NewFile("more", "more", packed.line.order.product_id, 1)
    codes.import_file(store, "engineer", new, [other])
    add_order(store, packed.line.order.product_id, packed.line.order.packing, (other,), lot="L2")
    return other


def test_packs_mixed_in_lie_in_the_order_that_packed_them_and_its_report_names_their_lot(
    packed: PackingLine,
) -> None:
    other, bundle = of_another_batch(packed), packed.line.codes[1][2]
    before = order_report.contents(packed.plant, packed.order_id).mixed_in
    with PackStation(packed.plant, packed.order_id, packed.bundles) as station:
        station.approve_mixed(**WHY)
        for code in (*other, packed.units[6], bundle):
            station.scan(code)
    with packed.plant.store.read() as connection:
        places = list(order_results.places(connection, packed.order_id))
        results = {one.code: one for one in order_results.results(connection, packed.order_id)}
    inside = [child.value for child, parent in places if parent.value == bundle]
    assert sorted(inside) == sorted((*other, packed.units[6]))
    report = order_report.contents(packed.plant, packed.order_id)
    (told,) = report.mixed_in
    approved = [str(one.what) for one in report.exceptions if "of another lot" in str(one.what)]
    assert approved == [f"of another lot, scanned into a tray with approval: {code}" for code in other]
    assert [(results[code].parent, results[code].lot) for code in other] == [(bundle, "L2")] * 2
    assert before == ()
    assert "2 units of lot L2" in str(told)


def test_packs_of_another_batch_are_taken_only_while_a_reviewer_approves(packed: PackingLine) -> None:
    other = of_another_batch(packed)
    with PackStation(packed.plant, packed.order_id, packed.bundles) as station:
        assert station.scan(other[0]).why is Why.WRONG_BATCH
        station.approve_mixed(**WHY)
        assert station.state().mixed
        for code in (other[0], packed.units[6], packed.units[7]):
            assert station.scan(code).taken
        bundle = packed.line.codes[1][2]
        assert station.scan(bundle).outcome is Outcome.PACKED
        assert look(packed, bundle).flag is PackFlag.MIXED
        assert not station.state().mixed
        assert station.scan(other[1]).why is Why.WRONG_BATCH
