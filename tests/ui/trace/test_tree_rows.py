"""Which lines the tree of a pack has, and the way through what was looked at."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.operations.trace import PackPlace, TreePack
from desktop.packing.model import PackFlag
from desktop.products.code_pool import CodeState
from ui.trace.tree_rows import FOLD_PAGE, FoldRow, PackRow, parent_row, rows_of, unfolded
from ui.trace.visits import LISTED, Visit, Visits, Where, remembered

BESIDE = 5


def pack(number: int, level: int, children: int = 0, place: int | None = None) -> TreePack:
    flag = PackFlag.NORMAL if children else None
    return TreePack(
        number, f"{number:020d}", level, CodeState.PACKED, 1, None, None, place, children, flag, "L1"
    )


def unit_in_case(places: list[int], at: int) -> tuple[PackPlace, list[TreePack]]:
    """Return a unit among others at these places of a case, and all of them."""
    inside = [pack(100 + number, 1, place=place) for number, place in enumerate(places)]
    first = max(0, at - BESIDE)
    case = pack(1, 2, len(inside))
    found = PackPlace(
        1,
        "WO-1",
        "Line 1",
        inside[at],
        (case,),
        tuple(inside[first : at + BESIDE + 1]),
        len(inside),
        (),
        "",
        (at,),
    )
    return found, inside


places = st.lists(st.integers(1, 500), min_size=1, max_size=120, unique=True).map(sorted)


@given(places, st.data())
def test_shown_and_folded_packs_are_all_that_lie_in_the_pack(numbers: list[int], data: st.DataObject) -> None:
    found, inside = unit_in_case(numbers, data.draw(st.integers(0, len(numbers) - 1)))
    rows = rows_of(found)
    folded = sum(one.count for one in rows if isinstance(one, FoldRow))
    assert folded + sum(isinstance(one, PackRow) and one.depth == 1 for one in rows) == len(inside)


@given(places, st.data())
def test_unfolding_everything_shows_each_pack_once_in_its_order(
    numbers: list[int], data: st.DataObject
) -> None:
    found, inside = unit_in_case(numbers, data.draw(st.integers(0, len(numbers) - 1)))
    rows = rows_of(found)
    while folds := [one for one in rows if isinstance(one, FoldRow)]:
        fold = folds[0]
        page = [one for one in inside if (one.place or 0) > fold.after][: min(FOLD_PAGE, fold.count)]
        rows = unfolded(rows, fold, page)
    assert [one.pack for one in rows if isinstance(one, PackRow) and one.depth == 1] == inside


def test_a_fold_whose_packs_are_gone_disappears() -> None:
    found, _ = unit_in_case(list(range(1, 101)), 50)
    rows = rows_of(found)
    fold = next(one for one in rows if isinstance(one, FoldRow))
    assert fold not in unfolded(rows, fold, ())


def test_the_line_of_the_tree_ends_at_the_last_pack_of_its_parent() -> None:
    found, _ = unit_in_case([1, 2, 3], 1)
    assert [one.lines for one in rows_of(found)] == [
        (False,),
        (False, True),
        (False, True),
        (False, False),
    ]


def test_the_parent_of_a_line_is_the_pack_around_it() -> None:
    found, _ = unit_in_case([1, 2, 3], 1)
    rows = rows_of(found)
    assert [parent_row(rows, at) for at in range(len(rows))] == [0, 0, 0, 0]


def test_what_was_ahead_is_forgotten_when_the_person_goes_elsewhere() -> None:
    visits = Visits()
    first, second, third = (Visit(Where.CODE, text) for text in "abc")
    visits.go(first)
    visits.go(second)
    assert visits.back() == first
    visits.go(third)
    assert not visits.can_forward
    assert visits.back() == first


def test_the_same_once_more_is_no_step() -> None:
    visits = Visits()
    visits.go(Visit(Where.CODE, "a"))
    visits.go(Visit(Where.CODE, "a"))
    assert not visits.can_back


def test_so_many_searches_are_remembered_and_no_more() -> None:
    kept: tuple[str, ...] = ()
    for number in range(LISTED + 5):
        kept = remembered(kept, str(number))
    assert kept == tuple(str(number) for number in range(LISTED + 4, 4, -1))
