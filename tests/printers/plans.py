"""A small label made by hand from primitives, its picture drawn with numpy, and zplkit as a judge."""

import re
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import zplkit
from zplkit.rendering import Limits

from desktop.devices import Picture as CameraPicture
from desktop.labels.code_block import PlannedBlock
from desktop.labels.document import LabelDesign, Title
from desktop.labels.elements import CodeBlock
from desktop.labels.layout import FilledLabel, LabelPlan, MatrixSlot, Slot, SymbolSlot, TextSlot
from desktop.labels.primitives import (
    Area,
    Bars,
    Box,
    Glyph,
    Matrix,
    Picture,
    PlacedGlyph,
    Primitive,
    Symbol,
    Symbology,
    TextRun,
    Turn,
)
from desktop.symbols.code128 import encode_digits
from desktop.units import Resolution

CODE = "81234567890123456789"
Profile = Literal["zd621", "specification"]
Dots = np.ndarray[Any, np.dtype[np.bool_]]


DESIGN = LabelDesign(
    "hand",
    Title("Hand made", "手工"),
    50.0,
    20.0,
    (CodeBlock("code", 0.0, 0.0, "{code}", 0.25, 9.0, "", 2.5, "1-6-9-4", 2.5),),
)
"""Its code block is what tells a driver that the symbol "code" is a drug code."""


@dataclass
class HandMade:
    """What drivers use of a plan."""

    design: LabelDesign
    resolution: Resolution
    width_dots: int
    height_dots: int
    static: tuple[Primitive, ...]
    slots: tuple[Slot, ...]
    blocks: tuple[PlannedBlock, ...] = ()


def glyph(character: str, width: int = 13, height: int = 17) -> Glyph:
    """A glyph of dots that look random and are always the same; a blank has none."""
    dots = np.random.default_rng(ord(character)).random((height, width)) < 0.5
    if character == " ":
        dots[:] = False
    return Glyph(character, width, height, np.packbits(dots, axis=1).tobytes())


GLYPHS = {character: glyph(character) for character in "0123456789 药品追溯码"}


def text_run(element: str, text: str, x: int, y: int) -> TextRun:
    placed = tuple(PlacedGlyph(x + 15 * place, y, GLYPHS[character]) for place, character in enumerate(text))
    return TextRun(element, text, Area(x, y, 15 * len(text) - 2, 17), placed)


def bars(data: str = CODE, *, x: int = 40, y: int = 60, module_dots: int = 3, height: int = 90) -> Bars:
    modules = encode_digits(data).modules
    return Bars("code", Symbology.CODE_128, x, y, module_dots, height, modules, data)


def plan(
    *,
    dots_per_mm: int = 12,
    width: int = 603,
    height: int = 240,
    static: tuple[Primitive, ...] | None = None,
    module_dots: int = 3,
    slots: tuple[Slot, ...] | None = None,
) -> LabelPlan:
    """A drug code label: frame, heading, a fixed symbol, the code's symbol and its digits."""
    usual = (
        Box("frame", Area(4, 4, 590, 3)),
        Box("frame", Area(4, 4, 3, 220)),
        Box("dot", Area(600, 236, 1, 1)),
        text_run("heading", "药品 追溯码", 37, 21),
        bars("0693", x=480, y=70, module_dots=1, height=33),
    )
    return cast(
        "LabelPlan",
        HandMade(
            DESIGN,
            Resolution(dots_per_mm),
            width,
            height,
            usual if static is None else static,
            (
                SymbolSlot("code", Symbology.CODE_128, 40, 60, module_dots, 90),
                TextSlot("hri", Area(40, 160, 300, 17)),
            )
            if slots is None
            else slots,
        ),
    )


def slot_of(symbol: Symbol) -> Slot:
    """The slot that a symbol fills."""
    if isinstance(symbol, Matrix):
        return MatrixSlot(
            symbol.element,
            symbol.symbology,
            symbol.x,
            symbol.y,
            symbol.module_dots,
            len(symbol.rows[0]),
            len(symbol.rows),
        )
    return SymbolSlot(
        symbol.element,
        symbol.symbology,
        symbol.x,
        symbol.y,
        symbol.module_dots,
        symbol.height,
        symbol.turn,
        symbol.long,
        symbol.longer,
    )


