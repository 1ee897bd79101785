"""Every template at every resolution: image, ZPL and PDF agree in every dot, whoever draws them.

Judges: zplkit in both profiles for ZPL, poppler at the printer's resolution for PDF, zxing-cpp for what
the symbols say.
"""

import functools
from pathlib import Path

import numpy as np
import pytest

import label_templates
from desktop.labels import codec
from desktop.labels.image import rows_of
from desktop.labels.layout import FilledLabel, LabelPlan, plan_labels
from desktop.labels.pdf import pdf_bytes
from desktop.labels.primitives import Bars, Matrix, Symbol, Turn
from desktop.units import Resolution
from printers.emulators.canvas import Canvas
from printers.emulators.zpl_interpreter import FormatReader, Memory, download_graphic
from printers.emulators.zpl_stream import ItemKind, ZplStream
from printers.zebra.zpl import ZplLanguage
from tests.labels.poppler import drawn_by_poppler, needs_poppler
from tests.labels.symbol_samples import read, said_by
from tests.printers.plans import Dots, dots_by_zplkit, dots_of_rows

LABEL_BY_LABEL = frozenset({"code", "serial"})
EVERY_TEMPLATE = pytest.mark.parametrize("name", label_templates.names())
EVERY_RESOLUTION = pytest.mark.parametrize("dots_per_mm", [8, 12, 24])


@functools.cache
def laid_out(name: str, dots_per_mm: int) -> tuple[LabelPlan, FilledLabel]:
    design = codec.load(label_templates.read_text(name))
    values = design.sample_values
    shared = {field: value for field, value in values.items() if field not in LABEL_BY_LABEL}
    plan = plan_labels(design, Resolution(dots_per_mm), shared)
    return plan, plan.fill(values)


def image(plan: LabelPlan, label: FilledLabel) -> Dots:
    width, height = plan.width_dots, plan.height_dots
    return dots_of_rows(rows_of(plan.primitives(label), width, height), width, height)


def symbols(plan: LabelPlan, label: FilledLabel) -> list[Symbol]:
    return [one for one in plan.primitives(label) if isinstance(one, Bars | Matrix)]


def part(dots: Dots, symbol: Symbol, free: int = 0) -> Dots:
    area = symbol.area
    top, left = max(0, area.y - free), max(0, area.x - free)
    return dots[top : area.bottom + free, left : area.right + free]


@EVERY_TEMPLATE
@EVERY_RESOLUTION
def test_the_zpl_is_drawn_by_others_as_the_image_is(name: str, dots_per_mm: int) -> None:
    plan, label = laid_out(name, dots_per_mm)
    language = ZplLanguage()
    stream = language.stored_format(plan) + language.label(label)
    expected = image(plan, label)
    for profile in ("zd621", "specification"):
        (dots,) = dots_by_zplkit(stream, profile, plan)
        assert np.array_equal(dots, expected)
    memory, complaints = Memory(plan.width_dots, plan.height_dots), list[str]()
    assert np.array_equal(printed(stream, memory, complaints), expected)
    assert complaints == []


def printed(stream: bytes, memory: Memory, complaints: list[str]) -> Dots:
    """What the emulated printer makes of a stream with one label."""
    paper = Canvas(memory.width, memory.length)
    for item in ZplStream().feed(stream):
        if item.kind is ItemKind.COMMAND:
            download_graphic(memory, item.text)
        elif (recipe := FormatReader(memory, complaints.append).read(item.text)) is not None:
            paper = recipe.draw()
    return dots_of_rows(paper.to_bytes(), memory.width, memory.length)


@needs_poppler
@EVERY_TEMPLATE
@EVERY_RESOLUTION
def test_the_pdf_is_drawn_by_poppler_as_the_image_is(name: str, dots_per_mm: int, tmp_path: Path) -> None:
    plan, label = laid_out(name, dots_per_mm)
    width, height = plan.width_dots, plan.height_dots
    pdf = pdf_bytes(plan.primitives(label), width, height, plan.resolution)
    page = drawn_by_poppler(pdf, width, height, plan.resolution, tmp_path)
    assert np.array_equal(page, image(plan, label))


@EVERY_TEMPLATE
@EVERY_RESOLUTION
def test_no_edge_of_a_bar_or_module_is_off_the_grid(name: str, dots_per_mm: int) -> None:
    plan, label = laid_out(name, dots_per_mm)
    dots = image(plan, label)
    for symbol in symbols(plan, label):
        shown = where_all_bars_are(part(dots, symbol), symbol)
        lying = isinstance(symbol, Matrix) or symbol.turn in {Turn.NONE, Turn.AROUND}
        standing = isinstance(symbol, Matrix) or not lying
        if lying:
            assert_on_grid(shown, symbol.module_dots)
        if standing:
            assert_on_grid(shown.T, symbol.module_dots)


def where_all_bars_are(dots: Dots, symbol: Symbol) -> Dots:
    """Leave out the room beside the longer bars, in which their digits stand."""
    if isinstance(symbol, Matrix) or not symbol.longer:
        return dots
    less = symbol.longer
    return {
        Turn.NONE: dots[:-less],
        Turn.RIGHT: dots[:, less:],
        Turn.AROUND: dots[less:],
        Turn.LEFT: dots[:, :-less],
    }[symbol.turn]


def assert_on_grid(dots: Dots, module_dots: int) -> None:
    """Walk along every row: where black begins or ends, a module does."""
    edges = np.flatnonzero(np.any(dots[:, 1:] != dots[:, :-1], axis=0)) + 1
    assert set(edges % module_dots) <= {0}
    assert dots.shape[1] % module_dots == 0
    assert len(edges) > 10


@EVERY_TEMPLATE
@EVERY_RESOLUTION
def test_every_symbol_reads_from_the_image_as_what_it_is(name: str, dots_per_mm: int) -> None:
    plan, label = laid_out(name, dots_per_mm)
    dots = image(plan, label)
    for symbol in symbols(plan, label):
        assert said_by(symbol) in read(part(dots, symbol, free=4 * symbol.module_dots))
