"""The quality report of a batch: a PDF of all its grades, their trend, and its holds and releases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table, TableStyle

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
from desktop.exchange.report_words import shown
from desktop.exchange.trend_chart import Series, TrendChart
from desktop.products.quality import (
    BatchEvent,
    BatchStatus,
    GradeRecord,
    Obstacle,
    Verdict,
    occasion_name,
    status_name,
    verdict_name,
)
from desktop.texts import Text, say

_SIGNS = {Verdict.PASSED: "●", Verdict.FAILED: "▲", Verdict.NOT_MEASURABLE: "■"}
_WHEN = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class BatchQualityReport:
    """What the report tells.

    Attributes:
        product: its name.
        lot: of the batch.
        specimen: no merchandise.
        status: whether it may leave.
        obstacles: what stands against its release.
        events: how it was held and released, the oldest first.
        records: its grades, the oldest first.
        series: the same by job, symbology and edition, in the order of labels.
        written_at: when, UTC.
        written_by: who.
        remarks: what nobody compared.
    """

    product: str
    lot: str
    specimen: bool
    status: BatchStatus
    obstacles: tuple[Obstacle, ...]
    events: tuple[BatchEvent, ...]
    records: tuple[GradeRecord, ...]
    series: tuple[Series, ...]
    written_at: datetime
    written_by: str
    remarks: tuple[Text, ...] = ()


def quality_report_pdf(report: BatchQualityReport, language: str) -> bytes:
    """Write the report as PDF on A4, in ``language``."""
    type_ = report_type(language)
    heading = type_.worded(say("Batch quality report {lot}", lot=report.lot))
    return report_pdf(heading, heading, list(_story(report, type_)), type_)


def _story(report: BatchQualityReport, type_: Type) -> Iterator[Flowable]:
    yield type_.paragraph(say("Batch quality report {lot}", lot=report.lot), 16)
    yield HRFlowable(width="100%", thickness=0.6, color=RULE, spaceBefore=2 * mm, spaceAfter=2 * mm)
    yield facts(type_, _facts(report))
    yield Spacer(0, 3 * mm)
    if report.obstacles:
        yield type_.paragraph(say("What stands against a release"), 11)
        for obstacle in report.obstacles:
            yield type_.paragraph("– " + type_.worded(obstacle.text), 8.5)
        yield Spacer(0, 3 * mm)
    for series in report.series:
        yield KeepTogether([*_trend(series, type_), Spacer(0, 2 * mm)])
    yield type_.paragraph(say("Grades"), 11)
    yield Spacer(0, 1 * mm)
    yield _records(report.records, type_) if report.records else type_.paragraph(say("Nothing was graded."))
    yield Spacer(0, 3 * mm)
    yield type_.paragraph(say("Holds and releases"), 11)
    yield Spacer(0, 1 * mm)
    yield _events(report.events, type_) if report.events else type_.paragraph(say("Nobody has decided yet."))
    yield Spacer(0, 4 * mm)
    yield KeepTogether(_end(report.remarks, type_))


def _facts(report: BatchQualityReport) -> Iterator[tuple[Text, Text | str]]:
    yield say("Product"), report.product
    yield say("Lot"), report.lot
    if report.specimen:
        yield say("Note"), say("SPECIMEN – no merchandise")
    yield say("Status"), status_name(report.status)
    count = {verdict: sum(one.verdict is verdict for one in report.records) for verdict in Verdict}
    yield (
        say("Records"),
        say(
            "{all}: {passed} passed, {failed} failed, {open} not measurable",
            all=len(report.records),
            passed=count[Verdict.PASSED],
            failed=count[Verdict.FAILED],
            open=count[Verdict.NOT_MEASURABLE],
        ),
    )
    yield say("Written"), f"{report.written_at:{_WHEN}} UTC  ·  {report.written_by}"


def _trend(series: Series, type_: Type) -> Iterator[Flowable]:
    job = say("without a job") if series.job_id is None else say("job {id}", id=series.job_id)
    name = say(
        "{symbology} by {edition}, {job}, {printer}",
        symbology=series.symbology,
        edition=series.edition,
        job=job,
        printer=series.printer or "–",
    )
    yield type_.paragraph(name, 9)
    yield TrendChart(series, type_, WIDTH, 46 * mm)
    if series.control is not None:
        yield type_.paragraph(
            say(
                "Mean and limits (three standard deviations) of the first grades show whether the process "
                "has changed; whether a label is good is said by the minimum."
            ),
            7,
            grey=True,
        )


def _records(records: Sequence[GradeRecord], type_: Type) -> Table:
    heads = (
        say("No."),
        say("When (UTC)"),
        say("Label"),
        say("Occasion"),
        say("Data"),
        say("Grade"),
        say("Verdict"),
        say("Measured with, by"),
    )
    rows: list[list[object]] = [[type_.paragraph(head, 7, grey=True) for head in heads]]
    rows += [_record(one, type_) for one in records]
    widths = (10 * mm, 17 * mm, 13 * mm, 20 * mm, 41 * mm, 21 * mm, 23 * mm)
    table = Table(rows, colWidths=(*widths, WIDTH - sum(widths)), repeatRows=1)
    table.setStyle(TableStyle(ruled_style()))
    return table


def _record(one: GradeRecord, type_: Type) -> list[object]:
    written = one.formal or ("–" if one.grade is None else f"{one.grade:.1f}")
    needed = say("needed {grade}", grade=f"{one.minimum:.1f}")
    verdict = [type_.paragraph(f"{_SIGNS[one.verdict]} {type_.worded(verdict_name(one.verdict))}", 7.5)]
    verdict += [type_.paragraph(why, 6.5, grey=True) for why in (*one.faults, *one.not_measurable)]
    number = f"{one.id}"
    if one.repeat_of is not None:
        number = type_.worded(say("{id}, repeats {other}", id=one.id, other=one.repeat_of))
    label = one.label if one.label is not None else one.number
    return [
        type_.paragraph(number, 7.5),
        type_.paragraph(f"{one.at:{_WHEN}}", 7.5),
        type_.paragraph("–" if label is None else f"{label}", 7.5),
        type_.paragraph(occasion_name(one.occasion), 7.5),
        [type_.paragraph(shown(one.data) or "–", 7.5), type_.paragraph(one.symbology, 6.5, grey=True)],
        [type_.paragraph(written, 7.5), type_.paragraph(needed, 6.5, grey=True)],
        verdict,
        [type_.paragraph(one.device or "–", 7.5), type_.paragraph(one.by, 6.5, grey=True)],
    ]


def _events(events: Sequence[BatchEvent], type_: Type) -> Table:
    heads = (say("When (UTC)"), say("Status"), say("By"), say("Reason"))
    rows: list[list[object]] = [[type_.paragraph(head, 7, grey=True) for head in heads]]
    rows += [
        [
            type_.paragraph(f"{one.at:{_WHEN}}", 7.5),
            type_.paragraph(status_name(one.status), 7.5),
            type_.paragraph(one.by, 7.5),
            type_.paragraph(one.reason, 7.5),
        ]
        for one in events
    ]
    widths = (28 * mm, 24 * mm, 30 * mm)
    table = Table(rows, colWidths=(*widths, WIDTH - sum(widths)), repeatRows=1)
    table.setStyle(TableStyle(ruled_style()))
    return table


def _end(remarks: Sequence[Text], type_: Type) -> list[Flowable]:
    legend = "  ".join(f"{sign} {type_.worded(verdict_name(verdict))}" for verdict, sign in _SIGNS.items())
    note = say("This is no certificate of a verifier that conforms to ISO/IEC 15426.")
    signed = say("{role}, date, signature", role=say("Quality assurance"))
    line = Table([[type_.paragraph(signed, 8, grey=True)]], colWidths=(75 * mm,), hAlign="LEFT")
    line.setStyle(TableStyle([*plain_style(), ("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE)]))
    notes = [type_.paragraph(text, 8) for text in (*remarks, note)]
    return [type_.paragraph(legend, 8), *notes, Spacer(0, 14 * mm), line]