def filled(code: str = CODE) -> FilledLabel:
    return FilledLabel((bars(code), text_run("hri", code, 41, 161)))


def dots_of(primitives: tuple[Primitive, ...], width: int, height: int) -> Dots:
    """Draw primitives by the letter of their definition."""
    paper = np.zeros((height, width), dtype=np.bool_)
    for primitive in primitives:
        if isinstance(primitive, Box):
            area = primitive.area
            paper[area.y : area.bottom, area.x : area.right] = True
        elif isinstance(primitive, Bars):
            _put(paper, primitive.area, dots_of_bars(primitive))
        elif isinstance(primitive, Matrix):
            cells = np.array([list(row) for row in primitive.rows]) == "1"
            _put(paper, primitive.area, np.kron(cells, np.ones((primitive.module_dots,) * 2)) > 0)
        elif isinstance(primitive, Picture):
            area = primitive.area
            _put(paper, area, dots_of_rows(primitive.rows, area.width, area.height))
        elif isinstance(primitive, TextRun):
            for placed in primitive.glyphs:
                own = dots_of_rows(placed.glyph.rows, placed.glyph.width, placed.glyph.height)
                paper[
                    placed.y : placed.y + placed.glyph.height, placed.x : placed.x + placed.glyph.width
                ] |= own
    return paper


def dots_of_bars(bars: Bars) -> Dots:
    """A linear symbol drawn upright, then turned."""
    upright = np.zeros((bars.height + bars.longer, len(bars.modules)), np.bool_)
    for place, module in enumerate(bars.modules):
        stands_out = any(first <= place < end for first, end in bars.long)
        upright[: bars.height + (bars.longer if stands_out else 0), place] = module == "1"
    wide = np.repeat(upright, bars.module_dots, axis=1)
    turned: Dots = np.rot90(wide, {Turn.NONE: 0, Turn.RIGHT: -1, Turn.AROUND: 2, Turn.LEFT: 1}[bars.turn])
    return turned


def _put(paper: Dots, area: Area, dots: Dots) -> None:
    assert dots.shape == (area.height, area.width)
    paper[area.y : area.bottom, area.x : area.right] |= dots


def dots_of_rows(rows: bytes, width: int, height: int) -> Dots:
    packed = np.frombuffer(rows, dtype=np.uint8).reshape(height, (width + 7) // 8)
    return np.unpackbits(packed, axis=1)[:, :width].astype(np.bool_)


def dots_of_picture(picture: CameraPicture) -> Dots:
    return dots_of_rows(picture.rows, picture.width, picture.height)


def dots_of_label(label_plan: LabelPlan, label: FilledLabel) -> Dots:
    return dots_of((*label_plan.static, *label.slots), label_plan.width_dots, label_plan.height_dots)


def without_questions(stream: bytes) -> bytes:
    """A stream without what a renderer does not know: settings, the order to answer, the quantity."""
    return re.sub(rb"\^XA\^JZN\^XZ\n|~SD\d\d\n|\^XA\^PR\d+\^XZ\n|\^FH_\^HV[^^]*\^FS|\^PQ1", b"", stream)


def dots_by_zplkit(stream: bytes, profile: Profile, label_plan: LabelPlan) -> list[Dots]:
    """Let an independent renderer draw a stream, without what it does not know."""
    own = zplkit.Options(profile=profile).compatibility
    options = zplkit.Options(
        profile=profile,
        # Every printer takes ^FN..^FD of a recalled format as data for it. Without this the profile
        # "specification" prints the data as a text of their own as well.
        compatibility=own.replace(numbered_fields_forward_only=True),
        width=label_plan.width_dots,
        height=label_plan.height_dots,
        dpi=label_plan.resolution.nominal_dpi,
    )
    known = without_questions(stream)
    pictures = []
    for scene in zplkit.render(known, options, limits=Limits(graphic_bytes=1 << 20)).labels:
        raster = scene.rasterize()
        grey = np.frombuffer(raster.pixels, dtype=np.uint8).reshape(raster.height, raster.width)
        pictures.append(grey < 128)
    return pictures
