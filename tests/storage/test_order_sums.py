"""What became of the codes of a work order, on both databases."""

import pytest

from desktop.packing.reconciliation import Listing, OpenKind
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.storage import jobs, moves, order_check, order_sums
from desktop.storage.order_check import OrderCheck
from desktop.storage.store import Store
from desktop.storage.tables import code
from tests.packed_order import Packed, digits, forget, note_event, packed_order, turn

UNITS = 230


@pytest.fixture
def packed(store: Store) -> Packed:
    return packed_order(store, UNITS)


def checked(store: Store, packed: Packed) -> OrderCheck:
    with store.read() as connection:
        return order_check.check(connection, packed.order_id)


def kinds(found: OrderCheck) -> set[tuple[OpenKind, int | None]]:
    return {(one.kind, one.level) for one in found.items if one.kind is not OpenKind.QUALITY}


def codes_of(store: Store, packed: Packed, level: int, listing: Listing) -> list[str]:
    with store.read() as connection:
        return [one.code for one in order_sums.listed(connection, packed.order_id, level, listing)]


def test_every_code_of_a_packed_order_is_counted_as_packed(store: Store, packed: Packed) -> None:
    levels = checked(store, packed).levels
    assert [(one.issued, one.counts.packed, one.balances) for one in levels] == [
        (230, 230, True),
        (23, 23, True),
        (3, 3, True),
    ]


def test_a_partial_case_without_a_reason_is_open_until_one_is_given(store: Store, packed: Packed) -> None:
    assert kinds(checked(store, packed)) == {(OpenKind.UNEXPLAINED, 3)}
    assert codes_of(store, packed, 3, Listing.UNEXPLAINED) == [digits(3, 1, 3)]
    note_event(store, packed, "packed", packed.code_id(3, 3), None, "the last case")
    found = checked(store, packed)
    assert kinds(found) == set()
    assert found.levels[2].below_ratio == 1
    assert codes_of(store, packed, 3, Listing.BELOW_RATIO) == [digits(3, 1, 3)]


def test_a_bundle_out_of_which_a_unit_was_moved_for_a_reason_is_explained(
    store: Store, packed: Packed
) -> None:
    turn(store, packed.code_id(2, 4), CodeState.PACKED, flag=2)
    assert (OpenKind.UNEXPLAINED, 2) in kinds(checked(store, packed))
    place = f"[{packed.code_id(2, 4)},null,1],[{packed.code_id(2, 23)},null,11]"
    changes = f'[["p",{packed.code_id(1, 31)},{place}]]'
    unit, goal = packed.code_id(1, 31), packed.code_id(2, 23)
    note_event(store, packed, "moved", unit, goal, "wrong bundle", changes=changes)
    assert (OpenKind.UNEXPLAINED, 2) not in kinds(checked(store, packed))
    assert codes_of(store, packed, 2, Listing.UNEXPLAINED) == []
    assert codes_of(store, packed, 2, Listing.BELOW_RATIO) == [digits(2, 1, 4)]


def test_a_label_that_was_printed_and_never_scanned_is_a_missing_number(store: Store, packed: Packed) -> None:
    forget(store, packed.code_id(1, 7))
    found = checked(store, packed)
    assert (OpenKind.MISSING, 1) in kinds(found)
    assert codes_of(store, packed, 1, Listing.MISSING) == [digits(1, 1, 7)]
    assert found.levels[0].counts.printed == 1
    assert found.levels[0].balances


def test_a_good_unit_outside_of_any_bundle_is_loose(store: Store, packed: Packed) -> None:
    turn(store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=None)
    assert (OpenKind.LOOSE, 1) in kinds(checked(store, packed))
    assert codes_of(store, packed, 1, Listing.LOOSE) == [digits(1, 1, 7)]


def test_a_unit_in_a_tray_is_in_the_tray_and_not_loose(store: Store, packed: Packed) -> None:
    turn(store, packed.code_id(1, 7), CodeState.VERIFIED, parent_id=None, place=1, tray=4)
    assert {(OpenKind.TRAY, 1)} <= kinds(checked(store, packed))
    assert codes_of(store, packed, 1, Listing.LOOSE) == []
    assert codes_of(store, packed, 1, Listing.TRAY) == [digits(1, 1, 7)]


def test_a_filled_bundle_outside_of_any_case_is_loose_and_an_empty_one_holds_nothing(
    store: Store, packed: Packed
) -> None:
    turn(store, packed.code_id(2, 4), CodeState.VERIFIED, parent_id=None, place=None)
    turn(store, packed.code_id(2, 5), CodeState.VERIFIED, parent_id=None, place=None, children=0)
    found = checked(store, packed)
    assert (found.levels[1].loose, found.levels[1].empty) == (1, 1)
    assert codes_of(store, packed, 2, Listing.LOOSE) == [digits(2, 1, 4)]
    assert codes_of(store, packed, 2, Listing.EMPTY) == [digits(2, 1, 5)]


