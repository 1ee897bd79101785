"""From a batch to all that it went into, on both databases."""

from desktop.packing.model import PackFlag
from desktop.products.code_pool import CodeState
from desktop.storage import pack_trace, recall
from desktop.storage.store import Store
from tests.packed_order import digits, packed_order, turn


def test_a_recall_names_the_bundle_and_the_case_of_each_unit(store: Store) -> None:
    packed = packed_order(store, 230)
    with store.read() as connection:
        found = {one.code: one for one in recall.packs_of_batch(connection, packed.batch_id)}
    assert len(found) == 230 + 23 + 3
    unit = found[digits(1, 1, 111)]
    assert (unit.parent, unit.largest, unit.order) == (digits(2, 1, 12), digits(3, 1, 2), "WO-1")
    assert found[digits(3, 1, 2)].largest == digits(3, 1, 2)


def test_a_recall_leaves_out_what_was_destroyed_and_names_what_is_unknown(store: Store) -> None:
    packed = packed_order(store, 30)
    turn(store, packed.code_id(1, 5), CodeState.SPOILED, parent_id=None, place=None)
    turn(store, packed.code_id(1, 6), CodeState.UNKNOWN, parent_id=None, place=None)
    with store.read() as connection:
        found = {one.code: one for one in recall.packs_of_batch(connection, packed.batch_id)}
    assert digits(1, 1, 5) not in found
    assert found[digits(1, 1, 6)].largest == ""


def test_packs_of_a_batch_in_a_mixed_case_of_another_order_are_found(store: Store) -> None:
    first = packed_order(store, 100)
    second = packed_order(store, 100, lot=2, number="WO-2")
    # A unit of the first lot takes a place in a bundle of the second.
    turn(store, second.code_id(1, 50), CodeState.SAMPLED, parent_id=None, place=None)
    turn(store, first.code_id(1, 1), CodeState.PACKED, parent_id=second.code_id(2, 5), place=10)
    for pack_id in (second.code_id(2, 5), second.code_id(3, 1)):
        turn(store, pack_id, CodeState.PACKED, flag=PackFlag.MIXED.value)
    with store.read() as connection:
        mixed = pack_trace.mixed_elsewhere(connection, first.batch_id)
        listed = {one.code: one for one in recall.packs_of_batch(connection, first.batch_id)}
        assert pack_trace.mixed_elsewhere(connection, second.batch_id) == ()
    assert [one.code for one in mixed] == [digits(3, 2, 1)]
    assert listed[digits(1, 1, 1)].largest == digits(3, 2, 1)


def test_the_cases_of_an_order_come_page_by_page(store: Store) -> None:
    packed = packed_order(store, 230)
    with store.read() as connection:
        first = pack_trace.largest_of_order(connection, packed.order_id, 0, 2)
        rest = pack_trace.largest_of_order(connection, packed.order_id, first[-1].id, 2)
        assert pack_trace.count_largest(connection, [packed.order_id]) == 3
    assert [one.code for one in (*first, *rest)] == [digits(3, 1, number) for number in (1, 2, 3)]


def test_a_pack_knows_its_way_to_the_top_and_its_contents_in_order(store: Store) -> None:
    packed = packed_order(store, 230)
    with store.read() as connection:
        unit = pack_trace.by_id(connection, packed.code_id(1, 111))
        path = pack_trace.path_to(connection, unit)
        inside = pack_trace.inside(connection, path[-1].id)
    assert [one.code for one in path] == [digits(3, 1, 2), digits(2, 1, 12)]
    assert [one.code for one in inside] == [digits(1, 1, number) for number in range(111, 121)]
    assert (unit.place, unit.lot) == (1, "LOT01")
