"""Labels as PDF: one a page in real size, bars as rectangles, type and modules as outlines of their dots.

Coordinates are whole dots; only the page's one scale turns them into points. The same labels make the
same bytes.
"""

import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.labels.pdf_content import POINTS_PER_MM, Inline, Stored, content
from desktop.labels.pdf_file import PdfFile
from desktop.labels.primitives import Primitive
from desktop.labels.typeface import system_typeface
from desktop.labels.watermark import GREY, watermark
from desktop.units import Resolution

_EMBEDDED = "Packmark"
_VIEWERS_OWN = "STSong-Light"
"""A Chinese font that PDF viewers bring along."""


def pdf_bytes(
    primitives: Sequence[Primitive], width: int, height: int, resolution: Resolution, *, proof: str = ""
) -> bytes:
    """Return a PDF of one label; see ``write_labels_pdf``."""
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
    """Return a PDF with one page a label; see ``write_labels_pdf``."""
    out = io.BytesIO()
    write_labels_pdf(out, labels, width, height, resolution, title=title, proof=proof)
    return out.getvalue()


def write_labels_pdf(
    out: BinaryIO,
    labels: Iterable[Sequence[Primitive]],
    width: int,
    height: int,
    resolution: Resolution,
    *,
    title: str = "Packmark",
    proof: str = "",
) -> None:
    """Write a PDF with one page a label. A label is forgotten as soon as its page is written.

    Args:
        out: where to; it is only written to, and stays open.
        labels: the primitives of each label.
        width: of a label in dots.
        height: of a label in dots.
        resolution: for which the primitives were made.
        title: what the document calls itself.
        proof: a mark such as "样张 PROOF" in grey behind each label; none if empty.
    """
    file = PdfFile(out)
    supply = Stored(file)
    behind = (watermark(proof, width, height), GREY) if proof else None
    size = (resolution.mm(width) * POINTS_PER_MM, resolution.mm(height) * POINTS_PER_MM)
    for primitives in labels:
        file.page(*size, content(primitives, resolution, height, supply, behind=behind))
    file.close(title)


def draw_label(
    canvas: Canvas,
    primitives: Iterable[Primitive],
    resolution: Resolution,
    x: float,
    y: float,
    height: int,
    scale: float = 1.0,
) -> None:
    """Draw a label on a page of a report.

    Args:
        canvas: the page.
        primitives: of the label.
        resolution: for which they were made.
        x: left edge of the label in points.
        y: lower edge of the label in points.
        height: of the label in dots.
        scale: 1 for its real size.
    """
    canvas.addLiteral(content(primitives, resolution, height, Inline(), x=x, y=y, scale=scale))


def register_font() -> str:
    """Return the name under which reportlab knows a font for Latin and Chinese text in reports.

    It is the typeface of the labels, embedded; where its file is none that reportlab can embed, one
    that every PDF viewer brings along.
    """
    typeface = system_typeface()
    if typeface.path is not None:
        # Reading its file takes longer than writing a report, and system_typeface() never changes.
        if _EMBEDDED in pdfmetrics.getRegisteredFontNames():
            return _EMBEDDED
        try:
            pdfmetrics.registerFont(TTFont(_EMBEDDED, typeface.path, subfontIndex=typeface.index))
        except TTFError:  # outlines in PostScript form, as in Noto Sans CJK
            pass
        else:
            return _EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(_VIEWERS_OWN))
    return _VIEWERS_OWN
