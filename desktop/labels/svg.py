"""A label as SVG: one unit is one dot, bars are rectangles, type and modules are outlines of their dots."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

import numpy as np

from desktop.labels.outline import matrix_outline, outline
from desktop.labels.primitives import Area, Bars, Box, Glyph, Matrix, Picture, Primitive, TextRun
from desktop.labels.watermark import GREY, watermark
from desktop.units import Resolution

_LIGHT: Final = "#" + f"{round(GREY * 255):02x}" * 3


def svg_text(
    primitives: Sequence[Primitive],
    width: int,
    height: int,
    resolution: Resolution,
    title: str = "Packmark",
    *,
    proof: str = "",
) -> str:
    """Return the label as an SVG document in its real size.

    Args:
        primitives: of the label.
        width: in dots.
        height: in dots.
        resolution: for which the primitives were made.
        title: what the document calls itself.
        proof: a mark such as "样张 PROOF" in grey behind the label; none if empty.
    """
    glyphs: dict[Glyph, str] = {}
    drawn = [line for primitive in primitives for line in _draw(primitive, glyphs)]
    shapes = [f'<path id="{name}" d="{_path(outline(glyph))}"/>' for glyph, name in glyphs.items()]
    behind = [f'<g fill="{_LIGHT}">{_picture(watermark(proof, width, height))}</g>'] if proof else []
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"',
            f'width="{resolution.mm(width):.10g}mm" height="{resolution.mm(height):.10g}mm"',
            f'viewBox="0 0 {width} {height}" shape-rendering="crispEdges">',
            f"<title>{escape(title)}</title>",
            "<defs>",
            *shapes,
            "</defs>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            *behind,
            *drawn,
            "</svg>\n",
        )
    )


def _draw(primitive: Primitive, glyphs: dict[Glyph, str]) -> Iterator[str]:
    match primitive:
        case Box():
            yield _rectangle(primitive.area)
        case Bars():
            yield from map(_rectangle, primitive.bars())
        case Matrix():
            yield f'<path d="{_path(matrix_outline(primitive))}"/>'
        case Picture():
            yield _picture(primitive)
        case TextRun():
            for placed in primitive.glyphs:
                name = glyphs.setdefault(placed.glyph, f"g{len(glyphs)}")
                yield f'<use xlink:href="#{name}" x="{placed.x}" y="{placed.y}"/>'


def _rectangle(area: Area) -> str:
    return f'<rect x="{area.x}" y="{area.y}" width="{area.width}" height="{area.height}"/>'


def _path(loops: Iterable[Sequence[tuple[float, float]]]) -> str:
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in loop) + "Z" for loop in loops)


def _picture(picture: Picture) -> str:
    """Draw a picture as runs of dots, each as high as it is alike: an embedded one would be smoothed."""
    area = picture.area
    packed = np.frombuffer(picture.rows, np.uint8).reshape(area.height, -1)
    dots = np.unpackbits(packed, axis=1, count=area.width).astype(np.int8)
    steps = np.diff(np.pad(dots, ((0, 0), (1, 1))), axis=1)
    row = area.y
    parts = []
    for _, alike in groupby(steps, key=bytes):
        same = list(alike)
        for start, end in zip(np.flatnonzero(same[0] == 1), np.flatnonzero(same[0] == -1), strict=True):
            parts.append(f"M{area.x + start} {row}h{end - start}v{len(same)}h{start - end}z")
        row += len(same)
    return f'<path d="{"".join(parts)}"/>'
