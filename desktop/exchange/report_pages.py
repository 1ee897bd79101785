"""Pages of a report on A4: type, headings, tables of facts, and "page 2 of 3" at the foot."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table, TableStyle

from desktop import __version__
from desktop.exchange.report_words import shown
from desktop.labels.pdf import register_font
from desktop.texts import CHINESE, Text, say

WIDTH = A4[0] - 40 * mm
"""Of what stands on a page, in points."""
INK = HexColor("#1a1a1a")
GREY = HexColor("#666666")
RULE = HexColor("#c8c8c8")
SHADE = HexColor("#f2f4f6")
_MARGIN = 20 * mm
_HEAD, _FOOT = 16 * mm, 18 * mm


@dataclass(frozen=True, slots=True)
class Type:
    """How a report words and sets its sentences.

    Attributes:
        font: name of a font with Latin and Chinese.
        language: of the report.
    """

    font: str
    language: str

    def worded(self, text: Text | str) -> str:
        """Word a sentence; of plain text, show control characters by name."""
        return text.in_language(self.language) if isinstance(text, Text) else shown(text)

    def paragraph(
        self, text: Text | str, size: float = 9, *, grey: bool = False, right: bool = False
    ) -> Paragraph:
        """Set a sentence, wrapped at any place where it must be.

        Args:
            text: a sentence, or data.
            size: of the type in points.
            grey: whether it stands back.
            right: whether its lines end at the right.
        """
        style = ParagraphStyle(
            f"{size}{grey}{right}",
            fontName=self.font,
            fontSize=size,
            leading=size * 1.28,
            textColor=GREY if grey else INK,
            alignment=2 if right else 0,
            wordWrap="CJK" if self.language == CHINESE else None,
        )
        return Paragraph(escape(self.worded(text)), style)


def report_type(language: str) -> Type:
    """Return the type of a report in ``language``."""
    return Type(register_font(), language)


def facts(type_: Type, rows: Iterable[tuple[Text, Text | str]]) -> Table:
    """Set names and values in two columns; long values are wrapped."""
    table = Table(
        [[type_.paragraph(name, 8, grey=True), type_.paragraph(value, 8)] for name, value in rows],
        colWidths=(38 * mm, WIDTH - 38 * mm),
    )
    table.setStyle(TableStyle(plain_style()))
    return table


def plain_style() -> list[tuple[object, ...]]:
    """Return the style of tables without rules, set tightly."""
    return [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 0.4 * mm),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0.8 * mm),
    ]


def ruled_style() -> list[tuple[object, ...]]:
    """Return the style of tables with a shaded heading and a rule below each row."""
    return [
        *plain_style(),
        ("LEFTPADDING", (0, 0), (-1, -1), 1 * mm),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1 * mm),
        ("BACKGROUND", (0, 0), (-1, 0), SHADE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0.9 * mm),
    ]


def report_pdf(title: str, foot: str, story: Sequence[Flowable], type_: Type) -> bytes:
    """Lay a report out and return it as PDF.

    Args:
        title: of the document.
        foot: stands at the foot of each page, before its number.
        story: what it tells, from top to bottom.
        type_: of the report.
    """

    class Numbered(_NumberedCanvas):
        feet = (type_, f"{foot}  ·  Packmark {__version__}")

    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, title=title, author="Packmark", invariant=1, pageCompression=1
    )
    room = Frame(
        _MARGIN,
        _FOOT,
        WIDTH,
        A4[1] - _FOOT - _HEAD,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates(PageTemplate(frames=[room]))
    document.build(list(story), canvasmaker=Numbered)
    return out.getvalue()


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps its pages back until it knows how many there are."""

    feet: tuple[Type, str]

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 (reportlab calls it)
        """Keep a page back."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and write them."""
        type_, foot = self.feet
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            numbered = say("Page {number} of {count}", number=number, count=len(self._kept))
            self.setFillColor(GREY)
            self.setFont(type_.font, 8)
            right = type_.worded(numbered)
            self.drawRightString(A4[0] - _MARGIN, 10 * mm, right)
            room = WIDTH - self.stringWidth(right, type_.font, 8) - 6 * mm
            self.drawString(
                _MARGIN, 10 * mm, cut(foot, room, lambda text: self.stringWidth(text, type_.font, 8))
            )
            super().showPage()
        super().save()


def cut(text: str, room: float, width: Callable[[str], float]) -> str:
    """Return as much of a line as fits, with an ellipsis where something is left out."""
    if width(text) <= room:
        return text
    while text and width(text + "…") > room:
        text = text[:-1]
    return text.rstrip(" ·") + "…"
