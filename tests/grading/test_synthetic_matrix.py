"""The expected values of the matrix suite: placement, faults and overlay, against readers of other houses."""

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from tests.grading import distortions
from tests.grading.placement import SIZES, Size, codewords_at, in_order, read_codewords, size_of
from tests.grading.samples import matrix_sample
from tests.grading.synthetic import render
from tests.grading.synthetic_matrix import (
    LINE_NODES,
    UEC_NODES,
    Modules,
    average_grade,
    line_damage,
    margin_grade,
    modulation,
    modulation_grade,
    step_grade,
    unused_correction,
    wrong_codewords,
)

SMALL = [size for size in SIZES if size.rows * size.columns <= 52 * 52]


def name(size: Size) -> str:
    return f"{size.rows}x{size.columns}"


def read(symbol: Modules, px: float = 6) -> tuple[str, float]:
    picture = render(symbol.scene(), px, (0.3, 0.6))
    found = zxingcpp.read_barcode(
        distortions.greys(picture),
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.DataMatrix]),
        text_mode=zxingcpp.TextMode.Plain,
    )
    assert found is not None
    extra = found.extra
    assert isinstance(extra, dict)
    return found.text, float(extra["UEC"])


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_a_writer_of_another_house_places_codewords_as_we_read_them(size: Size) -> None:
    codewords = read_codewords(size, matrix_sample(size.rows, size.columns).wanted()[1:-1, 1:-1])
    assert in_order(size, codewords)


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_one_wrong_module_puts_a_symbol_out_of_order(size: Size) -> None:
    symbol = replace(matrix_sample(size.rows, size.columns), flips=wrong_codewords(size, 1))
    assert not in_order(size, read_codewords(size, symbol.shown()[1:-1, 1:-1]))


@pytest.mark.parametrize("size", SIZES, ids=name)
def test_each_bit_of_each_codeword_has_one_module(size: Size) -> None:
    where = codewords_at(size)
    assert sorted(where[where >= 0]) == list(range(8 * (size.data + size.correction)))


