"""Grades are written as the standards write them, and never better than they are."""

from dataclasses import replace

import numpy
import pytest

from desktop.grading.formal import at_most, formal, letter, mean_of_scans, passes
from desktop.grading.model import Edition, ModuleMap, Name, Parameter, Scan, SymbolGrade
from desktop.grading.record import symbol_record
from desktop.grading.words import title
from desktop.texts import say

CORNERS = ((0.0, 0.0), (10.0, 0.0), (10.0, 5.0), (0.0, 5.0))
LINEAR = SymbolGrade(
    symbology="Code 128",
    identifier="]C0",
    data="81234561234567891234",
    corners=CORNERS,
    edition=Edition.GBT_14258_2003,
    aperture_mm=0.15,
    module_px=8.0,
    module_mm=0.25,
    grade=1.5,
    parameters=(
        Parameter(Name.DEC, 43.21, 2.0),
        Parameter(Name.SC, 70.0, 4.0, note=say("uncalibrated")),
        Parameter(Name.DECODE, None, 4.0),
    ),
)


def scan(number: int, grade: float, data: str | None = "1") -> Scan:
    empty = numpy.zeros(0, numpy.float32)
    parameters = (Parameter(Name.DEF, 17.5, grade, ((3.0, 4.0),)),)
    return Scan(number, (0.0, 0.0), (9.0, 0.0), empty, empty, parameters, grade, data)


@pytest.mark.parametrize(
    ("grade", "written"), [(4.0, "A"), (3.5, "A"), (3.4, "B"), (2.4, "C"), (1.5, "C"), (1.4, "D"), (0.4, "F")]
)
def test_a_grade_has_its_letter(grade: float, written: str) -> None:
    assert letter(grade) == written


@pytest.mark.parametrize(
    ("grade", "aperture", "written"),
    [(1.5, 0.15, "1.5/06/660"), (4.0, 0.25, "4.0/10/660"), (2.6, 0.8 * 0.36068, "2.6/11/660")],
)
def test_a_formal_grade_names_the_aperture_and_the_light(grade: float, aperture: float, written: str) -> None:
    assert formal(replace(LINEAR, grade=grade, aperture_mm=aperture)) == written


def test_there_is_no_formal_grade_without_a_scale_or_a_grade() -> None:
    assert formal(replace(LINEAR, aperture_mm=None)) is None
    assert formal(replace(LINEAR, grade=None)) is None


def test_only_a_measured_symbol_of_enough_grade_passes() -> None:
    assert passes(LINEAR)
    assert not passes(replace(LINEAR, grade=1.4))
    assert not passes(replace(LINEAR, grade=None))


def test_scans_that_read_different_data_are_worth_nothing() -> None:
    assert mean_of_scans((4.0,) * 10) == 4.0
    assert mean_of_scans((4.0,) * 10, same_data=False) == 0.0
    ungraded = replace(LINEAR, grade=None, scans=(scan(1, 4.0, "1"), scan(2, 4.0, "2")))
    assert at_most(ungraded) == 0.0


def test_a_symbol_without_a_grade_tells_what_it_is_worth_at_most() -> None:
    assert at_most(replace(LINEAR, grade=None)) == 2.0
    assert at_most(replace(LINEAR, grade=None, scans=(scan(1, 4.0), scan(2, 1.0)))) == 2.5
    assert at_most(replace(LINEAR, grade=None, parameters=())) is None


def test_a_linear_record_has_the_names_of_the_truth_tables() -> None:
    record = symbol_record(replace(LINEAR, scans=(scan(1, 3.0),)), "en")
    assert record["symbology_identifier"] == "]C0"
    assert record["formal"] == "1.5/06/660"
    assert record["parameters"] == {
        "decodability_pct": 43.21,
        "decodability_grade": 2.0,
        "symbol_contrast_pct": 70.0,
        "symbol_contrast_grade": 4.0,
        "symbol_contrast_note": "uncalibrated",
        "decode_grade": 4.0,
    }
    (first,) = record["scans"]  # type: ignore[misc]
    assert first["defects_pct"] == 17.5  # type: ignore[has-type]
    assert first["defects_at"] == [3.0, 4.0]  # type: ignore[has-type]


def test_a_matrix_record_has_the_names_of_the_truth_tables() -> None:
    columns, rows = numpy.meshgrid(
        numpy.arange(12, dtype=numpy.float32), numpy.arange(12, dtype=numpy.float32)
    )
    modules = ModuleMap(columns * 10, rows * 10, rows, rows > 5, rows)
    parameters = (
        Parameter(Name.SC, 74.0, 4.0),
        Parameter(Name.CU, 43.0, None, ((91.0, 39.0),)),
        Parameter(Name.AG, 3.0, 2.0),
        Parameter(Name.PRINT_GROWTH, 5.0, None),
        Parameter("LLS", 3.1, 3.0),
    )
    matrix = replace(LINEAR, symbology="GS1 DataMatrix", parameters=parameters, modules=modules)
    told = symbol_record(matrix, "en")["parameters"]
    assert isinstance(told, dict)
    wanted = {"SC_pct": 74.0, "SC_grade": 4.0, "CU": 43.0, "AG": 3.0, "AG_grade": 2.0, "PrntGrw_pct": 5.0}
    assert told.items() >= wanted.items()
    assert told["LLS_pct"] == 3.1
    assert told["CU_at"] == [3, 8]


def test_every_parameter_has_a_name_in_both_languages() -> None:
    words = [title(name) for name in Name] + [title("LLS")]
    assert len({word.in_language("en") for word in words}) == len(words)
    assert all(word.in_language("zh_CN") != word.in_language("en") for word in words)
