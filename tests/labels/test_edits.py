"""What is done to a design: the laws that every edit keeps, whatever the design."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels import edits
from desktop.labels.document import Guide, LabelDesign, Layer, Lock, Title
from desktop.labels.edits import Frame, Order, Side
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Direction,
    Element,
    HriPlace,
    LineElement,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.primitives import Symbology, Turn
from tests.labels.documents import drawings, png

# Places as people set them: tenths of a micrometre, far enough from the limits to be moved.
PLACES = st.integers(-900_000, 900_000).map(lambda number: number / 10_000)
STEPS = st.integers(-100_000, 100_000).map(lambda number: number / 10_000)
DESIGNS = drawings(PLACES, least=1, most=6)


@st.composite
def selections(draw: st.DrawFn, least: int = 1) -> tuple[LabelDesign, tuple[str, ...]]:
    design = draw(drawings(PLACES, least=least, most=6))
    names = [one.name for one in design.elements]
    return design, tuple(draw(st.lists(st.sampled_from(names), unique=True, min_size=least)))


def frame_of(one: Element) -> Frame:
    """What an element takes up, as if a symbol were a square of ten modules."""
    match one:
        case LineElement():
            flat = one.direction is Direction.HORIZONTAL
            size = (one.length_mm, one.thickness_mm) if flat else (one.thickness_mm, one.length_mm)
        case CodeBlock() | SymbolElement():
            lies = one.turn in {Turn.NONE, Turn.AROUND}
            along = one.module_mm * 10
            size = (along, one.height_mm) if lies else (one.height_mm, along)
        case _:
            size = (one.width_mm, one.height_mm)
    return Frame(one.x_mm, one.y_mm, *size)


def frames(design: LabelDesign) -> dict[str, Frame]:
    return {one.name: frame_of(one) for one in design.elements}


def names_of(elements: Iterable[Element]) -> list[str]:
    return [one.name for one in elements]


def text(name: str, x_mm: float = 0.0, y_mm: float = 0.0, **changes: object) -> TextElement:
    made = TextElement(name, x_mm, y_mm, 10.0, 4.0, "LOT {lot}", 2.0)
    return replace(made, **changes)  # type: ignore[arg-type]


def label(*elements: Element, **changes: object) -> LabelDesign:
    made = LabelDesign("test", Title("Test", "测试"), 50.0, 30.0, elements)
    return replace(made, **changes)  # type: ignore[arg-type]


SYMBOL = SymbolElement("symbol", 5.0, 5.0, Symbology.GS1_DATA_MATRIX, "(01){gtin}", 0.5, hri=HriPlace.RIGHT)
BLOCK = CodeBlock("block", 2.0, 3.0, "{code}", 0.25, 9.0, "药品追溯码", 2.5, "1-6-9-4", 2.5)


@given(selections(), STEPS, STEPS, STEPS, STEPS)
def test_moved_twice_is_moved_once(
    chosen: tuple[LabelDesign, tuple[str, ...]], dx: float, dy: float, more_x: float, more_y: float
) -> None:
    design, names = chosen
    twice = edits.moved(edits.moved(design, names, dx, dy), names, more_x, more_y)
    assert twice == edits.moved(design, names, dx + more_x, dy + more_y)


@given(selections(), STEPS, STEPS)
def test_moved_to_and_fro_is_where_it_was(
    chosen: tuple[LabelDesign, tuple[str, ...]], dx: float, dy: float
) -> None:
    design, names = chosen
    assert edits.moved(edits.moved(design, names, dx, dy), names, -dx, -dy) == design


@given(selections(), STEPS)
def test_what_is_not_selected_stays_the_very_same(
    chosen: tuple[LabelDesign, tuple[str, ...]], dx: float
) -> None:
    design, names = chosen
    after = edits.moved(design, names, dx, 0)
    for before, now in zip(design.elements, after.elements, strict=True):
        assert before.name in names or now is before


@given(selections(), st.sampled_from(Side))
def test_aligned_twice_is_aligned_once(chosen: tuple[LabelDesign, tuple[str, ...]], side: Side) -> None:
    design, names = chosen
    once = edits.aligned(design, names, side, frames(design))
    again = edits.aligned(once, names, side, frames(once))
    for one, other in zip(once.elements, again.elements, strict=True):
        # Rounding to a ten-thousandth may move the middle of a room by one.
        assert one.x_mm == pytest.approx(other.x_mm, abs=2e-4)
        assert one.y_mm == pytest.approx(other.y_mm, abs=2e-4)


def test_elements_are_aligned_along_the_room_they_take() -> None:
    design = label(text("a", 2, 1), text("b", 10, 9), BoxElement("c", 30, 20, 5, 5, 0.2))
    right = edits.aligned(design, ["a", "b", "c"], Side.RIGHT, frames(design))
    assert [one.x_mm for one in right.elements] == [25.0, 25.0, 30.0]
    middle = edits.aligned(design, ["a", "c"], Side.MIDDLE, frames(design))
    assert [one.y_mm for one in middle.elements] == [11.0, 9, 10.5]


def test_one_element_is_aligned_to_the_label() -> None:
    design = label(text("a", 2, 1))
    assert edits.aligned(design, ["a"], Side.CENTER, frames(design)).elements[0].x_mm == 20.0
    assert edits.aligned(design, ["a"], Side.BOTTOM, frames(design)).elements[0].y_mm == 26.0


def test_a_group_is_aligned_as_one_and_its_elements_once_it_was_entered() -> None:
    design = label(text("a", 2, 1, group="g"), text("b", 4, 9, group="g"), text("c", 20, 20))
    left = edits.aligned(design, ["a", "b", "c"], Side.LEFT, frames(design))
    assert [one.x_mm for one in left.elements] == [2, 4, 2]
    wider = label(*design.elements, text("d", 9, 9, group="g"))
    entered = edits.aligned(wider, ["a", "b"], Side.LEFT, frames(wider))
    assert [one.x_mm for one in entered.elements] == [2, 2, 20, 9]


def test_gaps_are_made_equal_between_the_outermost() -> None:
    design = label(text("a", 0), text("b", 11), text("c", 36))
    even = edits.distributed(design, ["a", "b", "c"], Direction.HORIZONTAL, frames(design))
    assert [one.x_mm for one in even.elements] == [0, 18, 36]
    assert edits.distributed(design, ["a", "c"], Direction.HORIZONTAL, frames(design)) is design


@given(selections(least=3), st.sampled_from(Direction))
def test_distributing_never_moves_across_its_axis(
    chosen: tuple[LabelDesign, tuple[str, ...]], axis: Direction
) -> None:
    design, names = chosen
    after = edits.distributed(design, names, axis, frames(design))
    for before, now in zip(design.elements, after.elements, strict=True):
        if axis is Direction.HORIZONTAL:
            assert now.y_mm == before.y_mm
        else:
            assert now.x_mm == before.x_mm


@given(selections())
def test_turned_four_times_is_as_it_was(chosen: tuple[LabelDesign, tuple[str, ...]]) -> None:
    design, names = chosen
    known = frames(design)
    assert edits.turned(design, names, known, quarters=0) == design
    full = design
    for _ in range(4):
        full = edits.turned(full, names, frames(full))
    for before, now in zip(design.elements, full.elements, strict=True):
        assert replace(now, x_mm=before.x_mm, y_mm=before.y_mm) == before


def test_an_element_turns_about_its_middle() -> None:
    design = label(text("a", 10, 10))
    once = edits.turned(design, ["a"], frames(design)).elements[0]
    assert isinstance(once, TextElement)
    assert (once.x_mm, once.y_mm, once.width_mm, once.height_mm) == (13, 7, 4, 10)
    assert once.turn is Turn.RIGHT


def test_the_modules_of_a_symbol_stay_within_its_frame_when_it_turns() -> None:
    below = replace(SYMBOL, symbology=Symbology.EAN_13, data="{gtin}", hri=HriPlace.BELOW, height_mm=20.0)
    design = label(below)
    # Bars of 20 mm, and digits below them.
    turned = edits.turned(design, ["symbol"], {"symbol": Frame(5, 5, 30, 24)}).elements[0]
    assert (turned.x_mm, turned.y_mm) == (12, 2)  # digits are left of the bars now


def test_a_matrix_with_its_lines_on_the_right_has_them_below_when_it_turned() -> None:
    design = label(SYMBOL)
    turned = edits.turned(design, ["symbol"], {"symbol": Frame(5, 5, 30, 10)}).elements[0]
    assert (turned.x_mm, turned.y_mm) == (15, -5)


@given(
    selections(),
    st.sampled_from([(0.0, 0.0), (1.0, 1.0), (2.0, 0.5), (1000.0, 1000.0), (0.0001, 3.0)]),
)
def test_no_resizing_makes_an_element_that_cannot_be(
    chosen: tuple[LabelDesign, tuple[str, ...]], scale: tuple[float, float]
) -> None:
    design, names = chosen
    before = edits.around(frames(design)[name] for name in names)
    after = replace(before, width_mm=before.width_mm * scale[0], height_mm=before.height_mm * scale[1])
    assert names_of(edits.resized(design, names, before, after).elements) == names_of(design.elements)


def test_a_single_text_takes_the_new_size_and_keeps_its_type() -> None:
    design = label(text("a", 10, 10))
    made = edits.resized(design, ["a"], Frame(10, 10, 10, 4), Frame(8, 9, 12, 8)).elements[0]
    assert made == text("a", 8, 9, width_mm=12.0, height_mm=8.0)


def test_several_are_scaled_in_their_places() -> None:
    design = label(text("a", 0, 0), text("b", 10, 6))
    big = edits.resized(design, ["a", "b"], Frame(0, 0, 20, 10), Frame(0, 0, 40, 10))
    assert [(one.x_mm, one.y_mm) for one in big.elements] == [(0, 0), (20, 6)]
    assert isinstance(big.elements[1], TextElement)
    assert big.elements[1].width_mm == 20.0


def test_a_block_gets_wider_modules_and_higher_bars() -> None:
    design = label(BLOCK)
    made = edits.resized(design, ["block"], Frame(2, 3, 41.25, 16), Frame(2, 3, 82.5, 18)).elements[0]
    assert isinstance(made, CodeBlock)
    assert (made.module_mm, made.height_mm) == (0.5, 11.0)
    ladder = label(replace(BLOCK, turn=Turn.RIGHT))
    made = edits.resized(ladder, ["block"], Frame(2, 3, 16, 41.25), Frame(2, 3, 18, 82.5)).elements[0]
    assert isinstance(made, CodeBlock)
    assert (made.module_mm, made.height_mm) == (0.5, 11.0)


def test_a_matrix_keeps_its_shape() -> None:
    design = label(SYMBOL)
    made = edits.resized(design, ["symbol"], Frame(5, 5, 10, 10), Frame(5, 5, 10, 20)).elements[0]
    assert isinstance(made, SymbolElement)
    assert made.module_mm == 1.0


@given(selections(), st.sampled_from(Order))
def test_bringing_forward_keeps_all_elements_and_every_other_layer(
    chosen: tuple[LabelDesign, tuple[str, ...]], order: Order
) -> None:
    design, names = chosen
    after = edits.raised(design, names, order)
    assert sorted(names_of(after.elements)) == sorted(names_of(design.elements))
    assert [one.layer for one in after.elements] == [one.layer for one in design.elements]
    for part in (set(names), {*names_of(design.elements)} - set(names)):
        for layer in ("", "texts", "codes"):
            own = [one.name for one in design.elements if one.name in part and one.layer == layer]
            assert own == [one.name for one in after.elements if one.name in part and one.layer == layer]


@pytest.mark.parametrize(
    ("order", "names", "after"),
    [
        (Order.FRONT, "ac", "bdac"),
        (Order.BACK, "bd", "bdac"),
        (Order.FORWARD, "a", "bacd"),
        (Order.FORWARD, "cd", "abcd"),
        (Order.FORWARD, "ab", "cabd"),
        (Order.BACKWARD, "d", "abdc"),
        (Order.BACKWARD, "ab", "abcd"),
        (Order.BACKWARD, "bd", "badc"),
    ],
)
def test_elements_go_to_their_place_in_the_stack(order: Order, names: str, after: str) -> None:
    design = label(*(text(name) for name in "abcd"))
    assert "".join(names_of(edits.raised(design, names, order).elements)) == after


@given(selections())
def test_grouped_elements_move_as_one_and_are_free_again_when_ungrouped(
    chosen: tuple[LabelDesign, tuple[str, ...]],
) -> None:
    design, names = chosen
    flat = replace(design, elements=tuple(replace(one, group="") for one in design.elements))
    together = edits.grouped(flat, names)
    if len(names) > 1:
        assert edits.blocks(together, names) == (tuple(n for n in names_of(flat.elements) if n in names),)
    assert edits.ungrouped(together, names) == flat


@given(selections())
def test_a_group_of_groups_dissolves_into_what_it_was_made_of(
    chosen: tuple[LabelDesign, tuple[str, ...]],
) -> None:
    design, names = chosen
    before = edits.blocks(design, names)
    with suppress(InputError):  # deeper than groups may be
        after = edits.grouped(design, names)
        assert len(edits.blocks(after, names)) == 1 or len(before) == 1
        if len(before) > 1:
            assert edits.blocks(edits.ungrouped(after, names), names) == before


def test_a_group_in_a_group_keeps_its_inside() -> None:
    design = label(text("a", group="g/h"), text("b", group="g"), text("c"))
    after = edits.grouped(design, ["a", "b", "c"], "all")
    assert [one.group for one in after.elements] == ["all/g/h", "all/g", "all"]
    assert edits.members(after, "all/g") == ("a", "b")
    free = edits.ungrouped(after, ["a", "b", "c"])
    assert free == design


def test_groups_of_one_name_do_not_become_one() -> None:
    design = label(
        text("a", group="p/g"), text("b", group="p/g"), text("c", group="q/g"), text("d", group="q/g")
    )
    design = label(*design.elements, text("e", group="p"), text("f", group="q"))
    made = edits.grouped(design, ["a", "b", "c", "d"], "new")
    assert len(edits.blocks(made, ["a", "b", "c", "d"])) == 1
    inner = edits.ungrouped(made, ["a", "b", "c", "d"])
    assert edits.blocks(inner, ["a", "b", "c", "d"]) == (("a", "b"), ("c", "d"))


@given(selections(), STEPS, STEPS)
def test_copies_are_added_with_names_and_groups_of_their_own(
    chosen: tuple[LabelDesign, tuple[str, ...]], dx: float, dy: float
) -> None:
    design, names = chosen
    after, new = edits.duplicated(design, names, dx, dy)
    assert after.elements[: len(design.elements)] == design.elements
    assert len(set(names_of(after.elements))) == len(design.elements) + len(new) == len(after.elements)
    before = {one.group.partition("/")[0] for one in design.elements} - {""}
    for copy in after.elements[len(design.elements) :]:
        assert copy.group.partition("/")[0] not in before
    assert len(edits.blocks(after, new)) <= len(new)


def test_a_name_that_is_taken_gets_a_number() -> None:
    design, names = edits.added(label(text("lot"), text("lot 2")), [text("lot"), text("lot"), text("new")])
    assert names == ("lot 3", "lot 4", "new")
    assert names_of(design.elements)[2:] == list(names)
    long = "x" * 60
    assert edits.added(label(text(long)), [text(long)])[1] == ("x" * 58 + " 2",)


@given(selections())
def test_what_was_removed_is_gone_and_the_rest_is_as_before(
    chosen: tuple[LabelDesign, tuple[str, ...]],
) -> None:
    design, names = chosen
    assert edits.removed(design, names).elements == tuple(
        one for one in design.elements if one.name not in names
    )


@pytest.mark.parametrize(
    "edit",
    [
        lambda design: edits.element(design, "no"),
        lambda design: edits.moved(design, ["a", "no"], 1, 1),
        lambda design: edits.removed(design, ["no"]),
        lambda design: edits.replaced(design, "no", text("b")),
        lambda design: edits.renamed(design, "no", "b"),
        lambda design: edits.grouped(design, ["a", "no"]),
        lambda design: edits.members(design, "no"),
        lambda design: edits.members(design, ""),
        lambda design: edits.copied(design, ["no"]),
        lambda design: edits.with_attribute(design, ["a"], "no", 1),
        lambda design: edits.with_attribute(design, ["a"], "name", "b"),
        lambda design: edits.to_layer(design, ["a"], "no"),
        lambda design: edits.layer_removed(design, "no"),
        lambda design: edits.layer_removed(design, "texts", "no"),
        lambda design: edits.layer_changed(design, "no", shown=False),
        lambda design: edits.layer_changed(design, "texts", name="b"),
        lambda design: edits.without_guide(design, Guide(Direction.VERTICAL, 1)),
    ],
)
def test_a_name_that_is_not_there_is_an_error_of_the_caller(edit) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KeyError):
        edit(label(text("a"), layers=(Layer("texts"),)))


def test_a_name_that_is_taken_is_refused() -> None:
    with pytest.raises(InputError, match="Two elements"):
        edits.renamed(label(text("a"), text("b")), "a", "b")


def test_an_attribute_is_set_on_all_that_have_it() -> None:
    design = label(text("a"), BLOCK, BoxElement("c", 0, 0, 5, 5, 0.2))
    made = edits.with_attribute(design, ["a", "block", "c"], "height_mm", 7.0)
    assert [one.height_mm for one in made.elements if not isinstance(one, LineElement)] == [7, 7, 7]
    some = edits.with_attribute(design, ["a", "block", "c"], "bold", True)
    assert some.elements[1:] == design.elements[1:]
    with pytest.raises(InputError, match="height_mm"):
        edits.with_attribute(design, ["a"], "height_mm", -1.0)


def test_layers_are_added_changed_moved_renamed_and_removed() -> None:
    design = edits.layer_added(label(text("a")), Layer("texts"))
    design = edits.layer_added(design, Layer("texts"), 0)
    assert [one.name for one in design.layers] == ["texts 2", "texts"]
    design = edits.layer_moved(edits.layer_renamed(design, "texts 2", "codes"), "codes", 1)
    assert [one.name for one in design.layers] == ["texts", "codes"]
    design = edits.layer_changed(edits.to_layer(design, ["a"], "codes"), "codes", lock=Lock.QA, printed=False)
    assert design.layer_of(design.elements[0]) == Layer("codes", printed=False, lock=Lock.QA)
    assert edits.layer_renamed(design, "codes", "c").elements[0].layer == "c"
    assert edits.layer_removed(design, "codes").elements[0].layer == ""
    assert edits.layer_removed(design, "codes", "texts").elements[0].layer == "texts"
    with pytest.raises(InputError, match="Two layers"):
        edits.layer_renamed(design, "codes", "texts")


def test_guides_are_added_once_and_removed() -> None:
    guide = Guide(Direction.VERTICAL, 12.5)
    design = edits.with_guide(edits.with_guide(label(), guide), guide)
    assert design.guides == (guide,)
    assert edits.without_guide(design, guide) == label()


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("LOT", ("a",)),
        ("l02707", ("a",)),
        ("{gtin}", ("symbol",)),
        ("(01)0693", ("symbol",)),
        ("010693", ("symbol",)),
        ("datamatrix", ("symbol",)),
        ("追溯", ("block",)),
        ("SYM", ("symbol",)),
        ("inner", ("c",)),
        ("nothing", ()),
        (" ", ()),
    ],
)
def test_elements_are_found_by_name_text_and_value(wanted: str, names: tuple[str, ...]) -> None:
    design = label(
        text("a"),
        SYMBOL,
        BLOCK,
        BoxElement("c", 0, 0, 5, 5, 0.2, group="outer/inner"),
        sample=(("lot", "L02707"), ("gtin", "06932833600109")),
    )
    assert edits.found(design, wanted) == names


@given(DESIGNS, st.text(max_size=5))
def test_looking_for_anything_never_fails(design: LabelDesign, wanted: str) -> None:
    assert set(edits.found(design, wanted)) <= set(names_of(design.elements))


def test_a_picture_is_no_path_address_or_script() -> None:
    design = label()
    for wrong in ("", "/etc/passwd", "https://x/y.png", "<svg onload=1>", png()[:-1], f"{png()}\n", "AAAA"):
        with pytest.raises(InputError, match=r"PNG file in base64"):
            edits.added(design, [_picture(wrong)])
    assert edits.added(design, [_picture(png())])[1] == ("p",)


def _picture(content: str) -> Element:
    return PictureElement("p", 0, 0, 5, 5, content)


def test_groups_too_deep_are_refused() -> None:
    with pytest.raises(InputError, match="8 deep"):
        text("a", group="/".join("abcdefghi"))
    for wrong in ("/a", "a/", "a//b", "a.b"):
        with pytest.raises(InputError, match="name"):
            text("a", group=wrong)


@given(DESIGNS)
def test_nothing_selected_changes_nothing(design: LabelDesign) -> None:
    assume(design.elements)
    assert edits.moved(design, [], 1, 1) == design
    assert edits.grouped(design, []) == design
    assert edits.ungrouped(design, []) == design
    assert edits.removed(design, []) == design
