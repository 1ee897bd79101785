"""What a page of a PDF draws for a label, as PDF operators.

All coordinates are dots from the upper left corner of the label, y negative downwards; one matrix turns
them into points. A bar is a rectangle, which renderers align to their own dots; shapes and pictures are
drawn the smallest part of a dot smaller, see ``inset_loops``. Operators: ISO 32000-1:2008, annex A.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from desktop.labels.outline import ExactLoop, inset_outline, matrix_outline
from desktop.labels.pdf_file import PdfFile, number
from desktop.labels.primitives import Area, Bars, Box, Glyph, Matrix, Picture, Primitive, TextRun
from desktop.units import Resolution

POINTS_PER_MM: Final = 72 / 25.4

_INSET: Final = 0.02
"""Type, modules and pictures are drawn this part of a dot smaller on each side."""
_MASK: Final = "/ImageMask true /BitsPerComponent 1 /Decode [1 0]"


class Supply(Protocol):
    """Where a page takes what is drawn more than once."""

    def glyph(self, glyph: Glyph) -> str:
        """Return the operators that draw a glyph whose upper left corner is the origin."""
        ...

    def picture(self, picture: Picture) -> str:
        """Return the operators that draw a picture into the unit square."""
        ...


class Inline:
    """Writes everything where it is drawn: for a page that shows a label or two."""

    def glyph(self, glyph: Glyph) -> str:
        """See ``Supply``."""
        return _glyph_path(glyph)

    def picture(self, picture: Picture) -> str:
        """See ``Supply``."""
        area = picture.area
        head = f"/W {area.width} /H {area.height} /IM true /BPC 1 /D [1 0] /F /AHx"
        return f"BI {head} ID {picture.rows.hex()}> EI"


class Stored:
    """Writes each glyph and picture into the file once, for all pages."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        # Glyphs are compared by identity, and those that are kept here keep theirs; so do pictures' rows.
        self._glyphs: dict[Glyph, str] = {}
        self._pictures: dict[tuple[int, bytes], str] = {}

    def glyph(self, glyph: Glyph) -> str:
        """See ``Supply``."""
        name = self._glyphs.get(glyph)
        if name is None:
            name = self._glyphs[glyph] = f"G{len(self._glyphs)}"
            box = f"/BBox [0 {-glyph.height} {glyph.width} 0]"
            self._file.add(name, f"/Subtype /Form {box}", _glyph_path(glyph).encode())
        return f"/{name} Do"

    def picture(self, picture: Picture) -> str:
        """See ``Supply``."""
        area = picture.area
        key = (area.width, picture.rows)
        name = self._pictures.get(key)
        if name is None:
            name = self._pictures[key] = f"P{len(self._pictures)}"
            size = f"/Width {area.width} /Height {area.height}"
            self._file.add(name, f"/Subtype /Image {size} {_MASK}", picture.rows)
        return f"/{name} Do"


def content(
    primitives: Iterable[Primitive],
    resolution: Resolution,
    height: int,
    supply: Supply,
    *,
    behind: tuple[Picture, float] | None = None,
    x: float = 0.0,
    y: float = 0.0,
    scale: float = 1.0,
) -> str:
    """Return the operators that draw a label.

    Args:
        primitives: of the label.
        resolution: for which they were made.
        height: of the label in dots.
        supply: of glyphs and pictures.
        behind: a picture behind the label, and how light its grey is.
        x: left edge of the label in points.
        y: lower edge of the label in points.
        scale: 1 for its real size.
    """
    dot = POINTS_PER_MM / resolution.dots_per_mm * scale
    top = number(y + height * dot)
    lines = [f"q {number(dot)} 0 0 {number(dot)} {number(x)} {top} cm"]
    if behind is not None:
        lines += (f"{number(behind[1])} g", _picture(behind[0], supply))
    lines.append("0 g")
    for primitive in primitives:
        lines += _operators(primitive, supply)
    lines.append("Q")
    return "\n".join(lines)


def _operators(primitive: Primitive, supply: Supply) -> Iterator[str]:
    match primitive:
        case Box():
            yield _rectangle(primitive.area)
        case Bars():
            yield from map(_rectangle, primitive.bars())
        case Matrix():
            yield _path(matrix_outline(primitive, _INSET))
        case Picture():
            yield _picture(primitive, supply)
        case TextRun():
            for placed in primitive.glyphs:
                yield f"q 1 0 0 1 {placed.x} {-placed.y} cm {supply.glyph(placed.glyph)} Q"


def _rectangle(area: Area) -> str:
    # One rectangle at a time: of several in one path renderers do not align the edges.
    return f"{area.x} {-area.bottom} {area.width} {area.height} re f"


def _picture(picture: Picture, supply: Supply) -> str:
    area = picture.area
    size = f"{area.width - 2 * _INSET:.2f} 0 0 {area.height - 2 * _INSET:.2f}"
    return f"q {size} {area.x + _INSET:.2f} {-area.bottom + _INSET:.2f} cm {supply.picture(picture)} Q"


def _glyph_path(glyph: Glyph) -> str:
    return _path(inset_outline(glyph, _INSET))


def _path(loops: Iterable[ExactLoop]) -> str:
    parts = []
    for loop in loops:
        points = [f"{x:.2f} {-y:.2f}" for x, y in loop]
        parts.append(f"{points[0]} m {' l '.join(points[1:])} l h")
    parts.append("f")
    return "\n".join(parts)
