"""The grade report: a PDF of what was measured on the symbols of pictures, and what the grades are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Spacer, Table, TableStyle

from desktop import __version__
from desktop.exchange.grade_marks import GradeBanner, marks_of
from desktop.exchange.module_map_chart import ModuleMapChart
from desktop.exchange.parameter_tables import causes_told, parameter_table, scan_table
from desktop.exchange.profile_chart import ProfileChart, worst_scan
from desktop.exchange.report_pages import (
    RULE,
    WIDTH,
    Type,
    facts,
    plain_style,
    report_pdf,
    report_type,
)
from desktop.exchange.symbol_picture import SymbolPicture
from desktop.grading.formal import aperture_reference
from desktop.grading.model import GradingImage, Scan, SymbolGrade
from desktop.texts import Text, say

_PICTURE = (92 * mm, 58 * mm)
_MM_PER_INCH = 25.4


@dataclass(frozen=True, eq=False, slots=True)
class ReportedPicture:
    """One picture and what was graded in it.

    Attributes:
        name: of the file.
        sha256: of the file, in hexadecimal digits.
        image: as it was measured.
        symbols: in it, each as often as it was graded by another edition.
        remarks: on how it was measured.
    """

    name: str
    sha256: str
    image: GradingImage
    symbols: tuple[SymbolGrade, ...]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, eq=False, slots=True)
class GradeReport:
    """What the report tells.

    Attributes:
        pictures: one or more.
        minimum: the grade that is needed.
        written_at: when, UTC.
        written_by: who graded.
    """

    pictures: tuple[ReportedPicture, ...]
    minimum: float
    written_at: datetime
    written_by: str


def grade_report_pdf(report: GradeReport, language: str) -> bytes:
    """Write the report as PDF on A4, a page or two for each symbol, in ``language``."""
    type_ = report_type(language)
    symbols = [(picture, symbol) for picture in report.pictures for symbol in picture.symbols]
    story: list[Flowable] = []
    for number, (picture, symbol) in enumerate(symbols, start=1):
        if story:
            story.append(PageBreak())
        place = say("Symbol {number} of {count}", number=number, count=len(symbols))
        story += _symbol(report, picture, symbol, place, type_)
    heading = type_.worded(say("Print quality report"))
    foot = "  ·  ".join([heading, *(picture.name for picture in report.pictures)])
    return report_pdf(heading, foot, story, type_)


def _symbol(
    report: GradeReport, picture: ReportedPicture, symbol: SymbolGrade, place: Text, type_: Type
) -> Iterator[Flowable]:
    yield _heading(say("Print quality report"), place, type_)
    yield HRFlowable(width="100%", thickness=0.6, color=RULE, spaceBefore=1 * mm, spaceAfter=3 * mm)
    scan = worst_scan(symbol.scans)
    yield _overview(report, picture, symbol, scan, type_)
    yield Spacer(0, 2 * mm)
    for reason in symbol.not_measurable:
        yield type_.paragraph(say("Why there is no grade: {reason}", reason=reason), 8.5)
    yield from _measured(symbol, scan, type_)
    if symbol.parameters:
        yield parameter_table(symbol, marks_of(symbol), report.minimum, type_)
        yield Spacer(0, 3 * mm)
    yield from causes_told(picture.image, symbol, type_)
    if symbol.scans:
        yield KeepTogether([scan_table(symbol, report.minimum, type_), Spacer(0, 3 * mm)])
    yield KeepTogether(
        [
            type_.paragraph(say("Conditions"), 11),
            Spacer(0, 1 * mm),
            facts(type_, _conditions(report, picture, symbol)),
            Spacer(0, 2 * mm),
            *(type_.paragraph(remark, 8) for remark in picture.remarks),
        ]
    )


def _heading(left: Text, right: Text, type_: Type) -> Table:
    table = Table(
        [[type_.paragraph(left, 16), type_.paragraph(right, 9, grey=True, right=True)]],
        colWidths=(WIDTH * 0.65, WIDTH * 0.35),
    )
    table.setStyle(TableStyle([*plain_style(), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]))
    return table


def _overview(
    report: GradeReport, picture: ReportedPicture, symbol: SymbolGrade, scan: Scan | None, type_: Type
) -> Table:
    """Set the picture beside the grade."""
    beside = WIDTH - _PICTURE[0] - 5 * mm
    told: list[Flowable] = [
        GradeBanner(symbol, report.minimum, type_, beside),
        type_.paragraph(symbol.symbology, 10),
        type_.paragraph(symbol.data or say("It could not be read."), 9),
        Spacer(0, 1 * mm),
        type_.paragraph(say("by {edition}", edition=symbol.edition.value), 8, grey=True),
        type_.paragraph(
            say("Rings with numbers show where a parameter is worst; see the table."), 7, grey=True
        ),
    ]
    table = Table(
        [[SymbolPicture(picture.image, symbol, scan, type_, _PICTURE), told]],
        colWidths=(_PICTURE[0] + 5 * mm, beside),
    )
    table.setStyle(TableStyle(plain_style()))
    return table


def _measured(symbol: SymbolGrade, scan: Scan | None, type_: Type) -> Iterator[Flowable]:
    if scan is not None:
        caption = say(
            "Scan reflectance profile of scan {number} of {count}, the worst: grade {grade}",
            number=scan.number,
            count=len(symbol.scans),
            grade=f"{scan.grade:.1f}",
        )
        chart = ProfileChart(scan, type_, WIDTH, 58 * mm)
        yield KeepTogether([Spacer(0, 1 * mm), type_.paragraph(caption, 9), Spacer(0, 1 * mm), chart])
    if symbol.modules is not None:
        caption = say("Modules with their quiet zone, numbered where their grade is below 4")
        chart = ModuleMapChart(symbol.modules, type_, 74 * mm, WIDTH)
        yield KeepTogether(
            [Spacer(0, 1 * mm), type_.paragraph(caption, 9), Spacer(0, 1 * mm), chart, Spacer(0, 3 * mm)]
        )


def _conditions(
    report: GradeReport, picture: ReportedPicture, symbol: SymbolGrade
) -> Iterator[tuple[Text, Text | str]]:
    image = picture.image
    rows, columns = image.reflectance.shape
    yield say("Edition"), symbol.edition.value
    yield say("Aperture"), _aperture(symbol)
    yield say("Light source"), say("660 nm in name; the picture's own light is not known to the program")
    yield say("Module (X-dimension)"), _module(symbol)
    yield say("Picture"), f"{columns} × {rows} px, {image.bits} bit"
    yield say("Scale"), _scale(image)
    yield say("Reflectance"), _calibration(image)
    yield say("File"), picture.name
    yield say("SHA-256 of the file"), picture.sha256
    yield say("Graded"), f"{report.written_at:%Y-%m-%d %H:%M:%S} UTC  ·  {report.written_by}"
    yield say("Program"), f"Packmark {__version__}"


def _aperture(symbol: SymbolGrade) -> Text | str:
    if symbol.aperture_mm is None:
        return say("not known in mm: the usual share of the module")
    return f"{symbol.aperture_mm:.3f} mm ({aperture_reference(symbol.aperture_mm)})"


def _module(symbol: SymbolGrade) -> str:
    pixels = f"{symbol.module_px:.2f} px"
    return pixels if symbol.module_mm is None else f"{symbol.module_mm:.3f} mm  ·  {pixels}"


def _scale(image: GradingImage) -> Text | str:
    if image.px_per_mm is None:
        return say("not known")
    return f"{image.px_per_mm:.2f} px/mm  ·  {image.px_per_mm * _MM_PER_INCH:.0f} dpi"


def _calibration(image: GradingImage) -> Text:
    card = image.calibration
    if card is None:
        return say("uncalibrated: contrast is relative to the white of the picture")
    return say(
        "calibrated with {card}, {dark} % and {light} %, by {by} on {on}",
        card=card.card,
        dark=f"{card.dark_percent:g}",
        light=f"{card.light_percent:g}",
        by=card.by,
        on=card.on,
    )
