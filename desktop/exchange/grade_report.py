"""The grade report: a PDF of what was measured on the symbols of pictures, and what the grades are worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, PageBreak, Spacer, Table, TableStyle

from desktop import __version__
from desktop.exchange.grade_marks import GradeBanner, GradeBar, Mark, mark_numbers, marks_of
from desktop.exchange.module_map_chart import ModuleMapChart
from desktop.exchange.profile_chart import ProfileChart, worst_scan
from desktop.exchange.report_pages import (
    RULE,
    WIDTH,
    Type,
    facts,
    plain_style,
    report_pdf,
    report_type,
    ruled_style,
)
from desktop.exchange.symbol_picture import SymbolPicture
from desktop.grading.formal import aperture_reference
from desktop.grading.meanings import advice, meaning
from desktop.grading.model import GradingImage, Name, Parameter, Scan, SymbolGrade
from desktop.grading.words import title
from desktop.texts import CHINESE, ENGLISH, Text, say

_PICTURE = (92 * mm, 58 * mm)
_WITHOUT_UNIT = frozenset({Name.AG, Name.FPD})
"""Their values are grades."""
_OF_SCANS = (Name.SC, Name.MOD, Name.DEF, Name.DEC)
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
    marks = marks_of(symbol)
    yield from _measured(symbol, scan, type_)
    if symbol.parameters:
        yield _parameters(symbol, marks, report.minimum, type_)
        yield Spacer(0, 3 * mm)
    if symbol.scans:
        yield KeepTogether([_scans(symbol, report.minimum, type_), Spacer(0, 3 * mm)])
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


def _parameters(symbol: SymbolGrade, marks: tuple[Mark, ...], minimum: float, type_: Type) -> Table:
    names = (say("Place"), say("Parameter"), say("Value"), say("Grade"), say("What it tells"))
    rows: list[list[object]] = [[type_.paragraph(name, 8, grey=True) for name in names]]
    rows += [
        [
            type_.paragraph(mark_numbers(one, marks), 8),
            _names(one, type_),
            type_.paragraph(value_of(one), 8),
            GradeBar(one.grade, minimum, type_),
            _told(one, minimum, type_),
        ]
        for one in symbol.parameters
    ]
    widths = (11 * mm, 43 * mm, 17 * mm, 27 * mm)
    table = Table(rows, colWidths=(*widths, WIDTH - sum(widths)), repeatRows=1)
    table.setStyle(TableStyle(ruled_style()))
    return table


def _names(parameter: Parameter, type_: Type) -> list[Flowable]:
    first, second = (CHINESE, ENGLISH) if type_.language == CHINESE else (ENGLISH, CHINESE)
    name = title(parameter.name)
    english = name.in_language(ENGLISH)
    # Some names are words already, and a segment's stands in its title.
    known = parameter.name in english or parameter.name in {Name.DECODE, Name.EDGES}
    code = "" if known else f"  {parameter.name}"
    return [
        type_.paragraph(name.in_language(first) + code, 8),
        type_.paragraph(name.in_language(second), 7, grey=True),
    ]


def _told(parameter: Parameter, minimum: float, type_: Type) -> list[Flowable]:
    told = [type_.paragraph(meaning(parameter.name), 7.5)]
    if parameter.grade is not None and parameter.grade < minimum:
        told.append(type_.paragraph(advice(parameter.name), 7.5))
    if parameter.note is not None:
        told.append(type_.paragraph(parameter.note, 7, grey=True))
    return told


def value_of(parameter: Parameter) -> str:
    """Return the value of a parameter as it is read: ``73.2 %``, or empty if it only passes or fails."""
    if parameter.value is None:
        return ""
    return f"{parameter.value:.1f}" if parameter.name in _WITHOUT_UNIT else f"{parameter.value:.1f} %"


def _scans(symbol: SymbolGrade, minimum: float, type_: Type) -> Table:
    heads: list[Text | str] = [say("Scan"), say("Grade"), *_OF_SCANS, say("Data")]
    rows: list[list[object]] = [[type_.paragraph(head, 8, grey=True) for head in heads]]
    for scan in symbol.scans:
        found = {one.name: one for one in scan.parameters}
        rows.append(
            [
                type_.paragraph(f"{scan.number}", 8),
                GradeBar(scan.grade, minimum, type_),
                *(type_.paragraph(value_of(found[name]) if name in found else "–", 8) for name in _OF_SCANS),
                type_.paragraph(_read(scan, symbol), 7.5),
            ]
        )
    widths = (13 * mm, 27 * mm, 18 * mm, 18 * mm, 18 * mm, 18 * mm)
    table = Table(rows, colWidths=(*widths, WIDTH - sum(widths)), repeatRows=1)
    table.setStyle(TableStyle(ruled_style()))
    return table


def _read(scan: Scan, symbol: SymbolGrade) -> Text | str:
    if scan.data is None:
        return say("not decoded")
    return say("as the symbol") if scan.data == symbol.data else scan.data


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
