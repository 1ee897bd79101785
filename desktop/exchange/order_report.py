"""The report of a work order: one PDF for the batch record. What became of every code, and proof of it."""

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table, TableStyle

from desktop import __version__
from desktop.exchange.order_report_facts import (
    FileThatLeft,
    OrderReport,
    PersonAtWork,
    PrinterUsed,
)
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
from desktop.packing.reconciliation import LevelSum
from desktop.products.packing import counted_packs
from desktop.products.quality import GradeRecord, Verdict, occasion_name, verdict_name
from desktop.texts import Text, say

_WHEN = "%Y-%m-%d %H:%M"
_SIGNS = {Verdict.PASSED: "●", Verdict.FAILED: "▲", Verdict.NOT_MEASURABLE: "■"}
_SHORT = 16
"""Characters of the head of the audit trail that a person compares by eye."""


def order_report_pdf(report: OrderReport, language: str) -> bytes:
    """Write the report as PDF on A4, in ``language``."""
    type_ = report_type(language)
    heading = type_.worded(say("Batch packing report {lot}", lot=report.lot))
    foot = f"{heading}  ·  {report.number}  ·  {report.audit_head[:_SHORT]}"
    return report_pdf(heading, foot, list(_story(report, type_)), type_)


def _story(report: OrderReport, type_: Type) -> Iterator[Flowable]:
    yield type_.paragraph(say("Batch packing report {lot}", lot=report.lot), 16)
    yield HRFlowable(width="100%", thickness=0.6, color=RULE, spaceBefore=2 * mm, spaceAfter=2 * mm)
    yield facts(type_, _facts(report))
    yield Spacer(0, 4 * mm)
    yield KeepTogether([_heading(say("Reconciliation"), type_), _sums(report.levels, type_)])
    for text in (*_balance(report.levels), *report.mixed_in, *report.closing):
        yield type_.paragraph(text, 8)
    yield from _list_of(say("Still open"), report.open, say("Nothing is open."), type_)
    yield from _section(say("Exceptions"), _exceptions(report, type_), say("There were none."), type_)
    if report.more_exceptions:
        yield type_.paragraph(
            say("{n} more stand in the record of the order.", n=report.more_exceptions), 8, grey=True
        )
    yield from _section(say("Grades"), _grades(report.grades, type_), say("Nothing was graded."), type_)
    yield from _section(say("Print jobs"), _printers(report.printers, type_), say("There are none."), type_)
    yield from _section(say("People"), _people(report.people, type_), say("Nobody has packed."), type_)
    yield from _section(say("Files that left"), _files(report.files, type_), say("No file left."), type_)
    yield Spacer(0, 5 * mm)
    yield KeepTogether(_end(report, type_))


def _facts(report: OrderReport) -> Iterator[tuple[Text, Text | str]]:
    yield say("Work order"), report.number
    yield say("Product"), report.product
    yield say("Approval number"), report.approval
    yield say("Lot"), report.lot
    yield say("Made"), report.made.isoformat()
    yield say("Expiry"), report.expiry.isoformat()
    if report.specimen:
        yield say("Note"), say("SPECIMEN – no merchandise")
    yield say("Packing line"), report.line
    yield say("Ordered packs"), counted_packs(1, report.units)
    yield say("Packing ratio"), report.ratio
    yield say("Status"), report.state
    yield say("Written"), f"{report.written_at:{_WHEN}} UTC  ·  {report.written_by}"
    yield say("Program"), f"Packmark {__version__}"


def _heading(text: Text, type_: Type) -> Flowable:
    return type_.paragraph(text, 11)


def _section(name: Text, table: Table | None, none: Text, type_: Type) -> Iterator[Flowable]:
    yield Spacer(0, 4 * mm)
    if table is None:
        yield KeepTogether([_heading(name, type_), type_.paragraph(none, 8)])
        return
    # A heading must not stand alone at the foot of a page; a long table breaks behind its first rows.
    yield KeepTogether([_heading(name, type_), Spacer(0, 1 * mm)])
    yield table


def _list_of(name: Text, texts: Sequence[Text], none: Text, type_: Type) -> Iterator[Flowable]:
    yield Spacer(0, 4 * mm)
    yield _heading(name, type_)
    for text in texts or (none,):
        yield type_.paragraph(text if not texts else "– " + type_.worded(text), 8)


_STATES = (
    ("allocated", say("not printed")),
    ("printed", say("printed, never scanned")),
    ("verified", say("scanned, in no larger pack")),
    ("packed", say("packed")),
    ("spoiled", say("spoiled")),
    ("sampled", say("sampled")),
    ("void", say("void")),
    ("unknown", say("unknown (quarantined)")),
    ("returned", say("back in the pool, unused")),
)


