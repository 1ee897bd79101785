"""Elements on their way between designs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from desktop.labels import edits
from desktop.labels.codec import dump
from desktop.labels.document import LabelDesign, Layer, Lock, Title
from desktop.labels.elements import TextElement
from desktop.labels.fields import FieldKind, OwnField
from tests.labels.documents import drawings

EMPTY = LabelDesign("other", Title("Other", "其他"), 50.0, 30.0, ())


def text(name: str, **changes: object) -> TextElement:
    made = TextElement(name, 4.0, 6.0, 10.0, 4.0, "{shift} {lot}", 2.0)
    return replace(made, **changes)  # type: ignore[arg-type]


SOURCE = LabelDesign(
    "source",
    Title("Source", "来源"),
    50.0,
    30.0,
    (text("a", layer="texts"), text("b", x_mm=9.0, y_mm=2.0, text="b")),
    sample=(("shift", "3"), ("lot", "L1"), ("gtin", "1")),
    layers=(Layer("texts"), Layer("unused")),
    own_fields=(OwnField("shift", FieldKind.NUMBER, 1), OwnField("unused")),
)


def test_own_fields_come_along_with_their_samples_and_layers_do_not() -> None:
    made, names = edits.pasted(EMPTY, edits.copied(SOURCE, ["a"]))
    assert names == ("a",)
    assert made.elements == (text("a"),)
    assert made.own_fields == (OwnField("shift", FieldKind.NUMBER, 1),)
    assert made.sample == (("shift", "3"), ("lot", "L1"))
    assert made.layers == ()


def test_what_the_design_has_already_stays() -> None:
    own = (OwnField("shift"),)
    target = replace(EMPTY, own_fields=own, sample=(("lot", "MINE"),), layers=(Layer("texts"),))
    made, _ = edits.pasted(target, edits.copied(SOURCE, ["a"]))
    assert (made.own_fields, made.sample) == (own, (("lot", "MINE"), ("shift", "3")))
    assert made.elements[0].layer == "texts"


def test_nothing_is_pasted_onto_a_locked_layer() -> None:
    target = replace(EMPTY, layers=(Layer("texts", lock=Lock.QA),))
    assert edits.pasted(target, edits.copied(SOURCE, ["a"]))[0].elements[0].layer == ""


def test_pasted_elements_keep_their_places_to_each_other() -> None:
    made, _ = edits.pasted(EMPTY, edits.copied(SOURCE, ["a", "b"]), (20.0, 10.0))
    assert [(one.x_mm, one.y_mm) for one in made.elements] == [(20, 14), (25, 10)]


@given(drawings(least=1), st.data())
def test_pasting_twice_makes_other_names_and_groups(design: LabelDesign, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from([one.name for one in design.elements]), unique=True))
    copied = edits.copied(design, names)
    once, first = edits.pasted(design, copied)
    twice, second = edits.pasted(once, copied)
    assert len({*first, *second}) == 2 * len(names)
    assert twice.elements[: len(design.elements)] == design.elements
    groups = [{one.group for one in twice.elements if one.name in part} - {""} for part in (first, second)]
    assert not groups[0] & groups[1]


def test_a_whole_design_file_can_be_pasted() -> None:
    assert edits.pasted(EMPTY, dump(SOURCE))[1] == ("a", "b")


@pytest.mark.parametrize("content", ["", "hello", "<svg/>", "{}", "[" * 100_000, '{"format": 99}'])
def test_what_holds_no_elements_is_refused(content: str) -> None:
    with pytest.raises(InputError):
        edits.pasted(EMPTY, content)


def test_more_elements_than_a_design_can_have_are_refused() -> None:
    full = replace(EMPTY, elements=tuple(text(f"t{n}", text="") for n in range(500)))
    with pytest.raises(InputError, match="501 elements"):
        edits.pasted(full, edits.copied(full, ["t0"]))
