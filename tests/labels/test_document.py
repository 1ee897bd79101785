"""What a design may be, before it is ever drawn."""

from dataclasses import replace

import pytest

from desktop.errors import InputError
from desktop.labels.elements import BoxElement, CodeBlock, LineElement, SymbolElement, TextElement
from desktop.labels.primitives import Symbology
from tests.labels.designs import BLOCK, design, text

FRAME = BoxElement("frame", 1.0, 1.0, 48.0, 28.0, 0.2)
SYMBOL = SymbolElement("matrix", 1.0, 1.0, Symbology.GS1_DATA_MATRIX, "(01){gtin}", 0.5)
LINE = LineElement("rule", 1.0, 20.0, 48.0, 0.2)


@pytest.mark.parametrize(
    ("element", "change", "what"),
    [
        (text(), {"name": ""}, "name"),
        (text(), {"name": "a.b"}, "name"),
        (text(), {"name": "x" * 61}, "name"),
        (text(), {"x_mm": float("nan")}, "x_mm"),
        (text(), {"y_mm": 1e9}, "y_mm"),
        (text(), {"width_mm": 0.0}, "width_mm"),
        (text(), {"height_mm": -1.0}, "height_mm"),
        (text(), {"size_mm": 0.0}, "size_mm"),
        (text(), {"text": "a\nb"}, "U\\+000A"),
        (text(), {"text": "\ud800"}, "U\\+D800"),
        (text(), {"text": "x" * 501}, "500"),
        (BLOCK, {"module_mm": 0.0}, "module_mm"),
        (BLOCK, {"height_mm": float("inf")}, "height_mm"),
        (BLOCK, {"grouping": "10-10"}, "1-6-9-4"),
        (BLOCK, {"gap_mm": -0.1}, "gap_mm"),
        (BLOCK, {"quiet_x": -1.0}, "quiet_x"),
        (BLOCK, {"field": "{code"}, "partner"),
        (BLOCK, {"heading": "}"}, "partner"),
        (text(), {"group": "a/"}, "name"),
        (text(), {"least_size_mm": 3.0}, "least_size_mm"),
        (text(), {"text": "{number:5}"}, "format"),
        (SYMBOL, {"data": "{gtin}"}, "begin with an application identifier"),
        (SYMBOL, {"level": "X"}, "L, M, Q or H"),
        (LINE, {"length_mm": 0.0}, "length_mm"),
        (LINE, {"thickness_mm": 0.0}, "thickness_mm"),
        (FRAME, {"thickness_mm": 101.0}, "thickness_mm"),
    ],
)
def test_an_element_that_cannot_be_is_refused(
    element: TextElement | CodeBlock | LineElement | BoxElement | SymbolElement,
    change: dict[str, object],
    what: str,
) -> None:
    with pytest.raises(InputError, match=what):
        replace(element, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"width_mm": 4.0}, "width_mm"),
        ({"height_mm": 501.0}, "height_mm"),
        ({"name": " "}, "name"),
        ({"elements": (text(), text())}, "Two elements"),
        ({"elements": tuple(text(f"t{i}") for i in range(501))}, "501 elements"),
        ({"elements": (text(text="{nothing}"),)}, "there is no field {nothing}; there are approval, code"),
        ({"sample": (("colour", "red"),)}, "no field"),
        ({"sample": (("lot", "a\x00"),)}, "U\\+0000"),
    ],
)
def test_a_design_that_cannot_be_is_refused(change: dict[str, object], what: str) -> None:
    with pytest.raises(InputError, match=what):
        design(**change)


def test_a_title_is_shown_in_the_language_of_the_person() -> None:
    title = design().title
    assert (title.in_language("en"), title.in_language("zh_CN")) == ("Test", "测试")
