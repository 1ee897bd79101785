"""What differs between two designs is said in words, in both languages, with its unit."""

from base64 import b64encode
from dataclasses import fields, replace

import pytest

from desktop.labels.attribute_names import ATTRIBUTES, worded
from desktop.labels.comparison import differences
from desktop.labels.document import Guide, LabelDesign, Layer, Lock, Title
from desktop.labels.elements import (
    BoxElement,
    CodeBlock,
    Direction,
    EllipseElement,
    LineElement,
    LinePurpose,
    PictureElement,
    SymbolElement,
    TextElement,
)
from desktop.labels.fields import OwnField
from desktop.labels.image import png_bytes
from desktop.labels.image_difference import difference_png
from desktop.labels.primitives import Symbology, Turn
from desktop.texts import CHINESE
from desktop.units import Resolution

TEXT = TextElement("lot", 2.0, 2.0, 20.0, 3.0, "{lot}", 2.0)
LINE = LineElement("rule", 2.0, 8.0, 20.0, 0.25)
CODE = SymbolElement("code", 3.0, 10.0, Symbology.DATA_MATRIX, "{code}", 0.5)
DESIGN = LabelDesign("d", Title("Carton", "纸盒"), 50.0, 30.0, (TEXT, LINE, CODE))


def said(newer: LabelDesign, older: LabelDesign = DESIGN) -> list[str]:
    words = differences(older, newer)
    for word in words:
        chinese = word.in_language(CHINESE)
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese), chinese
    return [str(word) for word in words]


def png(width: int) -> str:
    return b64encode(png_bytes(width, 1, bytes(1))).decode()


def changed(**attributes: object) -> LabelDesign:
    name = str(attributes.pop("name", "lot"))
    return replace(
        DESIGN,
        elements=tuple(
            replace(element, **attributes) if element.name == name else element  # type: ignore[arg-type]
            for element in DESIGN.elements
        ),
    )


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        (changed(x_mm=2.125), "Element “lot”, distance from the left edge: 2 mm → 2.125 mm"),
        (changed(bold=True), "Element “lot”, bold type: no → yes"),
        (changed(turn=Turn.RIGHT), "Element “lot”, turned by: 0° → 90°"),
        (changed(text="批号 {lot}"), "Element “lot”, text: “{lot}” → “批号 {lot}”"),
        (
            changed(name="rule", purpose=LinePurpose.FOLD),
            "Element “rule”, purpose of the line: printed line → fold line",
        ),
        (
            changed(name="rule", direction=Direction.VERTICAL),
            "Element “rule”, direction: horizontal → vertical",
        ),
        (changed(name="code", symbology=Symbology.QR), "Element “code”, symbology: DataMatrix → QR Code"),
        (replace(DESIGN, width_mm=60.0), "The label, width: 50 mm → 60 mm"),
        (
            replace(DESIGN, resolutions=(8, 12)),
            "The label, printers that it is meant for: all printers → 8, 12 dots/mm",
        ),
        (replace(DESIGN, title=Title("Box", "盒")), "The label, title: “Carton / 纸盒” → “Box / 盒”"),
        (replace(DESIGN, sample=(("lot", "L1"),)), "Sample value of {lot}: nothing → “L1”"),
        (replace(DESIGN, layers=(Layer("a"),)), "Layer “a” is new."),
        (replace(DESIGN, own_fields=(OwnField("ward"),)), "Field “ward” is new."),
        (replace(DESIGN, elements=(TEXT, LINE)), "Element “code” was removed."),
        (
            replace(DESIGN, elements=(LINE, TEXT, CODE)),
            "The elements lie above each other in another order.",
        ),
        (
            replace(DESIGN, elements=(replace(TEXT, name="batch"), LINE, CODE)),
            "Element “lot” is now called “batch”.",
        ),
        (
            replace(DESIGN, elements=(BoxElement("lot", 2.0, 2.0, 20.0, 3.0, 0.5), LINE, CODE)),
            "Element “lot” is an element of another kind now.",
        ),
    ],
)
def test_one_difference_is_one_sentence(newer: LabelDesign, expected: str) -> None:
    assert said(newer) == [expected]


def test_a_layer_that_is_locked_is_told() -> None:
    older = replace(DESIGN, layers=(Layer("a"),))
    assert said(replace(DESIGN, layers=(Layer("a", lock=Lock.ALL),)), older) == [
        "Layer “a”, locked for: none → everybody"
    ]


def test_guides_and_the_name_of_the_design_are_no_difference() -> None:
    assert said(replace(DESIGN, name="copy", guides=(Guide(Direction.VERTICAL, 3.0),))) == []


def test_another_picture_is_told_by_its_digest() -> None:
    older, newer = (
        replace(DESIGN, elements=(PictureElement("logo", 1.0, 1.0, 5.0, 5.0, png(width)),))
        for width in (1, 2)
    )
    (sentence,) = said(newer, older)
    assert sentence.startswith("Element “logo”, picture: no. ")


@pytest.mark.parametrize(
    "kind",
    [
        TextElement,
        CodeBlock,
        SymbolElement,
        LineElement,
        BoxElement,
        EllipseElement,
        PictureElement,
        Layer,
        OwnField,
    ],
)
def test_every_attribute_has_a_name_for_people(kind: type) -> None:
    assert {field.name for field in fields(kind)} - {"name"} <= set(ATTRIBUTES)


def test_a_value_that_has_no_wording_is_a_bug_and_not_a_guess() -> None:
    with pytest.raises(TypeError, match="x holds object"):
        worded("x", object())


def test_the_picture_of_a_difference_shows_who_has_which_dot() -> None:
    older = (8, 2, bytes([0b11000000, 0b00000000]))
    newer = (10, 1, bytes([0b10100000, 0b01000000]))
    picture, dots = difference_png(older, newer, Resolution(8))
    assert dots == 3
    assert picture == difference_png(older, newer, Resolution(8))[0]
