"""The batch report: one PDF a person signs. What was made, what became of each code, and proof of it."""

import io
from dataclasses import asdict, dataclass
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from desktop import __version__
from desktop.labels.pdf import draw_label, register_font
from desktop.labels.primitives import Primitive
from desktop.products.batch import Batch
from desktop.products.code_pool import CodeCounts
from desktop.products.job import Job
from desktop.products.product import Product
from desktop.texts import Text, say, say_count
from desktop.units import Resolution

_LEFT = 20 * mm
_RIGHT = A4[0] - 20 * mm
_GREY = 0.45
_REPRINTS_SHOWN = 6
"""More are counted; all of them stand in the audit trail. The report is one page."""
_REASON_SHOWN = 60
"""Characters of a reason that fit on the line."""


@dataclass(frozen=True, slots=True)
class Reprinted:
    """A label that was printed once more. ``outcome``: "printed", "unknown", or empty if it is open."""

    label: int
    code: str
    number: int
    reason: str
    actor: str
    outcome: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What the report tells. ``pictures`` are (ordinal, code, primitives) of first and last label."""

    job: Job
    product: Product
    batch: Batch
    design: str
    counts: CodeCounts
    """Of the job's codes."""
    pool: CodeCounts
    """Of all codes of this product and level in the plant."""
    pictures: tuple[tuple[int, str, tuple[Primitive, ...]], ...]
    size: tuple[int, int, Resolution] | None
    """Width and height of a label in dots, and the printer's resolution."""
    reprints: tuple[Reprinted, ...]
    audit_records: int
    audit_head: str
    written_at: datetime
    written_by: str


