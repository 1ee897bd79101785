"""Labels as PDF: one a page in real size, bars as rectangles, type as outlines of its dots.

All coordinates are whole dots; only the page's one scale turns them into points. The same labels make
the same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from hashlib import sha256

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.labels.outline import bar_runs, inset_outline
from desktop.labels.primitives import Area, Bars, Box, Glyph, Primitive, TextRun
from desktop.labels.turning import Frame
from desktop.labels.typeface import system_typeface
from desktop.labels.typesetting import TextSetter
from desktop.units import Resolution

_POINTS_PER_MM = 72 / 25.4
_INSET = 0.02
"""Type is drawn this part of a dot smaller on each side; see ``inset_outline``."""
_WATERMARK_PIXELS = 64
_WATERMARK_GREY = 0.85
_WATERMARK_DEGREES = 20
_WATERMARK_SHARE = 0.8
"""How much of the label's width the watermark takes."""
_EMBEDDED = "Packmark"
_VIEWERS_OWN = "STSong-Light"
"""A Chinese font that PDF viewers bring along."""


def pdf_bytes(
    primitives: Sequence[Primitive], width: int, height: int, resolution: Resolution, *, proof: str = ""
) -> bytes:
    """Return a PDF of one label; see ``labels_pdf``."""
    return labels_pdf([primitives], width, height, resolution, proof=proof)


def labels_pdf(
    labels: Iterable[Sequence[Primitive]],
    width: int,
    height: int,
    resolution: Resolution,
    *,
    title: str = "Packmark",
    proof: str = "",
) -> bytes:
    """Return a PDF with one page a label.

    Args:
        labels: the primitives of each label.
        width: of a label in dots.
        height: of a label in dots.
        resolution: for which the primitives were made.
        title: what the document calls itself.
        proof: a mark such as "样张 PROOF" in grey behind each label; none if empty.
    """
    out = io.BytesIO()
    size = (resolution.mm(width) * _POINTS_PER_MM, resolution.mm(height) * _POINTS_PER_MM)
    canvas = Canvas(out, pagesize=size, pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setCreator("Packmark")
    for primitives in labels:
        if proof:
            _draw_watermark(canvas, proof, size)
        draw_label(canvas, primitives, resolution, 0, 0, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw_label(
    canvas: Canvas,
    primitives: Iterable[Primitive],
    resolution: Resolution,
    x: float,
    y: float,
    height: int,
    scale: float = 1.0,
) -> None:
    """Draw a label on a page.

    Args:
        canvas: the page.
        primitives: of the label.
        resolution: for which they were made.
        x: left edge of the label in points.
        y: lower edge of the label in points.
        height: of the label in dots.
        scale: 1 for its real size.
    """
    dot = _POINTS_PER_MM / resolution.dots_per_mm * scale
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(dot, dot)
    canvas.translate(0, height)
    canvas.setFillGray(0)
    for primitive in primitives:
        match primitive:
            case Box():
                _fill(canvas, primitive.area)
            case Bars():
                for left, width in bar_runs(primitive):
                    _fill(canvas, Area(left, primitive.y, width, primitive.height))
            case TextRun():
                _draw_text(canvas, primitive)
    canvas.restoreState()


def register_font() -> str:
    """Return the name under which reportlab knows a font for Latin and Chinese text in reports.

    It is the typeface of the labels, embedded; where its file is none that reportlab can embed, one
    that every PDF viewer brings along.
    """
    typeface = system_typeface()
    if typeface.path is not None:
        try:
            pdfmetrics.registerFont(TTFont(_EMBEDDED, typeface.path, subfontIndex=typeface.index))
        except TTFError:  # outlines in PostScript form, as in Noto Sans CJK
            pass
        else:
            return _EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(_VIEWERS_OWN))
    return _VIEWERS_OWN


def _fill(canvas: Canvas, area: Area) -> None:
    canvas.rect(area.x, -area.bottom, area.width, area.height, stroke=0, fill=1)


def _draw_text(canvas: Canvas, run: TextRun) -> None:
    for placed in run.glyphs:
        canvas.saveState()
        canvas.translate(placed.x, -placed.y)
        canvas.doForm(_form(canvas, placed.glyph))
        canvas.restoreState()


def _form(canvas: Canvas, glyph: Glyph) -> str:
    """Return the name of a glyph in the document, into which it is written once."""
    name = f"{glyph.width}x{glyph.height}-{sha256(glyph.rows).hexdigest()[:16]}"
    if not canvas.hasForm(name):
        canvas.beginForm(name, 0, -glyph.height, glyph.width, 0)
        path = canvas.beginPath()
        for start, *others in inset_outline(glyph, _INSET):
            path.moveTo(start[0], -start[1])
            for x, y in others:
                path.lineTo(x, -y)
            path.close()
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()
    return name


def _draw_watermark(canvas: Canvas, text: str, size: tuple[float, float]) -> None:
    typeface = system_typeface()
    run = TextSetter("", Frame(0, 0, 0, 0), typeface, _WATERMARK_PIXELS, bold=True).set(text)
    if not run.glyphs:
        return
    scale = size[0] * _WATERMARK_SHARE / run.area.width
    canvas.saveState()
    canvas.setFillGray(_WATERMARK_GREY)
    canvas.translate(size[0] / 2, size[1] / 2)
    canvas.rotate(_WATERMARK_DEGREES)
    canvas.scale(scale, scale)
    canvas.translate(-run.area.x - run.area.width / 2, run.area.y + run.area.height / 2)
    _draw_text(canvas, run)
    canvas.restoreState()
