"""What an emulated line holds, and how what is told of it is compared."""

from dataclasses import replace

import pytest

from desktop.operations.line_truth import Truth, state_differences, tree_differences
from desktop.products.code_pool import CodeState
from printers.emulators.line import Packs

PAIRS = (("a", "X"), ("b", "X"))
TRUTH = Truth({"X": ("a", "b")}, ("c",), ("d",), ("e",))
STATES = {
    "X": CodeState.PACKED,
    "a": CodeState.PACKED,
    "b": CodeState.PACKED,
    "c": CodeState.VERIFIED,
    "d": CodeState.SPOILED,
    "e": CodeState.SAMPLED,
    "never printed": CodeState.ALLOCATED,
}
CAME_OUT = frozenset("Xabcde")


@pytest.fixture
def packs() -> Packs:
    """A bundle X with a and b; c lies loose."""
    made = Packs()
    for code in ("a", "b", "c"):
        made.arrive(1, code)
    made.arrive(2, "X")
    made.into_tray("a")
    made.into_tray("b")
    made.close("X")
    return made


def test_a_box_holds_what_the_tray_held_in_its_order(packs: Packs) -> None:
    assert packs.truth() == replace(TRUTH, scrapped=(), sampled=(), loose=["c"])


def test_what_is_put_into_a_box_takes_the_first_free_place(packs: Packs) -> None:
    assert packs.take_out("a") == 1
    packs.put_in("c", "X")
    assert packs.holds("X") == ("c", "b")


def test_a_new_label_keeps_the_pack_and_destroys_the_old_label(packs: Packs) -> None:
    packs.arrive(2, "Y")
    packs.relabel("X", "Y")
    truth = packs.truth()
    assert truth.parents == {"Y": ("a", "b")}
    assert truth.scrapped == ("X",)


def test_all_that_is_in_a_destroyed_box_is_destroyed_with_it(packs: Packs) -> None:
    packs.scrap("X")
    assert packs.truth() == Truth({}, ["c"], ("X", "a", "b"), ())


def test_what_was_taken_apart_can_be_packed_again(packs: Packs) -> None:
    assert packs.take_apart("X") == ("a", "b")
    packs.arrive(2, "Y")
    packs.into_tray("b")
    packs.close("Y")
    assert packs.holds("Y") == ("b",)


def test_what_is_carried_away_is_no_longer_on_the_line_and_loose_packs_stay(packs: Packs) -> None:
    packs.arrive(1, "d")
    packs.scrap("d")
    assert packs.carry_away() == Truth({"X": ("a", "b")}, (), ("d",), ())
    assert packs.truth() == Truth({}, ["c"], (), ())


def test_nothing_is_carried_away_while_something_lies_in_a_tray(packs: Packs) -> None:
    packs.into_tray("c")
    with pytest.raises(ValueError, match="in a tray"):
        packs.carry_away()


def test_all_that_is_in_a_pack_is_told_with_it(packs: Packs) -> None:
    assert packs.contents("X") == ("X", "a", "b")


def test_hands_cannot_put_one_pack_into_two_places(packs: Packs) -> None:
    with pytest.raises(ValueError, match="does not lie loose"):
        packs.into_tray("a")
    with pytest.raises(ValueError, match="does not lie loose"):
        packs.put_in("a", "X")


def test_two_labels_of_one_code_are_told(packs: Packs) -> None:
    with pytest.raises(ValueError, match="two packs"):
        packs.arrive(1, "c")


def test_nothing_differs_where_all_is_told_as_it_is() -> None:
    assert tree_differences(TRUTH, PAIRS, "file") == []
    assert state_differences(TRUTH, STATES, CAME_OUT) == []


@pytest.mark.parametrize(
    "told",
    [
        PAIRS[:1],
        PAIRS[::-1],
        (*PAIRS, ("c", "X")),
        (*PAIRS, ("c", "Y")),
        (*PAIRS, ("a", "Y")),
        (),
    ],
)
def test_every_difference_of_a_tree_is_told(told: tuple[tuple[str, str], ...]) -> None:
    assert len(tree_differences(TRUTH, told, "file")) == 1


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("X", CodeState.SPOILED),
        ("a", CodeState.VERIFIED),
        ("c", CodeState.PACKED),
        ("c", CodeState.UNKNOWN),
        ("c", CodeState.VOID),
        ("d", CodeState.PACKED),
        ("e", CodeState.SPOILED),
        ("never printed", CodeState.PRINTED),
        ("never printed", CodeState.UNKNOWN),
    ],
)
def test_every_code_in_another_state_than_its_pack_is_told(code: str, state: CodeState) -> None:
    assert len(state_differences(TRUTH, {**STATES, code: state}, CAME_OUT)) == 1


def test_a_label_of_a_code_that_no_job_has_is_told() -> None:
    assert len(state_differences(TRUTH, STATES, CAME_OUT | {"foreign"})) == 1
