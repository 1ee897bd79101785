"""What is left to correct at the platform after packs were moved and labelled anew."""

from datetime import UTC, datetime

import pytest

from desktop.exchange.corrections_csv import (
    Binding,
    Corrections,
    bindings_csv,
    corrections_of,
    replacements_csv,
)
from desktop.packing.model import LOOSE, Change, Decision, EventKind, PackEvent, Place, PlaceChange

CASE, OTHER, UNIT, NEW, NEWER = 1, 2, 10, 11, 12


def event(
    number: int,
    kind: EventKind,
    *changes: Change,
    code: int = UNIT,
    other: int | None = None,
    undoes: int | None = None,
) -> PackEvent:
    decision = Decision(kind, code, other, changes)
    return PackEvent(number, 1, None, datetime(2026, 1, 1, tzinfo=UTC), "ann", "", "", decision, undoes)


def moved(pack: int, old: int | None, new: int | None) -> PlaceChange:
    places = [LOOSE if parent is None else Place(parent_id=parent, place=1) for parent in (old, new)]
    return PlaceChange(pack, places[0], places[1])


def relabelled(number: int, old: int, new: int, parent: int | None = CASE) -> PackEvent:
    changes = (moved(old, parent, None), moved(new, None, parent))
    return event(number, EventKind.RELABELLED, *changes, code=old, other=new)


def test_a_pack_that_was_taken_out_is_unbound() -> None:
    found = corrections_of([event(1, EventKind.REMOVED, moved(UNIT, CASE, None))])
    assert found == Corrections((), (Binding(UNIT, UNIT, CASE, None),))


def test_a_pack_that_went_out_and_back_needs_no_correction() -> None:
    found = corrections_of(
        [
            event(1, EventKind.REMOVED, moved(UNIT, CASE, None)),
            event(2, EventKind.TOPPED_UP, moved(UNIT, None, CASE)),
        ]
    )
    assert found == Corrections((), ())


def test_a_new_label_is_a_replacement_and_moves_nothing() -> None:
    assert corrections_of([relabelled(1, UNIT, NEW)]) == Corrections(((UNIT, NEW),), ())


def test_two_new_labels_in_a_row_replace_the_first_by_the_last() -> None:
    found = corrections_of([relabelled(1, UNIT, NEW), relabelled(2, NEW, NEWER)])
    assert found.replaced == ((UNIT, NEWER),)


def test_a_new_label_that_was_taken_back_is_no_replacement() -> None:
    back = event(2, EventKind.TAKEN_BACK, code=UNIT, other=NEW, undoes=1)
    assert corrections_of([relabelled(1, UNIT, NEW), back]) == Corrections((), ())


def test_taking_back_a_label_that_was_exported_is_a_replacement_the_other_way() -> None:
    back = event(9, EventKind.TAKEN_BACK, code=UNIT, other=NEW, undoes=1)
    assert corrections_of([back], relabelled={1}).replaced == ((NEW, UNIT),)


def test_a_label_that_was_put_on_taken_off_and_put_on_again_ends_somewhere() -> None:
    back = event(9, EventKind.TAKEN_BACK, code=UNIT, other=NEW, undoes=1)
    assert corrections_of([back, relabelled(10, UNIT, NEW)], relabelled={1}) == Corrections((), ())


def test_a_pack_that_moves_out_of_a_relabelled_case_is_unbound_from_its_new_code() -> None:
    case = relabelled(1, CASE, NEW, parent=None)
    found = corrections_of([case, event(2, EventKind.MOVED, moved(UNIT, NEW, OTHER))])
    assert found == Corrections(((CASE, NEW),), (Binding(UNIT, UNIT, NEW, OTHER),))


def test_what_the_platform_never_knew_is_bound_only() -> None:
    found = Corrections(
        ((UNIT, NEW), (20, 21)), (Binding(UNIT, NEW, CASE, OTHER), Binding(20, 21, CASE, OTHER))
    )
    assert found.known({20, CASE, OTHER}) == Corrections(
        ((20, 21),), (Binding(UNIT, NEW, None, OTHER), Binding(20, 21, CASE, OTHER))
    )


def test_what_the_platform_never_knew_and_lies_nowhere_is_left_out() -> None:
    assert Corrections((), (Binding(UNIT, UNIT, CASE, None),)).known(()) == Corrections((), ())


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (replacements_csv, "old_code,new_code\r\n8a,8b\r\n"),
        (bindings_csv, "parent,child,action\r\n8c,8b,unbind\r\n8d,8b,bind\r\n"),
    ],
)
def test_tables_hold_just_what_the_platform_asks_for(table: object, expected: str) -> None:
    corrections = Corrections(((1, 2),), (Binding(1, 2, 3, 4),))
    assert callable(table)
    assert table(corrections, {1: "8a", 2: "8b", 3: "8c", 4: "8d"}).decode("utf-8-sig") == expected
