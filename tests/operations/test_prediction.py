"""The grades to expect of designs, before anything is printed."""

from dataclasses import replace

import pytest

from desktop.labels.document import LabelDesign
from desktop.labels.edits import with_attribute
from desktop.labels.elements import SymbolElement
from desktop.labels.live import LiveLabel
from desktop.labels.primitives import Symbology, Turn
from desktop.operations import labels
from desktop.operations.needed_grade import NeededGrade
from desktop.operations.plant import Plant
from desktop.operations.prediction import PressModel, expected_grades, expected_live, why_none, worded
from desktop.texts import CHINESE, Text
from desktop.units import Resolution


def one_symbol(plant: Plant, symbology: Symbology, data: str, turn: Turn) -> LabelDesign:
    design = labels.load_design(plant, "drug_code_b")
    element = SymbolElement("symbol", 12.0, 12.0, symbology, data, 0.34, height_mm=12.0, turn=turn)
    return replace(design, width_mm=90.0, height_mm=90.0, elements=(element,))


@pytest.mark.parametrize("dots", [8, 12, 24])
def test_the_drug_code_of_a_template_can_be_printed_without_fault(plant: Plant, dots: int) -> None:
    design = labels.load_design(plant, "drug_code_b")
    (found,) = expected_grades(design, Resolution(dots), None, PressModel(0.0))
    assert found.symbology == "Code 128"
    assert found.expectation.grade == 4.0
    assert found.expectation.symbol.data == design.sample_values["code"]


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize(
    ("symbology", "data"),
    [
        (Symbology.EAN_13, "6932833600109"),
        (Symbology.DATA_MATRIX, "81250531278200000017"),
        (Symbology.GS1_DATA_MATRIX, "(01)06932833600109(10)L02707"),
    ],
)
def test_symbols_are_found_whichever_way_they_are_turned(
    plant: Plant, symbology: Symbology, data: str, turn: Turn
) -> None:
    (found,) = expected_grades(
        one_symbol(plant, symbology, data, turn), Resolution(12), None, PressModel(0.0)
    )
    assert found.expectation.symbol.data
    assert found.expectation.grade is not None
    assert found.expectation.grade >= 3.9


def test_more_dot_gain_is_never_expected_to_be_better(plant: Plant) -> None:
    design = labels.load_design(plant, "drug_code_b")
    grades = [
        expected_grades(design, Resolution(8), None, PressModel(gain))[0].expectation.grade
        for gain in (0.0, 0.3, 0.6, 0.9)
    ]
    known = [grade for grade in grades if grade is not None]
    assert known == sorted(known, reverse=True)
    assert known[-1] < known[0]


def test_an_expectation_is_called_one_in_both_languages(plant: Plant) -> None:
    design = labels.load_design(plant, "drug_code_b")
    (found,) = expected_grades(design, Resolution(8), None, PressModel(1.0))
    sentence = worded(found)
    assert "expected grade" in str(sentence)
    assert "limited by decodability" in str(sentence)
    assert "预计等级" in sentence.in_language(CHINESE)


def live(design: LabelDesign) -> tuple[Text | None, ...]:
    """Why no grade can be expected of the symbols of a design that is being drawn."""
    shown = LiveLabel(Resolution(8)).show(design, design.sample_values)
    return tuple(why_none(one) for one in expected_live(shown, PressModel()))


def test_a_label_that_is_being_drawn_is_expected_to_be_as_good_as_it_will_be_printed(plant: Plant) -> None:
    design = labels.load_design(plant, "drug_code_ean_13")
    shown = LiveLabel(Resolution(8)).show(design, design.sample_values)
    found = [(one.element, one.expectation.grade) for one in expected_live(shown, PressModel())]
    settled = expected_grades(design, Resolution(8), None, PressModel())
    assert found == [(one.element, one.expectation.grade) for one in settled]


@pytest.mark.parametrize("x_mm", [-300.0, -8.0, 40.0, 300.0])
def test_nothing_is_expected_of_a_symbol_that_reaches_over_the_edge(plant: Plant, x_mm: float) -> None:
    design = labels.load_design(plant, "drug_code_b")
    (reason,) = live(with_attribute(design, ["trace"], "x_mm", x_mm))
    assert str(reason) == "It reaches over the edge of the label."


def test_nothing_is_expected_of_a_symbol_that_cannot_be_drawn_and_that_says_why(plant: Plant) -> None:
    design = one_symbol(plant, Symbology.EAN_13, "6932833600100", Turn.NONE)
    (reason,) = live(design)
    assert "check digit" in str(reason)


def test_reckoning_ends_after_the_symbol_at_which_nobody_waits_any_more(plant: Plant) -> None:
    design = labels.load_design(plant, "drug_code_ean_13")
    shown = LiveLabel(Resolution(8)).show(design, design.sample_values)
    assert len(expected_live(shown, PressModel(), None, lambda _fraction: False)) == 1


@pytest.mark.parametrize(
    ("product", "least", "words", "chinese"),
    [
        (0.0, 1.5, "The rule asks for 1.5.", "标准要求不低于 1.5。"),
        (0.5, 1.5, "The rule asks for 1.5.", "标准要求不低于 1.5。"),
        (1.5, 1.5, "The rule asks for 1.5.", "标准要求不低于 1.5。"),
        (
            2.5,
            2.5,
            "The product asks for 2.5, more than the rule's 1.5.",
            "该产品要求不低于 2.5，严于标准的 1.5。",
        ),
    ],
)
def test_the_stricter_of_rule_and_product_is_needed_and_named(
    product: float, least: float, words: str, chinese: str
) -> None:
    needed = NeededGrade.of("Code 128", product)
    assert (needed.least, str(needed.sentence)) == (least, words)
    assert needed.sentence.in_language(CHINESE) == chinese


def test_a_grade_that_is_not_known_is_never_enough() -> None:
    assert not NeededGrade(0.0).met_by(None)
    assert NeededGrade(1.5, 2.5).met_by(2.5)
    assert not NeededGrade(1.5, 2.5).met_by(2.4)
