"""The tables of a grade report: parameters with their meaning, the ten scans, and likely causes."""

from collections.abc import Iterator

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from desktop.exchange.grade_marks import GradeBar, Mark, mark_numbers
from desktop.exchange.report_pages import WIDTH, Type, ruled_style
from desktop.grading.cause import kind_title, likelihood_title
from desktop.grading.causes import find_causes
from desktop.grading.meanings import advice, meaning
from desktop.grading.model import GradingImage, Name, Parameter, Scan, SymbolGrade
from desktop.grading.words import title
from desktop.texts import CHINESE, ENGLISH, Text, joined, say

_WITHOUT_UNIT = frozenset({Name.AG, Name.FPD})
"""Their values are grades."""
_OF_SCANS = (Name.SC, Name.MOD, Name.DEF, Name.DEC)
_MOST_CAUSES = 4


def parameter_table(symbol: SymbolGrade, marks: tuple[Mark, ...], minimum: float, type_: Type) -> Table:
    """Set the parameters: place in the picture, names, value, grade, meaning, and what to do about it."""
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
        note = (
            say("Provisional grade: {note}", note=parameter.note) if parameter.provisional else parameter.note
        )
        told.append(type_.paragraph(note, 7, grey=True))
    return told


def value_of(parameter: Parameter) -> str:
    """Return the value of a parameter as it is read: ``73.2 %``, or empty if it only passes or fails."""
    if parameter.value is None:
        return ""
    value = round(parameter.value, 1) + 0.0  # no "-0.0"
    return f"{value:.1f}" if parameter.name in _WITHOUT_UNIT else f"{value:.1f} %"


def causes_told(image: GradingImage, symbol: SymbolGrade, type_: Type) -> Iterator[Flowable]:
    """Set what is probably wrong with the print, nothing where nothing speaks against it."""
    found = find_causes(symbol, image)[:_MOST_CAUSES]
    if not found:
        return
    told: list[Flowable] = [type_.paragraph(say("What is probably wrong"), 11), Spacer(0, 1 * mm)]
    for one in found:
        named = say(
            "{cause} ({likelihood})", cause=kind_title(one.kind), likelihood=likelihood_title(one.likelihood)
        )
        told.append(type_.paragraph(named, 8.5))
        told.append(type_.paragraph(joined((one.sentence, one.to_do), type_.language), 7.5))
        told.append(Spacer(0, 1 * mm))
    yield KeepTogether([*told, Spacer(0, 2 * mm)])


def scan_table(symbol: SymbolGrade, minimum: float, type_: Type) -> Table:
    """Set the scans of a linear symbol with their grades and what each read."""
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