def _sums(levels: Sequence[LevelSum], type_: Type) -> Table:
    heads: list[object] = [type_.paragraph("", 7)]
    heads += [type_.paragraph(say("level {n}", n=level.level), 7, grey=True, right=True) for level in levels]
    rows = [heads]
    for state, name in _STATES:
        numbers = [getattr(level.counts, state) for level in levels]
        rows.append(_numbers(type_.paragraph(name, 8), numbers, type_))
    rows.append(_numbers(type_.paragraph(say("issued = sum"), 8), [one.issued for one in levels], type_))
    rows.append(
        _numbers(type_.paragraph(say("below the ratio"), 8), [one.below_ratio for one in levels], type_)
    )
    room = WIDTH - 58 * mm
    each = min(30 * mm, room / max(1, len(levels)))
    table = Table(rows, colWidths=(58 * mm, *(each for _ in levels)), hAlign="LEFT")
    last_sum = len(_STATES) + 1
    table.setStyle(TableStyle([*ruled_style(), ("LINEABOVE", (0, last_sum), (-1, last_sum), 0.8, RULE)]))
    return table


def _numbers(name: Flowable, numbers: Sequence[int], type_: Type) -> list[object]:
    return [name, *(type_.paragraph(f"{one:,}".replace(",", " "), 8, right=True) for one in numbers)]


def _balance(levels: Sequence[LevelSum]) -> tuple[Text, ...]:
    wrong = [one for one in levels if not one.balances]
    if not wrong:
        return (say("Every code that this order was given is accounted for."),)
    return tuple(
        say(
            "Level {level}: the order has {found} codes, by state they are {counted}.",
            level=one.level,
            found=one.found,
            counted=one.issued - one.counts.returned,
        )
        for one in wrong
    )


def _table(
    heads: Sequence[Text], rows: Sequence[Sequence[Text | str]], widths_mm: Sequence[float], type_: Type
) -> Table | None:
    """Set a table whose last column takes what room is left; None without rows."""
    if not rows:
        return None
    cells: list[list[object]] = [[type_.paragraph(head, 7, grey=True) for head in heads]]
    cells += [[type_.paragraph(value, 7.5) for value in row] for row in rows]
    widths = [width * mm for width in widths_mm]
    table = Table(cells, colWidths=(*widths, WIDTH - sum(widths)), repeatRows=1)
    table.setStyle(TableStyle(ruled_style()))
    return table


def _exceptions(report: OrderReport, type_: Type) -> Table | None:
    return _table(
        (say("When (UTC)"), say("What"), say("Reason"), say("By"), say("Confirmed by")),
        [
            (f"{one.at:{_WHEN}}", one.what, one.reason or "–", one.actor, one.reviewer or "–")
            for one in report.exceptions
        ],
        (22, 64, 42, 21),
        type_,
    )


def _grades(grades: Sequence[GradeRecord], type_: Type) -> Table | None:
    return _table(
        (
            say("When (UTC)"),
            say("Job"),
            say("Label"),
            say("Occasion"),
            say("Grade"),
            say("Verdict"),
            say("By"),
        ),
        [
            (
                f"{one.at:{_WHEN}}",
                "–" if one.job_id is None else str(one.job_id),
                "–" if one.label is None else str(one.label),
                occasion_name(one.occasion),
                one.formal or ("–" if one.grade is None else f"{one.grade:.1f}"),
                f"{_SIGNS[one.verdict]} {type_.worded(verdict_name(one.verdict))}",
                one.by,
            )
            for one in grades
        ],
        (28, 14, 16, 30, 26, 32),
        type_,
    )


def _printers(printers: Sequence[PrinterUsed], type_: Type) -> Table | None:
    return _table(
        (say("Job"), say("Pack level"), say("Labels that came out"), say("Good"), say("Printer")),
        [(str(one.job_id), str(one.level), str(one.printed), str(one.good), one.printer) for one in printers],
        (16, 22, 36, 22),
        type_,
    )


def _people(people: Sequence[PersonAtWork], type_: Type) -> Table | None:
    return _table(
        (say("Person"), say("Did"), say("Confirmed for others")),
        [(one.name, str(one.did), str(one.confirmed)) for one in people],
        (70, 30),
        type_,
    )


def _files(files: Sequence[FileThatLeft], type_: Type) -> Table | None:
    return _table(
        (say("When (UTC)"), say("File"), say("Packs"), say("SHA-256"), say("Program, by")),
        [
            (
                f"{one.at:{_WHEN}}",
                one.name,
                "–" if one.packs is None else str(one.packs),
                f"{one.sha256[:32]} {one.sha256[32:]}",
                f"{one.version}, {one.by}",
            )
            for one in files
        ],
        (22, 46, 16, 62),
        type_,
    )


def _end(report: OrderReport, type_: Type) -> list[Flowable]:
    chain = say(
        "Audit trail: {records} records. Short code of its head: {short}",
        records=report.audit_records,
        short=report.audit_head[:_SHORT],
    )
    signed = [
        type_.paragraph(say("{role}, date, signature", role=role), 8, grey=True)
        for role in (say("Line lead"), say("Quality assurance"))
    ]
    lines = Table([[signed[0], "", signed[1]]], colWidths=(75 * mm, 20 * mm, 75 * mm), hAlign="LEFT")
    style = [
        *plain_style(),
        ("LINEABOVE", (0, 0), (0, 0), 0.6, RULE),
        ("LINEABOVE", (2, 0), (2, 0), 0.6, RULE),
    ]
    lines.setStyle(TableStyle(style))
    return [
        type_.paragraph(chain, 8),
        type_.paragraph(
            say("Head of the hash chain (SHA-256): {head}", head=report.audit_head), 7, grey=True
        ),
        Spacer(0, 14 * mm),
        lines,
    ]