def test_an_unknown_code_is_open_and_nobody_can_accept_it(store: Store, packed: Packed) -> None:
    turn(store, packed.code_id(1, 7), CodeState.UNKNOWN)
    (item,) = (one for one in checked(store, packed).items if one.kind is OpenKind.UNKNOWN)
    assert not item.may_be_accepted
    assert item.count == 1


def test_a_code_that_another_program_took_away_breaks_the_balance(store: Store, packed: Packed) -> None:
    with store.change("stranger", "tamper", "code") as change:
        change.connection.execute(code.delete().where(code.c.id == packed.code_id(1, 7)))
    found = checked(store, packed)
    assert (OpenKind.UNBALANCED, 1) in kinds(found)
    assert not found.levels[0].balances


@pytest.mark.parametrize("listing", Listing)
def test_a_list_is_as_long_as_its_number(store: Store, packed: Packed, listing: Listing) -> None:
    forget(store, packed.code_id(1, 7))
    for number, state in enumerate((CodeState.SPOILED, CodeState.SAMPLED, CodeState.UNKNOWN), start=20):
        turn(store, packed.code_id(1, number), state, parent_id=None, place=None)
    turn(store, packed.code_id(1, 30), CodeState.VERIFIED, parent_id=None, place=1, tray=4)
    turn(store, packed.code_id(1, 31), CodeState.VERIFIED, parent_id=None, place=None)
    turn(store, packed.code_id(2, 5), CodeState.VERIFIED, parent_id=None, place=None, children=0)
    for level in checked(store, packed).levels:
        assert len(codes_of(store, packed, level.level, listing)) == level.number_of(listing)


def test_pages_of_a_list_join_without_a_gap(store: Store, packed: Packed) -> None:
    found: list[str] = []
    after = order_sums.START
    with store.read() as connection:
        while page := order_sums.listed(connection, packed.order_id, 1, Listing.PACKED, after, 100):
            found += [one.code for one in page]
            after = page[-1].key
    assert found == [digits(1, 1, number) for number in range(1, UNITS + 1)]


def test_a_listed_pack_names_its_parent(store: Store, packed: Packed) -> None:
    with store.read() as connection:
        page = order_sums.listed(connection, packed.order_id, 1, Listing.PACKED, limit=11)
    assert (page[0].parent, page[10].parent) == (digits(2, 1, 1), digits(2, 1, 2))


def returned(store: Store, packed: Packed, numbers: tuple[int, ...]) -> None:
    """Close the job of the units after these were found to be unused."""
    for number in numbers:
        forget(store, packed.code_id(1, number))
        turn(store, packed.code_id(1, number), CodeState.ALLOCATED)
    job_id = packed.jobs[1]
    with store.change("lead", "job.close", f"job {job_id}") as change:
        moves.release(change, job_id)
        jobs.set_state(change, job_id, JobState.CLOSED)


def test_codes_that_went_back_to_the_pool_are_listed_as_many_as_are_counted(
    store: Store, packed: Packed
) -> None:
    unused = (3, 4, 5, 90, 230)
    returned(store, packed, unused)
    assert checked(store, packed).levels[0].number_of(Listing.RETURNED) == len(unused)
    assert codes_of(store, packed, 1, Listing.RETURNED) == [digits(1, 1, one) for one in unused]


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_codes_that_went_back_neither_overlap_nor_leave_one_out(
    store: Store, packed: Packed, limit: int
) -> None:
    unused = (3, 4, 5, 90, 230)
    returned(store, packed, unused)
    found: list[str] = []
    after = order_sums.START
    with store.read() as connection:
        while page := order_sums.listed(connection, packed.order_id, 1, Listing.RETURNED, after, limit):
            found += [one.code for one in page]
            after = page[-1].key
    assert found == [digits(1, 1, one) for one in unused]


@pytest.mark.parametrize("listing", [Listing.PACKED, Listing.RETURNED])
def test_a_list_is_narrowed_to_codes_with_some_digits(store: Store, packed: Packed, listing: Listing) -> None:
    returned(store, packed, (90, 91))
    number = 90 if listing is Listing.RETURNED else 130
    wanted = digits(1, 1, number)
    with store.read() as connection:
        found = order_sums.listed(connection, packed.order_id, 1, listing, digits=wanted[9:])
    assert [one.code for one in found] == [wanted]


def test_signs_that_stand_for_any_digit_elsewhere_find_nothing(store: Store, packed: Packed) -> None:
    with store.read() as connection:
        assert not order_sums.listed(connection, packed.order_id, 1, Listing.PACKED, digits="%_")


def test_a_pack_in_a_tray_is_listed_by_its_own_level_only(store: Store, packed: Packed) -> None:
    turn(store, packed.code_id(1, 9), CodeState.VERIFIED, parent_id=None, place=1, tray=1)
    assert codes_of(store, packed, 1, Listing.TRAY) == [digits(1, 1, 9)]
    assert codes_of(store, packed, 2, Listing.TRAY) == []
