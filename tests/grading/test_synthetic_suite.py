"""The engine against the synthetic suite, so that it gets no worse; the benchmark judges it by its bars."""

import pytest

from desktop.grading.linear import grade_linear
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition
from tests.grading.constructions import X_MM, Construction, linear_constructions, matrix_constructions

PX = 10.0
DISTORTED_PX = 6.0
"""Distortions ask the same of all resolutions; smaller pictures are sooner drawn."""
ONCE_TURNED = ("turned 3", "turned 137", "turned 271")
"""Left to the benchmark: they take long to draw."""


def shown(construction: Construction) -> str:
    return construction.name


def chosen(constructions: tuple[Construction, ...]) -> list[Construction]:
    return [one for one in constructions if not one.name.endswith(ONCE_TURNED)]


def misses(construction: Construction) -> list[str]:
    px = DISTORTED_PX if construction.distorted else PX
    picture = construction.picture(px)
    image = picture.image(X_MM)
    found = picture.found(construction.symbology, construction.identifier, construction.data)
    aperture = construction.aperture * X_MM
    if construction.linear:
        graded = grade_linear(image, found, Edition.ISO_15416_2016, aperture)
    else:
        graded = grade_matrix(image, found, Edition.GBT_23704_2017, aperture)
    measured = {str(one.name): one.value for one in graded.parameters}
    measured |= {f"{one.name} grade": one.grade for one in graded.parameters}
    wrong = []
    for name, expected in construction.expected.items():
        value = measured.get(name)
        if value is None or abs(value - expected) > construction.tolerance(name, px):
            wrong.append(f"{name}: expected {expected:.2f}, measured {value}")
    return wrong


@pytest.mark.parametrize("construction", chosen(linear_constructions()), ids=shown)
def test_bars_are_measured_as_they_were_made(construction: Construction) -> None:
    assert misses(construction) == []


@pytest.mark.parametrize("construction", chosen(matrix_constructions()), ids=shown)
def test_a_matrix_is_measured_as_it_was_made(construction: Construction) -> None:
    assert misses(construction) == []
