"""What rests on limits that the text of a standard does not confirm says so, wherever it is told."""

from dataclasses import replace

import pytest

from desktop.grading.direct_marks import grade_direct_mark
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Calibration, Edition, SymbolGrade
from desktop.grading.qr import grade_qr
from desktop.grading.record import symbol_record
from desktop.grading.thresholds import TABLES
from desktop.texts import CHINESE, ENGLISH
from tests.grading import synthetic_qr
from tests.grading.samples import matrix_sample
from tests.grading.synthetic import render
from tests.grading.synthetic_matrix import Modules

CARD = Calibration(5.0, 85.0, 0.05, 0.85, "card 7", "QA", "2026-01-05")
MATRIX = matrix_sample(18, 18)
DAMAGED = replace(MATRIX, flips=frozenset({(5, 0)}))
QR = synthetic_qr.sample(2)


def graded(symbol: Modules, edition: Edition) -> SymbolGrade:
    picture = render(symbol.scene(), 12, (0.3, 0.6))
    image = replace(picture.image(), calibration=CARD)
    qr = len(symbol.rows) == len(QR.rows)
    found = picture.found("QR Code" if qr else "DataMatrix", "", "")
    if edition is Edition.ISO_29158_2020:
        return grade_direct_mark(image, found, edition, None)
    return (grade_qr if qr else grade_matrix)(image, found, edition, None)


def provisional(symbol: Modules, edition: Edition) -> set[str]:
    return {str(one.name) for one in graded(symbol, edition).parameters if one.provisional}


@pytest.mark.parametrize("symbol", [MATRIX, QR])
@pytest.mark.parametrize(
    ("edition", "names"),
    [
        (Edition.GBT_23704_2017, set()),
        (Edition.ISO_15415_2024, {"PrntGrw"}),
        (Edition.ISO_29158_2020, {"CM", "MR"}),
    ],
)
def test_of_a_symbol_without_damage_only_fitted_figures_are_provisional(
    symbol: Modules, edition: Edition, names: set[str]
) -> None:
    assert provisional(symbol, edition) == names


def test_damage_makes_its_segment_and_what_follows_from_it_provisional() -> None:
    assert provisional(DAMAGED, Edition.GBT_23704_2017) == {"LLS", "AG", "FPD"}


def test_damage_that_a_remembered_limit_forgives_is_provisional_too() -> None:
    forgiven = replace(MATRIX, flips=frozenset({(0, 5)}))
    track = next(one for one in graded(forgiven, Edition.GBT_23704_2017).parameters if one.name == "TCT")
    assert (track.grade, track.provisional) == (4.0, True)


def test_the_segments_of_a_qr_code_are_provisional_where_they_are_damaged() -> None:
    damaged = replace(QR, flips=frozenset({(0, 0)}))
    assert provisional(damaged, Edition.GBT_23704_2017) == {"A1", "AG", "FPD"}


@pytest.mark.parametrize("edition", [Edition.ISO_15415_2024, Edition.ISO_29158_2020])
@pytest.mark.parametrize("symbol", [DAMAGED, QR])
def test_every_provisional_parameter_tells_what_is(symbol: Modules, edition: Edition) -> None:
    for one in graded(symbol, edition).parameters:
        if one.provisional:
            assert one.note is not None
            assert one.note.in_language(CHINESE) != one.note.in_language(ENGLISH)


def test_a_record_flags_what_is_provisional_and_lists_it() -> None:
    record = symbol_record(graded(DAMAGED, Edition.ISO_15415_2024), ENGLISH)
    parameters = record["parameters"]
    assert isinstance(parameters, dict)
    assert record["provisional"] == ["LLS", "AG", "FPD", "PrntGrw"]
    assert parameters["PrntGrw_provisional"] is True
    assert "provisional" in str(parameters["PrntGrw_note"])
    assert "SC_provisional" not in parameters


def test_a_parameter_that_is_graded_by_an_unsure_row_is_provisional() -> None:
    symbol = graded(DAMAGED, Edition.ISO_15415_2024)
    rows = TABLES[Edition.ISO_15415_2024]
    for one in symbol.parameters:
        if one.name in rows and not rows[one.name].sure and one.grade != 4.0:
            assert one.provisional
