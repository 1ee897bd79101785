"""Light that scatters in paper softens the light side of edges, and verifiers see it; a lens softens both."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from desktop.grading.linear import grade_linear
from desktop.grading.model import Edition
from desktop.grading.optics import Spread, spread_of
from tests.grading.analytic import Exact, worth
from tests.grading.constructions import X_MM
from tests.grading.distortions import blurred, scattered
from tests.grading.samples import LinearSample, linear_samples
from tests.grading.synthetic import Bars, Scene, render

APERTURE = 0.7
PX = 10.0
GRID = 80
"""Places in a module where a profile is reckoned: all edges here lie between two of them."""


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """Bars of a symbol, and what became of them in printing."""

    name: str
    sample: LinearSample
    bars: Bars


def cases() -> list[Case]:
    code, _, retail, *_ = linear_samples()
    return [
        Case("Code 128 grown", code, replace(code.bars, growth=0.15)),
        Case("EAN-13", retail, retail.bars),
        Case("EAN-13 grown", retail, replace(retail.bars, growth=0.1)),
    ]


def exact(case: Case, scene: Scene) -> Exact:
    """Reckon what a disc sees of a scene, and what that is worth."""
    x = np.arange(scene.x[0], scene.x[-1], 1 / GRID) + 0.5 / GRID
    cells = scene.at(x, np.full(len(x), case.bars.height / 2))
    radius = APERTURE * GRID / 2
    chords = np.sqrt(np.maximum(radius**2 - np.arange(-int(radius), int(radius) + 1.0) ** 2, 0))
    padded = np.pad(cells, len(chords) // 2, mode="edge")
    return worth(x, np.convolve(padded, chords / chords.sum(), mode="valid"), case.sample.decodability)


def measured(case: Case, scene: Scene, blur: float, name: str = "DEC") -> float:
    picture = blurred(render(scene, PX, (0.37, 0.61)), max(blur, 0.01) * PX)
    found = picture.found(case.sample.symbology, case.sample.identifier, case.sample.data)
    graded = grade_linear(picture.image(X_MM), found, Edition.ISO_15416_2016, APERTURE * X_MM)
    return next(one.value for one in graded.parameters if one.name == name and one.value is not None)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
@pytest.mark.parametrize(("blur", "tolerance"), [(0.0, 0.3), (0.12, 1.0), (0.2, 2.0)])
def test_what_scatters_in_the_paper_counts_for_decodability_as_a_verifier_sees_it(
    case: Case, blur: float, tolerance: float
) -> None:
    scene = scattered(case.bars.scene(), share=0.3, reach=0.6)
    assert measured(case, scene, blur) == pytest.approx(exact(case, scene).decodability, abs=tolerance)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
@pytest.mark.parametrize(("blur", "tolerance"), [(0.16, 0.5), (0.25, 0.6), (0.3, 1.1)])
def test_a_lens_that_softens_both_sides_of_edges_alike_does_not_count(
    case: Case, blur: float, tolerance: float
) -> None:
    scene = case.bars.scene()
    assert measured(case, scene, blur) == pytest.approx(exact(case, scene).decodability, abs=tolerance)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_lens_does_not_lower_modulation(case: Case) -> None:
    scene = case.bars.scene()
    assert measured(case, scene, 0.17, "MOD") == pytest.approx(exact(case, scene).mod, abs=2.0)


def test_what_is_softer_than_a_lens_in_focus_counts_as_soft_print() -> None:
    case = cases()[1]
    picture = blurred(render(case.bars.scene(), PX, (0.37, 0.61)), 0.35 * PX)
    found = picture.found(case.sample.symbology, case.sample.identifier, case.sample.data)
    graded = grade_linear(picture.image(X_MM), found, Edition.ISO_15416_2016, APERTURE * X_MM)
    modulation = next(one for one in graded.parameters if one.name == "MOD")
    assert modulation.value is not None
    assert modulation.value < 80
    assert modulation.note is not None


def spread(light: float, dark: float) -> Spread | None:
    """Measure the spread of bars and spaces of 100 samples whose sides are softened by these deviations."""
    edges = np.asarray(100.0 * np.arange(1, 11), np.float64)
    x = np.arange(1100.0)
    row = np.full(len(x), 80.0)
    for edge in edges[::2]:
        inside = (x >= edge - 50) & (x < edge + 150)
        apart = np.abs(x - edge - 50) - 50
        soft = np.where(apart > 0, 1 - 0.5 * np.exp(-apart / light), 0.5 * np.exp(apart / dark))
        row = np.where(inside, 10 + 70 * soft, row)
    return spread_of(row[None].astype(np.float32), (edges,), 90.0, 1.0)


@pytest.mark.parametrize(("light", "least", "most"), [(4.0, 0.0, 0.05), (6.0, 0.3, 0.5), (3.0, 0.0, 0.0)])
def test_only_a_light_side_softer_than_the_dark_one_is_scattered_light(
    light: float, least: float, most: float
) -> None:
    found = spread(light, 4.0)
    assert found is not None
    assert least <= found.scattered <= most


def test_what_does_not_stand_out_is_no_edge_to_measure_a_lens_on() -> None:
    edges = np.asarray(100.0 * np.arange(1, 11), np.float64)
    even = np.full((1, 1100), 50.0, np.float32)
    assert spread_of(even, (edges,), 40.0, 1.0) is None
