"""A label as SVG: one unit is one dot, bars are rectangles, type is outlines of its dots."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from desktop.labels.outline import bar_runs, outline
from desktop.labels.primitives import Area, Bars, Box, Glyph, Primitive, TextRun
from desktop.units import Resolution


def svg_text(
    primitives: Sequence[Primitive], width: int, height: int, resolution: Resolution, title: str = "Packmark"
) -> str:
    """Return the label as an SVG document in its real size.

    Args:
        primitives: of the label.
        width: in dots.
        height: in dots.
        resolution: for which the primitives were made.
        title: what the document calls itself.
    """
    glyphs: dict[Glyph, str] = {}
    drawn = [line for primitive in primitives for line in _draw(primitive, glyphs)]
    shapes = [f'<path id="{name}" d="{_path(glyph)}"/>' for glyph, name in glyphs.items()]
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
            *drawn,
            "</svg>\n",
        )
    )


def _draw(primitive: Primitive, glyphs: dict[Glyph, str]) -> list[str]:
    match primitive:
        case Box():
            return [_rectangle(primitive.area)]
        case Bars():
            return [
                _rectangle(Area(x, primitive.y, width, primitive.height)) for x, width in bar_runs(primitive)
            ]
        case TextRun():
            return [
                f'<use xlink:href="#{glyphs.setdefault(placed.glyph, f"g{len(glyphs)}")}" '
                f'x="{placed.x}" y="{placed.y}"/>'
                for placed in primitive.glyphs
            ]
        case _:
            raise NotImplementedError


def _rectangle(area: Area) -> str:
    return f'<rect x="{area.x}" y="{area.y}" width="{area.width}" height="{area.height}"/>'


def _path(glyph: Glyph) -> str:
    return "".join("M" + "L".join(f"{x} {y}" for x, y in loop) + "Z" for loop in outline(glyph))
