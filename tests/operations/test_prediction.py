"""The grades to expect of designs, before anything is printed."""

from dataclasses import replace

import pytest

from desktop.labels.document import LabelDesign
from desktop.labels.elements import SymbolElement
from desktop.labels.primitives import Symbology, Turn
from desktop.operations import labels
from desktop.operations.plant import Plant
from desktop.operations.prediction import PressModel, expected_grades, worded
from desktop.texts import CHINESE
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
