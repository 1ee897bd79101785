"""No event leaves an unlawful tree, whatever it claims to do."""

from dataclasses import replace

import pytest

from desktop.errors import Refused
from desktop.packing import laws
from desktop.packing.model import LOOSE, Pack, PackFlag, Place, StateChange
from desktop.products.code_pool import CodeState
from tests.packing.memory_book import ORDER, OTHER_BATCH, OTHER_PRODUCT, pack
from tests.refusals import refusal_of

PARENT = pack(21, 2, CodeState.VERIFIED, children=3)


def inside(count: int = 3, parent: Pack = PARENT) -> list[Pack]:
    places = [Place(parent_id=parent.id, place=number) for number in range(1, count + 1)]
    return [pack(place.place or 0, 1, CodeState.PACKED, place=place) for place in places]


def broken(parent: Pack, children: list[Pack]) -> str:
    return refusal_of(lambda: laws.check(ORDER, parent, children), Refused)


def test_a_filled_bundle_is_lawful() -> None:
    laws.check(ORDER, PARENT, inside())


def test_a_gap_between_packs_is_lawful() -> None:
    laws.check(ORDER, PARENT, [one for one in inside() if one.id != 2])


def test_a_pack_holds_only_packs_of_the_next_lower_level() -> None:
    case = pack(31, 3, CodeState.PACKED)
    assert "a unit, expected a bundle" in broken(case, inside(1, case))


def test_a_unit_holds_nothing() -> None:
    unit = pack(9, 1, CodeState.VERIFIED)
    assert "cannot hold" in broken(unit, inside(1, unit))


def test_a_pack_holds_only_packs_of_its_product() -> None:
    assert "another product" in broken(PARENT, [replace(inside()[0], product_id=OTHER_PRODUCT)])


def test_a_pack_of_another_product_holds_nothing_of_this_order() -> None:
    assert "another product" in broken(replace(PARENT, product_id=OTHER_PRODUCT), inside())


@pytest.mark.parametrize("place", [0, 4, None])
def test_a_place_is_one_of_those_the_ratio_gives(place: int | None) -> None:
    child = replace(inside()[0], place=Place(parent_id=PARENT.id, place=place))
    assert "1 to 3" in broken(PARENT, [child])


def test_no_two_packs_have_one_place() -> None:
    first = inside()[0]
    assert "place 1" in broken(PARENT, [first, replace(first, id=77)])


def test_no_pack_holds_more_than_the_ratio_says() -> None:
    assert "4 packs, at most 3" in broken(PARENT, inside(4))


@pytest.mark.parametrize(
    "state", [CodeState.PRINTED, CodeState.SPOILED, CodeState.SAMPLED, CodeState.VOID, CodeState.UNKNOWN]
)
def test_what_is_not_good_holds_nothing(state: CodeState) -> None:
    assert "cannot hold" in broken(replace(PARENT, state=state), inside())


def test_a_pack_lies_where_its_parent_is_said_to_be() -> None:
    assert "somewhere else" in broken(PARENT, [replace(inside()[0], place=Place(parent_id=5, place=1))])


def test_an_empty_bundle_lies_in_no_case() -> None:
    case = pack(31, 3, CodeState.PACKED)
    empty = pack(21, 2, CodeState.PACKED, place=Place(parent_id=31, place=1))
    assert "empty" in broken(case, [empty])


def test_an_empty_bundle_lies_in_no_tray() -> None:
    assert "empty" in broken(pack(21, 2, CodeState.VERIFIED, place=Place(tray=1, place=1)), [])


def test_what_lies_in_a_tray_is_verified() -> None:
    assert "tray" in broken(pack(1, place=Place(tray=1, place=1)), [])


def test_what_lies_in_a_pack_is_packed() -> None:
    assert "packed" in broken(PARENT, [replace(inside()[0], state=CodeState.VERIFIED)])


def test_what_is_loose_is_not_packed() -> None:
    assert "packed" in broken(pack(1, 1, CodeState.PACKED), [])


def test_a_filled_case_is_packed_and_an_emptied_one_is_not() -> None:
    case = pack(31, 3, CodeState.VERIFIED)
    bundle = pack(21, 2, CodeState.PACKED, place=Place(parent_id=31, place=1), children=3)
    laws.check(ORDER, replace(case, state=CodeState.PACKED), [bundle])
    assert "packed" in broken(case, [bundle])
    assert "packed" in broken(replace(case, state=CodeState.PACKED), [])


def test_nothing_lies_in_a_pack_and_in_a_tray_at_once() -> None:
    assert "at once" in broken(pack(1, 1, CodeState.PACKED, place=Place(5, 6, 1)), [])


def test_a_tray_holds_packs_of_one_level() -> None:
    unit = pack(1, 1, CodeState.VERIFIED, place=Place(tray=1, place=1))
    bundle = pack(21, 2, CodeState.VERIFIED, place=Place(tray=1, place=2))
    laws.check_tray([unit])
    assert "a unit and a bundle" in refusal_of(lambda: laws.check_tray([unit, bundle]), Refused)


def test_a_place_in_a_tray_is_given_once() -> None:
    unit = pack(1, 1, CodeState.VERIFIED, place=Place(tray=1, place=1))
    assert "one place" in refusal_of(lambda: laws.check_tray([unit, replace(unit, id=2)]), Refused)


def test_a_spoiled_code_comes_back_only_by_taking_back() -> None:
    back = StateChange(1, CodeState.SPOILED, CodeState.VERIFIED)
    laws.check_step(back, taking_back=True)
    assert "does not become" in refusal_of(lambda: laws.check_step(back, taking_back=False), Refused)


def test_a_code_never_goes_back_to_where_it_could_be_printed_again() -> None:
    for old in CodeState:
        if old is not CodeState.ALLOCATED and old is not CodeState.SENT:
            step = StateChange(1, old, CodeState.ALLOCATED)
            if old is CodeState.AVAILABLE:
                laws.check_step(step, taking_back=True)
            else:
                with pytest.raises(Refused):
                    laws.check_step(step, taking_back=True)


def test_a_change_that_only_says_what_is_is_lawful() -> None:
    laws.check_step(StateChange(1, CodeState.VERIFIED, CodeState.VERIFIED), taking_back=False)


@pytest.mark.parametrize(
    ("count", "stranger", "flag"),
    [
        (0, False, None),
        (3, False, PackFlag.NORMAL),
        (2, False, PackFlag.PARTIAL),
        (3, True, PackFlag.MIXED),
        (2, True, PackFlag.BOTH),
    ],
)
def test_the_flag_tells_batches_and_count(count: int, stranger: bool, flag: PackFlag | None) -> None:
    children = inside(count)
    if stranger:
        children[0] = replace(children[0], batch_id=OTHER_BATCH, batches=frozenset({OTHER_BATCH}))
    assert laws.flag_of(ORDER, 2, children) == flag


def test_a_full_case_of_partial_bundles_is_not_partial_itself() -> None:
    bundles = [pack(20 + n, 2, CodeState.PACKED, place=Place(31, None, n), children=1) for n in (1, 2)]
    assert laws.flag_of(ORDER, 3, bundles) is PackFlag.NORMAL


def test_a_loose_pack_is_lawful_in_any_state_but_packed() -> None:
    for state in CodeState:
        if state is not CodeState.PACKED:
            laws.check(ORDER, pack(1, state=state, place=LOOSE), [])
