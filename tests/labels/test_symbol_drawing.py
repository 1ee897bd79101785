"""Symbols of every kind and turn in image, SVG and PDF: the same dots by everybody, and they read."""

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop.labels.image import rows_of
from desktop.labels.outline import matrix_outline
from desktop.labels.pdf import labels_pdf, pdf_bytes, write_labels_pdf
from desktop.labels.primitives import Area, Box, Matrix, Picture, Primitive, Symbol, Symbology, Turn
from desktop.labels.svg import svg_text
from desktop.labels.watermark import GREY, proof_png, watermark
from desktop.units import Resolution
from tests.labels.poppler import drawn_by_poppler, greys_by_poppler, needs_poppler
from tests.labels.symbol_samples import DATA, moved, read, said_by, symbol
from tests.labels.test_drawing import Dots, drawn_by_qt
from tests.printers.plans import dots_of, dots_of_rows

PROOF = "样张 PROOF"


def sheet(module_dots: int, turn: Turn) -> tuple[tuple[Symbol, ...], Area]:
    """A label with every symbol, one below the other, turned."""
    placed = []
    y = 20
    for symbology, data in DATA:
        one = symbol(symbology, data, module_dots=module_dots, turn=turn)
        placed.append(moved(one, 31, y))
        y += one.area.height + 20
    return tuple(placed), Area(0, 0, max(one.area.right for one in placed) + 20, y)


def image(primitives: tuple[Primitive, ...], size: Area) -> Dots:
    return dots_of_rows(rows_of(primitives, size.width, size.height), size.width, size.height)


def picture(seed: int = 3) -> Picture:
    dots = np.random.default_rng(seed).random((77, 101)) < 0.4
    return Picture("logo", Area(11, 23, 101, 77), np.packbits(dots, axis=1).tobytes())


@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize("module_dots", [1, 4])
def test_the_image_and_the_svg_have_every_symbol_as_it_is_defined(module_dots: int, turn: Turn) -> None:
    symbols, size = sheet(module_dots, turn)
    expected = dots_of((*symbols, picture()), size.width, size.height)
    assert np.array_equal(image((*symbols, picture()), size), expected)
    svg = svg_text((*symbols, picture()), size.width, size.height, Resolution(12))
    assert np.array_equal(drawn_by_qt(svg, size.width, size.height) < 128, expected)


@needs_poppler
@pytest.mark.parametrize("turn", Turn)
@pytest.mark.parametrize(("dots_per_mm", "module_dots"), [(6, 1), (8, 2), (12, 3), (24, 5)])
def test_the_pdf_has_every_symbol_dot_for_dot(
    dots_per_mm: int, module_dots: int, turn: Turn, tmp_path: Path
) -> None:
    symbols, size = sheet(module_dots, turn)
    shown = (*symbols, picture())
    pdf = pdf_bytes(shown, size.width, size.height, Resolution(dots_per_mm))
    page = drawn_by_poppler(pdf, size.width, size.height, Resolution(dots_per_mm), tmp_path)
    assert np.array_equal(page, image(shown, size))


@pytest.mark.parametrize(("symbology", "data"), DATA)
@pytest.mark.parametrize("turn", Turn)
def test_an_image_reads_as_its_symbol_however_it_is_turned(
    symbology: Symbology, data: str, turn: Turn
) -> None:
    one = symbol(symbology, data, turn=turn)
    size = Area(0, 0, one.area.right + 40, one.area.bottom + 40)
    assert read(image((one,), size)) == {said_by(one)}