def batch_report_pdf(report: BatchReport, language: str) -> bytes:
    """Write the report as a PDF of one A4 page, fonts embedded, in ``language``."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(say("Batch report {lot}", lot=report.batch.lot).in_language(language))
    page = _Page(canvas, register_font(), language)
    page.heading(report)
    page.facts(_facts(report))
    page.reconciliation(report)
    page.reprints(report)
    page.pictures(report)
    page.proof(report)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _facts(report: BatchReport) -> list[tuple[Text, str]]:
    product, batch, job = report.product, report.batch, report.job
    level = product.level(job.level)
    return [
        (say("Product"), f"{product.name}  {product.spec}  {product.package_spec}"),
        (say("Approval number"), product.authorized_no),
        (say("GTIN"), level.gtin.value if level.gtin else "–"),
        (say("Lot"), batch.lot),
        (say("Made"), batch.made.isoformat()),
        (say("Expiry"), batch.expiry.isoformat()),
        (say("Pack level and code prefix"), f"{level.level}  ·  {level.prefix}"),
        (say("Label design"), report.design),
        (say("Printer"), job.printer),
        (say("Ordered labels"), f"{job.count}"),
        (say("Job"), f"{job.id}  ·  {job.created_at:%Y-%m-%d %H:%M} UTC  ·  {job.created_by}"),
    ]


class _Page:
    """Sets the report from top to bottom; ``y`` is where the next thing goes, in points from below."""

    def __init__(self, canvas: Canvas, font: str, language: str) -> None:
        self._canvas = canvas
        self._font = font
        self._language = language
        self._y = A4[1] - 22 * mm

    def heading(self, report: BatchReport) -> None:
        self._text(_LEFT, say("Batch report"), 20)
        if report.batch.specimen:
            self._canvas.setFillColorRGB(0.75, 0.1, 0.1)
            self._right(say("SPECIMEN – no merchandise"), 12)
            self._canvas.setFillColorRGB(0, 0, 0)
        self._y -= 6 * mm
        self._grey(
            say(
                "Written {when} UTC by {who} with Packmark {version}",
                when=f"{report.written_at:%Y-%m-%d %H:%M}",
                who=report.written_by,
                version=__version__,
            )
        )
        self._rule()

    def facts(self, facts: list[tuple[Text, str]]) -> None:
        for name, value in facts:
            self._canvas.setFillGray(_GREY)
            self._text(_LEFT, name, 9.5)
            self._canvas.setFillGray(0)
            self._text(_LEFT + 48 * mm, value, 9.5)
            self._y -= 5.4 * mm
        self._rule()

    def reconciliation(self, report: BatchReport) -> None:
        self._text(_LEFT, say("Reconciliation of codes"), 12)
        self._y -= 7 * mm
        columns = (_LEFT, _LEFT + 75 * mm, _LEFT + 115 * mm)
        self._canvas.setFillGray(_GREY)
        for x, name in zip(columns[1:], (say("this job"), say("whole pool of the level")), strict=True):
            self._text(x, name, 9)
        self._canvas.setFillGray(0)
        self._y -= 5 * mm
        pool = asdict(report.pool)
        for state, count in asdict(report.counts).items():
            self._text(columns[0], _state_words()[state], 9.5)
            self._text(columns[1], f"{count:,}".replace(",", " "), 9.5)
            self._text(columns[2], f"{pool[state]:,}".replace(",", " "), 9.5)
            self._y -= 5 * mm
        self._canvas.line(_LEFT, self._y + 3.6 * mm, _RIGHT, self._y + 3.6 * mm)
        self._text(columns[0], say("issued = sum"), 9.5)
        self._text(columns[1], f"{report.counts.issued:,}".replace(",", " "), 9.5)
        self._text(columns[2], f"{report.pool.issued:,}".replace(",", " "), 9.5)
        self._y -= 3 * mm
        self._rule()

    def reprints(self, report: BatchReport) -> None:
        if not report.reprints:
            return
        count = len(report.reprints)
        self._text(_LEFT, say_count("{n} label was reprinted", "{n} labels were reprinted", n=count), 12)
        self._y -= 6 * mm
        for each in report.reprints[:_REPRINTS_SHOWN]:
            self._text(_LEFT, _reprint(each), 8.5)
            self._y -= 4.4 * mm
        if count > _REPRINTS_SHOWN:
            self._text(_LEFT, say("and {n} more, see the audit trail", n=count - _REPRINTS_SHOWN), 8.5)
            self._y -= 4.4 * mm
        self._rule()

    def pictures(self, report: BatchReport) -> None:
        if not report.pictures or report.size is None:
            return
        width, height, resolution = report.size
        scale = min(1.0, 80 / resolution.mm(width), 60 / resolution.mm(height))
        room = resolution.mm(height) * scale * mm
        for index, (ordinal, code, primitives) in enumerate(report.pictures[:2]):
            x = _LEFT + index * 88 * mm
            word = (
                say("First label: number {n}", n=ordinal)
                if index == 0
                else say("Last label: number {n}", n=ordinal)
            )
            self._text(x, word, 9.5)
            self._y -= 3 * mm
            draw_label(self._canvas, primitives, resolution, x, self._y - room, height, scale)
            self._canvas.setStrokeGray(0.7)
            self._canvas.rect(x, self._y - room, resolution.mm(width) * scale * mm, room)
            self._canvas.setStrokeGray(0)
            self._y -= room + 4.5 * mm
            self._text(x, code, 9)
            self._y += room + 7.5 * mm
        self._y -= room + 12 * mm
        self._rule()

    def proof(self, report: BatchReport) -> None:
        self._text(
            _LEFT,
            say(
                "Audit trail: {records} records. Head of the hash chain (SHA-256):",
                records=report.audit_records,
            ),
            9.5,
        )
        self._y -= 5 * mm
        self._canvas.setFont("Courier", 9)
        self._canvas.drawString(_LEFT, self._y, report.audit_head)
        self._y -= 14 * mm
        for index, word in enumerate((say("Line lead"), say("Quality assurance"))):
            x = _LEFT + index * 88 * mm
            self._canvas.line(x, self._y, x + 75 * mm, self._y)
            self._y -= 4 * mm
            self._canvas.setFillGray(_GREY)
            self._text(x, say("{role}, date, signature", role=word), 8.5)
            self._canvas.setFillGray(0)
            self._y += 4 * mm

    def _text(self, x: float, text: Text | str, size: float) -> None:
        self._canvas.setFont(self._font, size)
        self._canvas.drawString(x, self._y, self._worded(text))

    def _right(self, text: Text, size: float) -> None:
        self._canvas.setFont(self._font, size)
        self._canvas.drawRightString(_RIGHT, self._y, self._worded(text))

    def _grey(self, text: Text) -> None:
        self._canvas.setFillGray(_GREY)
        self._text(_LEFT, text, 9)
        self._canvas.setFillGray(0)
        self._y -= 4 * mm

    def _rule(self) -> None:
        self._canvas.setStrokeGray(0.8)
        self._canvas.line(_LEFT, self._y, _RIGHT, self._y)
        self._canvas.setStrokeGray(0)
        self._y -= 8 * mm

    def _worded(self, text: Text | str) -> str:
        return text.in_language(self._language) if isinstance(text, Text) else text


def _reprint(each: Reprinted) -> Text:
    reason = each.reason if len(each.reason) <= _REASON_SHOWN else each.reason[:_REASON_SHOWN] + "…"
    return say(
        "Label {label}, {code}, reprint {number} ({outcome}): {reason} – {who}",
        label=each.label,
        code=each.code,
        number=each.number,
        outcome=say("printed") if each.outcome == "printed" else say("unknown"),
        reason=reason,
        who=each.actor,
    )


def _state_words() -> dict[str, Text]:
    return {
        "available": say("available"),
        "allocated": say("allocated"),
        "printed": say("printed, not read back"),
        "verified": say("printed and read back right"),
        "packed": say("packed"),
        "spoiled": say("spoiled"),
        "sampled": say("sampled"),
        "void": say("void"),
        "unknown": say("unknown (quarantined)"),
        "returned": say("returned"),
    }
