"""Each action on packs does one thing, and is refused with a sentence where it may not be done."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desktop.errors import Refused
from desktop.packing import rules
from desktop.packing.model import LOOSE, Decision, Pack, PackFlag, Place
from desktop.packing.refusals import ScanRefused, Why
from desktop.products.code_pool import CodeState
from tests.packing.memory_book import (
    BATCH,
    ORDER,
    OTHER_BATCH,
    OTHER_PRODUCT,
    STATION,
    MemoryBook,
    pack,
)
from tests.refusals import refusal_of

UNITS = range(1, 13)
BUNDLES = range(21, 26)
CASES = range(31, 34)
STRANGER = 41
"""A unit of another batch."""


@pytest.fixture
def book() -> MemoryBook:
    """Printed labels of three levels, nothing packed."""
    packs = [pack(id_, level) for level, ids in enumerate((UNITS, BUNDLES, CASES), 1) for id_ in ids]
    return MemoryBook([*packs, pack(STRANGER, batch_id=OTHER_BATCH)])


def scan(book: MemoryBook, id_: int, level: int = 2, *, approved: bool = False) -> None:
    tray = book.tray(STATION)
    decision = rules.collect(ORDER, book.by_id(id_), tray, STATION, level, mixed_approved=approved)
    book.apply(ORDER, decision)


def fill(book: MemoryBook, parent: int, *inside: int, approved: bool = False) -> None:
    """Scan ``inside`` and then their parent, as a partial pack if need be."""
    level = book.by_id(parent).level
    for id_ in inside:
        scan(book, id_, level, approved=approved)
    tray = book.tray(STATION)
    full = len(tray) == ORDER.room(level)
    decision = rules.pack_into(
        ORDER, book.by_id(parent), tray, station=STATION, partial=not full, mixed_approved=approved
    )
    book.apply(ORDER, decision)


@pytest.fixture
def case(book: MemoryBook) -> MemoryBook:
    """Case 31 holds bundles 21 (units 1 to 3) and 22 (units 4 to 6); bundle 23 (units 7, 8) is loose."""
    fill(book, 21, 1, 2, 3)
    fill(book, 22, 4, 5, 6)
    fill(book, 31, 21, 22)
    fill(book, 23, 7, 8)
    return book


def ids(packs: object) -> list[int]:
    assert isinstance(packs, list)
    return [one.id for one in packs]


def refused(call: Callable[[], Decision], why: Why, *words: str) -> None:
    """Check the kind of a refusal and that both its sentences say where and what to do."""
    with pytest.raises(ScanRefused) as caught:
        call()
    assert caught.value.why is why
    sentence = refusal_of(call, ScanRefused)
    missing = [word for word in words if word not in sentence]
    assert not missing, sentence


def collected(book: MemoryBook, one: Pack, level: int = 2) -> Callable[[], Decision]:
    return lambda: rules.collect(ORDER, one, book.tray(STATION), STATION, level)


def test_a_scan_puts_a_pack_into_the_next_place_of_the_tray(book: MemoryBook) -> None:
    scan(book, 5)
    scan(book, 3)
    assert [(one.id, one.place.place) for one in book.tray(STATION)] == [(5, 1), (3, 2)]


def test_a_scan_of_a_printed_label_verifies_it(book: MemoryBook) -> None:
    scan(book, 1)
    assert book.by_id(1).state is CodeState.VERIFIED


def test_a_full_tray_goes_into_its_parent_in_the_order_of_scanning(book: MemoryBook) -> None:
    fill(book, 21, 3, 1, 2)
    assert ids(book.children(21)) == [3, 1, 2]
    assert {book.by_id(id_).state for id_ in (1, 2, 3)} == {CodeState.PACKED}
    assert not book.tray(STATION)


def test_a_filled_bundle_waits_for_its_case_and_a_filled_case_is_packed(case: MemoryBook) -> None:
    assert case.by_id(23).state is CodeState.VERIFIED
    assert case.by_id(31).state is CodeState.PACKED
    assert case.by_id(21).state is CodeState.PACKED


def test_a_code_of_another_product_is_always_refused(book: MemoryBook) -> None:
    one = pack(99, product_id=OTHER_PRODUCT)
    refused(collected(book, one), Why.WRONG_PRODUCT, one.code, "8100021", "take it off the line")
    refused(
        lambda: rules.collect(ORDER, one, (), STATION, 2, mixed_approved=True), Why.WRONG_PRODUCT, one.code
    )


def test_a_code_of_another_level_is_refused_by_both_names(book: MemoryBook) -> None:
    refused(collected(book, book.by_id(31)), Why.WRONG_LEVEL, "a case", "a unit")


@pytest.mark.parametrize("state", [CodeState.AVAILABLE, CodeState.ALLOCATED, CodeState.SENT])
def test_a_code_that_is_not_printed_is_refused(book: MemoryBook, state: CodeState) -> None:
    refused(collected(book, pack(99, state=state)), Why.NOT_PRINTED, state.value)


@pytest.mark.parametrize("state", [CodeState.SPOILED, CodeState.SAMPLED, CodeState.VOID, CodeState.RETURNED])
def test_a_code_that_was_given_up_is_refused(book: MemoryBook, state: CodeState) -> None:
    refused(collected(book, pack(99, state=state)), Why.REJECTED, state.value, "destroy its label")


def test_a_code_in_doubt_is_refused_until_it_is_settled(book: MemoryBook) -> None:
    refused(collected(book, pack(99, state=CodeState.UNKNOWN)), Why.WRONG_STATE, "settle")


def test_a_code_of_another_batch_is_refused_without_approval(book: MemoryBook) -> None:
    refused(collected(book, book.by_id(STRANGER)), Why.WRONG_BATCH, "approves")


def test_a_mixed_pack_is_flagged_once_it_was_approved(book: MemoryBook) -> None:
    fill(book, 21, 1, 2, STRANGER, approved=True)
    assert book.by_id(21).flag is PackFlag.MIXED


def test_an_approved_tray_still_needs_the_approval_when_it_is_closed(book: MemoryBook) -> None:
    for id_ in (1, 2, STRANGER):
        scan(book, id_, approved=True)
    tray = book.tray(STATION)
    refused(lambda: rules.pack_into(ORDER, book.by_id(21), tray, station=STATION), Why.WRONG_BATCH)


def test_a_case_with_a_mixed_bundle_is_mixed_too(book: MemoryBook) -> None:
    fill(book, 21, 1, 2, STRANGER, approved=True)
    fill(book, 22, 4, 5, 6)
    refused(collected(book, book.by_id(21), 3), Why.WRONG_BATCH)
    fill(book, 31, 21, 22, approved=True)
    assert book.by_id(31).flag is PackFlag.MIXED


def test_a_mixed_and_short_pack_is_flagged_both(book: MemoryBook) -> None:
    fill(book, 21, 1, STRANGER, approved=True)
    assert book.by_id(21).flag is PackFlag.BOTH


def test_a_second_scan_of_a_pack_in_the_tray_is_refused_by_its_place(book: MemoryBook) -> None:
    scan(book, 1)
    scan(book, 2)
    refused(collected(book, book.by_id(2)), Why.IN_TRAY, "place 2")


def test_a_packed_code_is_refused_by_where_it_is(case: MemoryBook) -> None:
    refused(collected(case, case.by_id(2)), Why.ALREADY_PACKED, case.by_id(21).code, "place 2")


def test_a_refusal_can_say_when_and_by_whom_it_came_there(case: MemoryBook) -> None:
    with pytest.raises(ScanRefused) as caught:
        collected(case, case.by_id(2))()

    def again() -> None:
        raise caught.value.since("2026-01-02 10:00", "Zhang")

    assert "2026-01-02 10:00 by Zhang" in refusal_of(again, ScanRefused)


def test_an_empty_bundle_goes_into_no_case(book: MemoryBook) -> None:
    refused(collected(book, book.by_id(21), 3), Why.NOT_FILLED, "Fill it first")


def test_a_full_tray_takes_no_further_pack(book: MemoryBook) -> None:
    for id_ in (1, 2, 3):
        scan(book, id_)
    refused(collected(book, book.by_id(4)), Why.FULL, "a bundle")


def test_a_tray_that_was_begun_for_another_level_is_emptied_first(case: MemoryBook) -> None:
    scan(case, 9)
    refused(collected(case, case.by_id(23), 3), Why.WRONG_STATE, case.by_id(9).code, "back first")


def test_a_gap_in_the_tray_is_filled_first(book: MemoryBook) -> None:
    for id_ in (1, 2, 3):
        scan(book, id_)
    book.apply(ORDER, rules.sample(ORDER, book.by_id(2), ()))
    scan(book, 4)
    assert ids(book.tray(STATION)) == [1, 4, 3]


def test_an_empty_tray_closes_no_parent(book: MemoryBook) -> None:
    refused(lambda: rules.pack_into(ORDER, book.by_id(21), (), station=STATION), Why.NOT_FULL, "empty")


def test_a_tray_below_the_ratio_is_closed_only_as_a_partial_pack(book: MemoryBook) -> None:
    scan(book, 1)
    tray = book.tray(STATION)
    refused(lambda: rules.pack_into(ORDER, book.by_id(21), tray, station=STATION), Why.NOT_FULL, "1 of 3")
    book.apply(ORDER, rules.pack_into(ORDER, book.by_id(21), tray, station=STATION, partial=True))
    assert book.by_id(21).flag is PackFlag.PARTIAL


def test_a_tray_above_the_ratio_is_never_closed(book: MemoryBook) -> None:
    tray = [pack(id_, place=Place(tray=STATION, place=id_), state=CodeState.VERIFIED) for id_ in range(1, 5)]
    refused(
        lambda: rules.pack_into(ORDER, book.by_id(21), tray, station=STATION, partial=True), Why.FULL, "4"
    )


def test_a_parent_of_another_level_closes_no_tray(book: MemoryBook) -> None:
    scan(book, 1)
    tray = book.tray(STATION)
    refused(lambda: rules.pack_into(ORDER, book.by_id(31), tray, station=STATION), Why.WRONG_LEVEL, "a case")


def test_a_pack_is_not_its_own_parent(book: MemoryBook) -> None:
    scan(book, 1)
    tray = book.tray(STATION)
    refused(lambda: rules.pack_into(ORDER, book.by_id(1), tray, station=STATION), Why.WRONG_LEVEL)


def test_a_parent_that_holds_packs_takes_no_second_tray(case: MemoryBook) -> None:
    scan(case, 9)
    tray = case.tray(STATION)
    refused(
        lambda: rules.pack_into(ORDER, case.by_id(21), tray, station=STATION),
        Why.ALREADY_PACKED,
        "holds 3 packs",
    )


def test_a_parent_label_of_another_batch_is_refused_even_with_approval(book: MemoryBook) -> None:
    scan(book, 1)
    tray, parent = book.tray(STATION), replace(book.by_id(21), batch_id=OTHER_BATCH)
    refused(
        lambda: rules.pack_into(ORDER, parent, tray, station=STATION, partial=True, mixed_approved=True),
        Why.WRONG_BATCH,
        "printed for this order",
    )


def test_a_pack_taken_out_is_good_and_loose_and_its_parent_partial(case: MemoryBook) -> None:
    case.apply(ORDER, rules.remove(ORDER, case.by_id(2), case.children(21)))
    assert (case.by_id(2).state, case.by_id(2).place) == (CodeState.VERIFIED, LOOSE)
    assert case.by_id(21).flag is PackFlag.PARTIAL


def test_a_loose_pack_cannot_be_taken_out(case: MemoryBook) -> None:
    refused(lambda: rules.remove(ORDER, case.by_id(9), ()), Why.WRONG_STATE, "no other pack")


@pytest.mark.parametrize("decide", [rules.sample, rules.scrap, rules.unreadable])
def test_the_last_pack_of_a_parent_stays_until_it_is_taken_apart(
    case: MemoryBook, decide: Callable[..., Decision]
) -> None:
    case.apply(ORDER, rules.remove(ORDER, case.by_id(7), case.children(23)))
    last = case.by_id(8)
    refused(lambda: rules.remove(ORDER, last, case.children(23)), Why.WRONG_STATE, last.parent_code)
    refused(lambda: decide(ORDER, last, (), case.children(23)), Why.WRONG_STATE, "apart")


def test_the_laws_keep_an_empty_bundle_out_of_a_case_where_no_rule_was_asked(book: MemoryBook) -> None:
    fill(book, 21, 1)
    fill(book, 31, 21)
    with pytest.raises(Refused, match="it is empty"):
        book.apply(ORDER, rules.sample(ORDER, book.by_id(1), ()))
    assert book.by_id(1).place == Place(parent_id=21, place=1)


@pytest.mark.parametrize(
    ("decide", "state"), [(rules.sample, CodeState.SAMPLED), (rules.scrap, CodeState.SPOILED)]
)
def test_what_is_in_a_pack_goes_the_same_way(
    case: MemoryBook, decide: Callable[..., Decision], state: CodeState
) -> None:
    case.apply(ORDER, decide(ORDER, case.by_id(21), case.contents(21), case.children(31)))
    assert {(case.by_id(id_).state, case.by_id(id_).place) for id_ in (21, 1, 2, 3)} == {(state, LOOSE)}
    assert ids(case.children(31)) == [22]


def test_a_whole_case_can_be_scrapped(case: MemoryBook) -> None:
    case.apply(ORDER, rules.scrap(ORDER, case.by_id(31), case.contents(31)))
    assert {case.by_id(id_).state for id_ in (31, 21, 22, *range(1, 7))} == {CodeState.SPOILED}


def test_a_pack_is_not_sampled_twice(case: MemoryBook) -> None:
    case.apply(ORDER, rules.sample(ORDER, case.by_id(9), ()))
    refused(lambda: rules.sample(ORDER, case.by_id(9), ()), Why.REJECTED, "sampled")


def test_an_unreadable_label_is_spoiled_and_what_its_pack_holds_stays_good(case: MemoryBook) -> None:
    case.apply(ORDER, rules.unreadable(ORDER, case.by_id(22), case.contents(22), case.children(31)))
    assert case.by_id(22).state is CodeState.SPOILED
    assert {(case.by_id(id_).state, case.by_id(id_).place) for id_ in (4, 5, 6)} == {
        (CodeState.VERIFIED, LOOSE)
    }


def test_a_topped_up_pack_is_full_again(case: MemoryBook) -> None:
    case.apply(ORDER, rules.top_up(ORDER, case.by_id(9), case.by_id(23), case.children(23)))
    assert ids(case.children(23)) == [7, 8, 9]
    assert case.by_id(23).flag is PackFlag.NORMAL


def test_a_full_pack_is_never_topped_up(case: MemoryBook) -> None:
    refused(
        lambda: rules.top_up(ORDER, case.by_id(9), case.by_id(21), case.children(21)), Why.FULL, "holds 3"
    )


def test_an_unused_label_is_filled_and_not_topped_up(case: MemoryBook) -> None:
    refused(lambda: rules.top_up(ORDER, case.by_id(9), case.by_id(24), ()), Why.NOT_FILLED)


def test_a_pack_of_another_batch_tops_up_only_with_approval(case: MemoryBook) -> None:
    stranger, parent, there = case.by_id(STRANGER), case.by_id(23), case.children(23)
    refused(lambda: rules.top_up(ORDER, stranger, parent, there), Why.WRONG_BATCH)
    case.apply(ORDER, rules.top_up(ORDER, stranger, parent, there, mixed_approved=True))
    assert case.by_id(23).flag is PackFlag.MIXED


def test_a_replacement_takes_the_very_place_and_the_old_one_is_destroyed_whole(case: MemoryBook) -> None:
    case.apply(ORDER, rules.replace(ORDER, case.by_id(21), case.by_id(23), case.contents(21)))
    assert ids(case.children(31)) == [23, 22]
    assert {case.by_id(id_).state for id_ in (21, 1, 2, 3)} == {CodeState.SPOILED}


def test_a_pack_does_not_replace_itself(case: MemoryBook) -> None:
    refused(lambda: rules.replace(ORDER, case.by_id(2), case.by_id(2), ()), Why.SAME, "two different")


def test_a_packed_unit_replaces_no_other(case: MemoryBook) -> None:
    refused(lambda: rules.replace(ORDER, case.by_id(2), case.by_id(5), ()), Why.ALREADY_PACKED)


def test_a_loose_pack_is_not_replaced(case: MemoryBook) -> None:
    refused(lambda: rules.replace(ORDER, case.by_id(9), case.by_id(10), ()), Why.WRONG_STATE)


@pytest.mark.parametrize(("old", "new"), [(2, 9), (21, 24), (31, 32), (23, 24), (9, 10)])
def test_a_new_label_keeps_place_and_contents(case: MemoryBook, old: int, new: int) -> None:
    place, inside = case.by_id(old).place, ids(case.children(old))
    case.apply(ORDER, rules.relabel(ORDER, case.by_id(old), case.by_id(new), case.children(old)))
    assert (case.by_id(new).place, ids(case.children(new))) == (place, inside)
    assert (case.by_id(old).state, case.by_id(old).place, case.children(old)) == (
        CodeState.SPOILED,
        LOOSE,
        [],
    )


def test_a_new_label_is_of_the_same_batch(case: MemoryBook) -> None:
    refused(lambda: rules.relabel(ORDER, case.by_id(2), case.by_id(STRANGER), ()), Why.WRONG_BATCH)


def test_a_label_in_use_relabels_nothing(case: MemoryBook) -> None:
    refused(lambda: rules.relabel(ORDER, case.by_id(21), case.by_id(23), ()), Why.ALREADY_PACKED, "2 packs")


def test_a_relabelling_is_not_taken_back_once_the_new_code_went_on(case: MemoryBook) -> None:
    scan(case, 10)
    case.apply(ORDER, rules.take_back(case.events[-1]), undoes=len(case.events))
    case.apply(ORDER, rules.sample(ORDER, case.by_id(11), ()))
    event = case.apply(ORDER, rules.relabel(ORDER, case.by_id(9), case.by_id(10), ()))
    case.apply(ORDER, rules.sample(ORDER, case.by_id(10), ()))
    with pytest.raises(Refused):
        case.apply(ORDER, rules.take_back(event), undoes=event.number)


def test_a_case_taken_apart_leaves_good_bundles_and_a_destroyed_label(case: MemoryBook) -> None:
    case.apply(ORDER, rules.take_apart(ORDER, case.by_id(31), case.children(31)))
    assert {case.by_id(id_).state for id_ in (21, 22)} == {CodeState.VERIFIED}
    assert case.by_id(31).state is CodeState.SPOILED
    assert ids(case.children(21)) == [1, 2, 3]


def test_a_bundle_in_a_case_is_not_taken_apart(case: MemoryBook) -> None:
    refused(
        lambda: rules.take_apart(ORDER, case.by_id(21), case.children(21)),
        Why.WRONG_STATE,
        case.by_id(31).code,
    )


def test_a_bundle_in_a_tray_is_not_taken_apart(case: MemoryBook) -> None:
    scan(case, 23, 3)
    refused(lambda: rules.take_apart(ORDER, case.by_id(23), case.children(23)), Why.IN_TRAY)


@pytest.mark.parametrize("id_", [9, 24])
def test_what_holds_nothing_is_not_taken_apart(case: MemoryBook, id_: int) -> None:
    refused(lambda: rules.take_apart(ORDER, case.by_id(id_), ()), Why.NOT_FILLED, "nothing")


def test_a_moved_pack_lies_in_the_first_free_place_of_the_other_parent(case: MemoryBook) -> None:
    decision = rules.move(ORDER, case.by_id(2), case.by_id(23), case.children(23), case.children(21))
    case.apply(ORDER, decision)
    assert (ids(case.children(21)), ids(case.children(23))) == ([1, 3], [7, 8, 2])


def test_a_pack_is_not_moved_into_its_own_parent(case: MemoryBook) -> None:
    inside = case.children(21)
    refused(lambda: rules.move(ORDER, case.by_id(2), case.by_id(21), inside, inside), Why.SAME, "already")


def test_a_pack_is_not_moved_into_a_full_parent(case: MemoryBook) -> None:
    refused(
        lambda: rules.move(ORDER, case.by_id(2), case.by_id(22), case.children(22), case.children(21)),
        Why.FULL,
    )


def test_the_last_scan_can_be_taken_back(book: MemoryBook) -> None:
    before = book.bare()
    scan(book, 1)
    book.apply(ORDER, rules.take_back(book.events[-1]), undoes=1)
    assert book.bare() == before


def test_a_packing_is_not_taken_back_while_the_parent_lies_in_another(case: MemoryBook) -> None:
    packing = case.events[3]
    with pytest.raises(Refused):
        case.apply(ORDER, rules.take_back(packing), undoes=packing.number)


def test_a_taking_back_is_not_taken_back(book: MemoryBook) -> None:
    scan(book, 1)
    event = book.apply(ORDER, rules.take_back(book.events[-1]), undoes=1)
    refused(lambda: rules.take_back(event), Why.WRONG_STATE, "Event 2")


def test_the_batch_of_the_order_is_the_one_on_its_labels(book: MemoryBook) -> None:
    assert book.by_id(1).batches == {BATCH}
