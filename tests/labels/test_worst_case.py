"""The longest values that the labels of a design can have."""

from collections.abc import Iterator, Mapping

import pytest

from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import SymbolElement, TextElement
from desktop.labels.fields import OwnField
from desktop.labels.primitives import Symbology
from desktop.labels.worst_case import codewords, worst_case

MATRIX = SymbolElement("m", 5.0, 5.0, Symbology.GS1_DATA_MATRIX, "(01){gtin}(21){serial}", 0.5)
TEXT = TextElement("t", 5.0, 5.0, 30.0, 4.0, "{lot} {specimen}", 2.0)
DESIGN = LabelDesign("test", Title("a", "b"), 50.0, 30.0, (MATRIX, TEXT))
SHARED = {"gtin": "06932833600109"}


def labels(**values: list[str]) -> Iterator[Mapping[str, str]]:
    for row in zip(*values.values(), strict=True):
        yield dict(zip(values, row, strict=True))


def test_without_values_fields_are_as_long_as_their_kind_allows() -> None:
    worst = worst_case(DESIGN, SHARED)
    assert worst["gtin"] == SHARED["gtin"]
    assert len(worst["serial"]) == len(worst["lot"]) == 20
    assert worst["specimen"] == ""
    assert codewords(worst["serial"]) == 20


def test_each_field_gets_the_worst_of_the_values_that_come() -> None:
    worst = worst_case(
        DESIGN, SHARED, labels(serial=["1", "12345678", "ABCDEF", "AB"], lot=["L1", "L", "L1234", "L22"])
    )
    assert (worst["serial"], worst["lot"]) == ("12345678", "L1234")


def test_what_a_symbol_encodes_is_measured_by_its_codewords() -> None:
    values = labels(serial=["1234567890", "abcdefg"], lot=["L", "L"])
    assert worst_case(DESIGN, SHARED, values)["serial"] == "abcdefg"


def test_what_is_only_text_is_measured_by_its_width() -> None:
    values = labels(serial=["1", "1"], lot=["12345", "一二三"])
    assert worst_case(DESIGN, SHARED, values)["lot"] == "一二三"


def test_values_that_are_shared_or_not_used_are_left_alone() -> None:
    worst = worst_case(DESIGN, SHARED, labels(gtin=["999999999999999999"], order=["1"], serial=["1"]))
    assert worst["gtin"] == SHARED["gtin"]
    assert "order" not in worst


def test_own_fields_have_a_worst_case_too() -> None:
    text = TextElement("t", 5.0, 5.0, 30.0, 4.0, "{shift}", 2.0)
    design = LabelDesign("test", Title("a", "b"), 50.0, 30.0, (text,), own_fields=(OwnField("shift"),))
    assert worst_case(design, {})["shift"] == "W" * 60


@pytest.mark.parametrize(
    ("value", "words"), [("", 0), ("1", 2 / 3), ("123456", 3), ("ABC", 2), ("a1", 2), ("追", 2)]
)
def test_codewords_are_those_of_the_shorter_encodation(value: str, words: float) -> None:
    assert codewords(value) == pytest.approx(words)