@settings(max_examples=50)
@given(st.integers(1, 7), st.integers(1, 25), st.integers(1, 25), st.integers(0))
def test_the_outline_of_modules_holds_the_black_ones_and_nothing_else(
    module_dots: int, columns: int, rows: int, seed: int
) -> None:
    cells = np.random.default_rng(seed).random((rows, columns)) < 0.5
    lines = tuple("".join("01"[cell] for cell in row) for row in cells.astype(int))
    matrix = Matrix("m", Symbology.QR, 2, 3, module_dots, lines, "")
    area = matrix.area
    winding = np.zeros((area.bottom, area.right), np.int_)
    for loop in matrix_outline(matrix):
        for (x, y), (to_x, to_y) in zip(loop, (*loop[1:], loop[0]), strict=True):
            if x == to_x:
                winding[int(min(y, to_y)) : int(max(y, to_y)), int(x) :] += 1 if to_y < y else -1
    assert np.array_equal(winding == 1, dots_of((matrix,), area.right, area.bottom))


def test_a_proof_has_its_mark_in_every_kind_of_file_and_the_label_keeps_its_dots() -> None:
    box = Box("box", Area(30, 20, 200, 40))
    size = Area(0, 0, 400, 240)
    black = image((box,), size)
    mark = image((watermark(PROOF, size.width, size.height),), size)
    assert 0.02 < mark.mean() < 0.3
    expected = np.where(black, 0, np.where(mark, round(GREY * 255), 255))

    png = Image.open(io.BytesIO(proof_png((box,), size.width, size.height, Resolution(8), PROOF)))
    assert png.info["dpi"] == pytest.approx((203.2, 203.2), rel=1e-4)
    assert np.array_equal(np.asarray(png), expected)
    svg = svg_text((box,), size.width, size.height, Resolution(8), proof=PROOF)
    assert np.array_equal(drawn_by_qt(svg, size.width, size.height), expected)
    pdf = pdf_bytes((box,), size.width, size.height, Resolution(8), proof=PROOF)
    plain = pdf_bytes((box,), size.width, size.height, Resolution(8))
    assert b"/Subtype /Image" in pdf
    assert b"/Subtype /Image" not in plain


@needs_poppler
def test_the_mark_of_a_proof_is_as_grey_in_the_pdf(tmp_path: Path) -> None:
    size = Area(0, 0, 400, 240)
    pdf = pdf_bytes((), size.width, size.height, Resolution(8), proof=PROOF)
    mark = image((watermark(PROOF, size.width, size.height),), size)
    greys = greys_by_poppler(pdf, size.width, size.height, Resolution(8), tmp_path)
    assert np.array_equal(greys, np.where(mark, round(GREY * 255), 255))


@pytest.mark.parametrize(("width", "height"), [(40, 2000), (2000, 40), (1, 1), (400, 240)])
def test_the_mark_stays_on_the_label(width: int, height: int) -> None:
    area = watermark(PROOF, width, height).area
    assert 0 <= area.x <= area.right <= width
    assert 0 <= area.y <= area.bottom <= height


def test_a_mark_without_characters_is_no_mark() -> None:
    assert not any(watermark(" ", 100, 100).rows)


def test_a_picture_is_written_into_a_pdf_once() -> None:
    pages = [(picture(), picture(4))] * 9
    pdf = labels_pdf(pages, 400, 240, Resolution(8))
    assert pdf.count(b"/Subtype /Image") == 2
    assert pdf.count(b"/Type /Page ") == 9


def test_a_pdf_leaves_the_program_as_its_labels_come() -> None:
    out = io.BytesIO()
    sizes = []

    def coming() -> Iterator[tuple[Primitive, ...]]:
        for place in range(5):
            sizes.append(out.tell())
            yield (Box("b", Area(place, place, 9, 9)),)

    write_labels_pdf(out, coming(), 100, 100, Resolution(8))
    assert sizes == sorted(set(sizes))


@needs_poppler
def test_a_pdf_says_its_title_and_its_size(tmp_path: Path) -> None:
    path = tmp_path / "labels.pdf"
    path.write_bytes(labels_pdf([(), (), ()], 400, 240, Resolution(8), title="批号 (L/07) <\\>"))
    told = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True, encoding="utf-8")
    assert "批号 (L/07) <\\>" in told.stdout
    assert re.search(r"Pages: +3\n", told.stdout)
    assert re.search(r"Page size: +141\.73\d* x 85\.03\d* pts", told.stdout)
    assert not told.stderr