def test_zint_draws_the_codewords_where_we_read_them() -> None:
    zint = pytest.importorskip("zint", reason="zint-bindings is not made for this machine")
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    symbol.option_3 = zint.DataMatrixOptions.SQUARE
    symbol.encode("PACKMARK 0123456789 tests its grades")
    symbol.buffer()
    pixels = np.asarray(symbol.bitmap)
    grey = pixels[..., 0] if pixels.ndim == 3 else pixels
    rows = grey[:: grey.shape[0] // _side(grey), :: grey.shape[1] // _side(grey)] < 128
    assert in_order(size_of(*rows.shape), read_codewords(size_of(*rows.shape), rows))


def _side(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
    """Return the modules of a square symbol without quiet zone: its clock track changes at each."""
    return int(np.count_nonzero(np.diff(grey[0].astype(int)))) + 1


@pytest.mark.parametrize("size", SMALL, ids=name)
@pytest.mark.parametrize("share", [0.2, 0.35])
def test_wrong_codewords_cost_zxing_the_same_correction(size: Size, share: float) -> None:
    wrong = max(1, int(share * size.correction_each))
    symbol = replace(matrix_sample(size.rows, size.columns), flips=wrong_codewords(size, wrong))
    expected = unused_correction(size, range(0, wrong * size.blocks, size.blocks))
    text, theirs = read(symbol)
    assert text == "810000"
    # It gives two digits, cut or rounded.
    assert theirs == pytest.approx(expected / 100, abs=0.0101)


def test_seven_wrong_of_a_24x24_leave_five_twelfths() -> None:
    assert unused_correction(size_of(24, 24), range(7)) == pytest.approx(41.667, abs=0.001)
    assert step_grade(41.667, UEC_NODES) == 2


def test_the_worst_block_counts() -> None:
    size = size_of(52, 52)
    assert unused_correction(size, [0, 2, 4, 1]) == pytest.approx(100 * (1 - 6 / 42))


def test_a_symbol_with_wrong_codewords_at_full_contrast_has_full_modulation_and_little_margin() -> None:
    symbol = replace(matrix_sample(24, 24), flips=wrong_codewords(size_of(24, 24), 7))
    assert (modulation_grade(symbol), margin_grade(symbol)) == (4, 2)


def test_a_module_between_paper_and_ink_has_the_modulation_of_its_grey() -> None:
    symbol = replace(matrix_sample(10, 10), tints={(3, 4): 45 + 0.3 * 40})
    assert abs(modulation(symbol)[4, 5]) == pytest.approx(30)
    assert sorted({float(one) for one in np.abs(modulation(symbol)).round(6).ravel()}) == [30, 100]


@pytest.mark.parametrize(("codewords", "grade"), [(1, 4), (5, 3), (6, 3), (7, 2), (11, 2), (12, 2)])
def test_grey_codewords_are_overlaid_by_the_correction_that_is_left(codewords: int, grade: int) -> None:
    size = size_of(24, 24)
    tints = dict.fromkeys(wrong_codewords(size, codewords), 45 + 0.35 * 40)
    assert modulation_grade(replace(matrix_sample(24, 24), tints=tints)) == grade


@pytest.mark.parametrize(
    ("flips", "lls", "grade"),
    [(0, 0.0, 4), (1, 100 / 22, 3), (2, 200 / 22, 2), (3, 300 / 22, 1), (4, 400 / 22, 0)],
)
def test_a_gap_in_the_left_line_is_its_share(flips: int, lls: float, grade: int) -> None:
    symbol = replace(matrix_sample(22, 22), flips=frozenset((2 * n + 3, 0) for n in range(flips)))
    assert line_damage(symbol)["LLS"] == pytest.approx(lls)
    assert step_grade(line_damage(symbol)["LLS"], LINE_NODES, rising=False) == grade


def test_a_spot_in_the_quiet_zone_is_a_share_of_its_longer_line() -> None:
    symbol = replace(matrix_sample(22, 22), flips=frozenset({(5, -1)}))
    assert line_damage(symbol)["LQZ"] == pytest.approx(100 / 24)


def test_the_average_grade_falls_faster_than_the_mean() -> None:
    assert [
        average_grade((4, 4, 4, 4, 4)),
        average_grade((3, 4, 4, 4, 4)),
        average_grade((3, 3, 3, 3, 3)),
    ] == [
        4,
        3,
        2,
    ]


@pytest.mark.parametrize(("stretch", "anu"), [(1.0, 0.0), (2.11 / 1.89, 11.0), (1.89 / 2.11, 11.0)])
def test_a_stretched_symbol_has_the_axial_non_uniformity_of_its_stretch(stretch: float, anu: float) -> None:
    symbol = replace(matrix_sample(22, 22), stretch=stretch)
    (left, top), _, (right, bottom), _ = render(symbol.scene(), 10).corners
    across, down = right - left, bottom - top
    assert symbol.anu() == pytest.approx(anu)
    assert 200 * abs(across - down) / (across + down) == pytest.approx(anu, abs=1e-6)


@pytest.mark.parametrize("bow", [(0.5, 0.0), (0.0, -0.4), (0.5, 0.5)])
def test_bowed_columns_and_rows_lie_beside_the_grid_of_their_corners(bow: tuple[float, float]) -> None:
    symbol = replace(matrix_sample(18, 18), bow=bow)
    scene = symbol.scene()
    worst = []
    for edges in (scene.x, scene.y):
        centres = ((edges[1:] + edges[:-1]) / 2)[symbol.quiet : -symbol.quiet]
        worst.append(np.abs(centres - np.linspace(centres[0], centres[-1], 18)).max())
    assert symbol.gnu() == pytest.approx(100 * float(np.hypot(*worst)), abs=0.01)


@pytest.mark.parametrize("bow", [0.5, -0.4])
def test_a_nominal_rim_ends_half_a_module_outside_of_its_centres(bow: float) -> None:
    symbol = replace(matrix_sample(18, 18), bow=(bow, 0.0), nominal_rim=True)
    edges = symbol.scene().x[symbol.quiet : -symbol.quiet]
    t = np.arange(18) / 17
    centres = np.arange(18) + 0.5 + bow * 4 * t * (1 - t)
    assert edges[[0, -1]] == pytest.approx([0, 18])
    assert edges[1:-1] == pytest.approx((centres[1:] + centres[:-1]) / 2)


@pytest.mark.parametrize("tenths", [-2, 1, 3])
def test_growth_is_seen_in_the_clock_track(tenths: int) -> None:
    symbol = replace(matrix_sample(16, 16), growth=(tenths, 0))
    picture = render(symbol.scene(), 20).reflectance
    clock = picture[int(20 * (symbol.quiet + 0.5)), 20 * (symbol.quiet + 1) : 20 * (symbol.quiet + 15)]
    assert float((clock < 45).mean()) == pytest.approx((1 + tenths / 10) / 2, abs=1e-6)


def test_growth_along_one_axis_leaves_the_other_as_it_is() -> None:
    symbol = replace(matrix_sample(16, 16), growth=(0, 2))
    picture = render(symbol.scene(), 20).reflectance
    quiet = 20 * symbol.quiet
    assert float((picture[quiet + 10, quiet + 20 : quiet + 300] < 45).mean()) == pytest.approx(0.5)


@pytest.mark.parametrize("growth", [(2, 2), (-2, -2), (3, 0)])
def test_a_grown_symbol_still_reads(growth: tuple[int, int]) -> None:
    assert read(replace(matrix_sample(22, 22), growth=growth), 8)[0] == "810000"


def test_a_light_symbol_on_dark_ground_reads_and_has_full_modulation() -> None:
    symbol = replace(matrix_sample(22, 22), light=5, dark=85)
    assert read(symbol)[0] == "810000"
    assert modulation(symbol).min() == pytest.approx(100)
