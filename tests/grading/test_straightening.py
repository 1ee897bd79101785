import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.grading.decodability import decodability
from desktop.grading.decode_linear import Family, read
from desktop.grading.straightening import Doubles, straightened
from tests.grading.samples import linear_samples

FAMILIES = {
    "Code 128": Family.CODE_128,
    "EAN-13": Family.EAN_13,
    "ITF-14": Family.ITF,
    "Code 39": Family.CODE_39,
}
SAMPLES = {sample.symbology: sample.bars for sample in linear_samples() if sample.symbology in FAMILIES}


def edges_of(symbology: str, growth: float = 0.0) -> Doubles:
    edges = numpy.array(SAMPLES[symbology].edges(), dtype=numpy.float64)
    edges[::2] -= growth / 2
    edges[1::2] += growth / 2
    return edges


def through_a_lens(edges: Doubles, strength: float, centre: float) -> Doubles:
    """Show places as radial distortion does: the rim is smaller by three times ``strength``."""
    half = (edges[-1] - edges[0]) / 2
    from_centre = (edges - edges[0]) / half - 1 - centre
    return numpy.asarray(half * from_centre * (1 - strength * from_centre**2))


def worth(symbology: str, edges: Doubles) -> float:
    family = FAMILIES[symbology]
    reading = read(family, numpy.diff(edges))
    assert reading is not None
    return decodability(family, straightened(edges, reading), reading)[0]


@pytest.mark.parametrize("symbology", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(st.floats(-0.02, 0.03), st.floats(-0.5, 0.5), st.floats(-0.15, 0.15))
def test_a_lens_takes_nothing_from_decodability(
    symbology: str, strength: float, centre: float, growth: float
) -> None:
    edges = edges_of(symbology, growth)
    family = FAMILIES[symbology]
    reading = read(family, numpy.diff(edges))
    assert reading is not None
    even = decodability(family, numpy.diff(edges), reading)[0]
    assert worth(symbology, through_a_lens(edges, strength, centre)) == pytest.approx(even, abs=0.3)


def test_a_lens_that_is_not_undone_costs_decodability() -> None:
    edges = through_a_lens(edges_of("ITF-14"), 0.03, 0.3)
    reading = read(Family.ITF, numpy.diff(edges))
    assert reading is not None
    assert decodability(Family.ITF, numpy.diff(edges), reading)[0] < 97
    assert worth("ITF-14", edges) > 99


@pytest.mark.parametrize("symbology", ["Code 128", "EAN-13"])
@settings(max_examples=25, deadline=None)
@given(st.integers(4, 50), st.floats(0.05, 0.4))
def test_an_edge_out_of_its_place_costs_as_much_as_without_straightening(
    symbology: str, place: int, shift: float
) -> None:
    edges = edges_of(symbology)
    edges[place] += shift
    family = FAMILIES[symbology]
    reading = read(family, numpy.diff(edges))
    assert reading is not None
    plain = decodability(family, numpy.diff(edges), reading)[0]
    assert worth(symbology, edges) == pytest.approx(plain, abs=0.3)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-0.2, 0.2), min_size=60, max_size=60))
def test_the_length_of_a_symbol_stays_as_it_was(noise: list[float]) -> None:
    edges = edges_of("EAN-13") + numpy.array(noise)
    reading = read(Family.EAN_13, numpy.diff(edges))
    if reading is not None:
        assert straightened(edges, reading).sum() == pytest.approx(edges[-1] - edges[0])


def test_a_symbol_of_few_edges_is_left_as_it_is() -> None:
    widths = numpy.array([1, 1, 1, 1, *[1.3, 1, 1, 1, 2.2, 2.5, 2.5, 2.5, 1, 1], 2.5, 1, 1])
    reading = read(Family.ITF, widths)
    assert reading is not None
    edges = numpy.concatenate(([0.0], numpy.cumsum(widths)))
    assert straightened(edges, reading) == pytest.approx(widths)
