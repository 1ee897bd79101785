"""Image, SVG and PDF show the same dots; each is drawn again by somebody else and compared."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.labels.elements import BoxElement
from desktop.labels.image import glyph_dots, png_bytes, rows_of
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.outline import outline
from desktop.labels.pdf import labels_pdf, register_font
from desktop.labels.primitives import Area, Bars, Box, Glyph, PlacedGlyph, Symbology, TextRun
from desktop.labels.svg import svg_text
from desktop.units import Resolution
from tests.labels.designs import BLOCK, CODE, planned, text
from tests.labels.poppler import drawn_by_poppler, needs_poppler

Dots = NDArray[np.bool_]


def dots(rows: bytes, width: int, height: int) -> Dots:
    packed = np.frombuffer(rows, np.uint8).reshape(height, (width + 7) // 8)
    return np.unpackbits(packed, axis=1, count=width).astype(np.bool_)


def drawn(plan: LabelPlan, label: FilledLabel) -> Dots:
    rows = rows_of(plan.primitives(label), plan.width_dots, plan.height_dots)
    return dots(rows, plan.width_dots, plan.height_dots)


def sample(dots_per_mm: int = 8) -> tuple[LabelPlan, FilledLabel]:
    frame = BoxElement("frame", 0.5, 0.5, 49.0, 29.0, 0.25)
    return planned(frame, BLOCK, text(text="药品 {lot} gjÅ,", bold=True), dots_per_mm=dots_per_mm)


def glyph_of(rows: list[str]) -> Glyph:
    black = np.array([[dot == "#" for dot in row] for row in rows])
    return Glyph("x", black.shape[1], black.shape[0], np.packbits(black, axis=1).tobytes())


def test_a_picture_has_each_primitive_where_it_says() -> None:
    glyph = glyph_of(["#.", ".#"])
    primitives = (
        Box("b", Area(1, 0, 2, 1)),
        Bars("s", Symbology.CODE_128, 0, 2, 2, 1, "101", "1"),
        TextRun("t", "x", Area(8, 0, 2, 2), (PlacedGlyph(8, 0, glyph),)),
    )
    picture = dots(rows_of(primitives, 10, 3), 10, 3)
    assert ["".join(".#"[int(dot)] for dot in row) for row in picture] == [
        ".##.....#.",
        ".........#",
        "##..##....",
    ]


def test_what_lies_off_the_label_is_cut_off() -> None:
    glyph = glyph_of(["##", "##"])
    primitives = (
        Box("b", Area(-5, -5, 6, 6)),
        Box("far", Area(100, 100, 5, 5)),
        Bars("s", Symbology.CODE_128, -1, 2, 2, 10, "101", "1"),
        TextRun("t", "x", Area(3, -1, 2, 2), (PlacedGlyph(3, -1, glyph),)),
    )
    picture = dots(rows_of(primitives, 4, 3), 4, 3)
    assert ["".join(".#"[int(dot)] for dot in row) for row in picture] == ["#..#", "....", "#..#"]


def test_every_bar_begins_and_ends_on_a_whole_module() -> None:
    plan, label = planned(BLOCK, dots_per_mm=12)
    (bars,) = (one for one in label.slots if isinstance(one, Bars))
    row = drawn(plan, label)[bars.y + bars.height // 2]
    edges = np.flatnonzero(np.diff(row.astype(np.int8))) + 1
    assert len(edges) == 2 * 40  # 12 characters of 3 bars and a stop character of 4
    assert set((edges - bars.x) % bars.module_dots) == {0}
    assert edges[0] == bars.x
    assert edges[-1] == bars.area.right


@pytest.mark.parametrize("dots_per_mm", [6, 8, 12, 24])
def test_a_png_holds_the_dots_in_one_bit_each_and_their_real_size(dots_per_mm: int) -> None:
    plan, label = sample(dots_per_mm)
    rows = rows_of(plan.primitives(label), plan.width_dots, plan.height_dots)
    picture = Image.open(io.BytesIO(png_bytes(plan.width_dots, plan.height_dots, rows, plan.resolution)))
    assert picture.mode == "1"
    assert np.array_equal(~np.asarray(picture), drawn(plan, label))
    assert picture.info["dpi"] == pytest.approx((dots_per_mm * 25.4,) * 2, rel=1e-4)


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0))
def test_the_outline_of_a_glyph_holds_its_black_dots_and_nothing_else(
    width: int, height: int, seed: int
) -> None:
    black = np.random.default_rng(seed).random((height, width)) < 0.6
    glyph = Glyph("x", width, height, np.packbits(black, axis=1).tobytes())
    winding = np.zeros((height, width), np.int_)
    for loop in outline(glyph):
        for (x, y), (to_x, to_y) in zip(loop, (*loop[1:], loop[0]), strict=True):
            assert x == to_x or y == to_y
            if x == to_x:  # what lies right of a line up or down is one turn further in or out
                winding[min(y, to_y) : max(y, to_y), x:] += 1 if to_y < y else -1
    assert np.array_equal(winding != 0, black)
    assert set(np.unique(winding)) <= {0, 1}


def drawn_by_qt(svg: str, width: int, height: int) -> NDArray[np.uint8]:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return rows[:, :width].copy()


@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_the_svg_drawn_by_qt_has_the_very_same_dots(dots_per_mm: int) -> None:
    plan, label = sample(dots_per_mm)
    width, height = plan.width_dots, plan.height_dots
    svg = svg_text(plan.primitives(label), width, height, plan.resolution)
    assert np.array_equal(drawn_by_qt(svg, width, height) < 128, drawn(plan, label))


def test_an_svg_has_its_real_size_and_its_title_cannot_break_it() -> None:
    svg = svg_text((), 400, 240, Resolution(8), 'a "<b>&')
    assert 'width="50mm" height="30mm"' in svg
    assert 'a "&lt;b&gt;&amp;' in svg


@needs_poppler
@pytest.mark.parametrize("dots_per_mm", [8, 12, 24])
def test_the_pdf_drawn_by_poppler_has_the_very_same_dots(dots_per_mm: int, tmp_path: Path) -> None:
    plan, label = sample(dots_per_mm)
    width, height = plan.width_dots, plan.height_dots
    pdf = labels_pdf([(), plan.primitives(label)], width, height, plan.resolution)
    page = drawn_by_poppler(pdf, width, height, plan.resolution, tmp_path, page=2)
    assert np.array_equal(page, drawn(plan, label))


def test_the_same_labels_make_the_same_pdf() -> None:
    plan, label = sample()
    pages = [plan.primitives(label), plan.primitives(plan.fill({"code": CODE}))]
    first, second = (labels_pdf(pages, 400, 240, plan.resolution, title="T") for _ in range(2))
    assert first == second


def test_each_glyph_is_written_into_a_pdf_once() -> None:
    plan, label = sample()
    one = labels_pdf([plan.primitives(label)], 400, 240, plan.resolution)
    many = labels_pdf([plan.primitives(label)] * 20, 400, 240, plan.resolution)
    assert one.count(b"/Subtype /Form") == many.count(b"/Subtype /Form") > 10


def test_the_font_of_reports_has_chinese() -> None:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 (what is asked is what reportlab knows then)

    font = pdfmetrics.getFont(register_font())
    assert font.stringWidth("药品", 10) == pytest.approx(20)


def test_a_glyph_gives_its_dots_back() -> None:
    glyph = glyph_of(["#.#.#.#.#", ".#.#.#.#."])
    assert glyph_dots(glyph).tolist() == [[x % 2 == y for x in range(9)] for y in range(2)]
