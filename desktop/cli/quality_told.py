"""How the command line tells of samples, grades and batches, to people and to machines."""

from collections.abc import Sequence
from dataclasses import asdict

from desktop.cli.console import Console
from desktop.operations.inspections import remarks_on
from desktop.operations.quality_trend import Trend
from desktop.operations.release import BatchQuality
from desktop.operations.sampling import DueSample, Waived
from desktop.products.quality import (
    AqlPlan,
    BatchEvent,
    GradeRecord,
    Plan,
    occasion_name,
    status_name,
    verdict_name,
)
from desktop.texts import say

Record = dict[str, object]


def plan_record(plan: Plan, labels: int) -> Record:
    """Return a plan; one by AQL with what it means for so many labels."""
    if not isinstance(plan, AqlPlan):
        return {"plan": asdict(plan)}
    sample = plan.sample(labels)
    return {
        "plan": {"level": plan.level.value, "aql": plan.aql},
        "labels": labels,
        "letter": sample.letter,
        "size": sample.size,
        "accept": sample.accept,
        "reject": sample.reject,
    }


def due_record(one: DueSample) -> Record:
    """Return a sample that is due."""
    return {
        **{name: value for name, value in asdict(one).items() if name not in {"job_id", "batch_id"}},
        "job": one.job_id,
        "occasion": one.occasion.value,
        "since": None if one.since is None else one.since.isoformat(),
    }


def event_record(event: BatchEvent, language: str) -> Record:
    """Return a hold or release."""
    return {
        "status": event.status.value,
        "at": event.at.isoformat(),
        "by": event.by,
        "reason": event.reason.in_language(language),
    }


def waived_record(one: Waived) -> Record:
    """Return a sample that is not graded."""
    return {
        "job": one.job_id,
        "occasion": one.occasion.value,
        "number": one.number,
        "at": one.at.isoformat(),
        "by": one.by,
        "reason": one.reason,
    }


def batch_record(batch: BatchQuality, language: str) -> Record:
    """Return a batch with what stands against its release."""
    return {
        "lot": batch.lot,
        "product": batch.product,
        "status": batch.status.value,
        "decided": None if batch.decided is None else event_record(batch.decided, language),
        "obstacles": [
            {"kind": one.kind.value, "job": one.job_id, "text": one.text.in_language(language)}
            for one in batch.obstacles
        ],
    }


def grade_record(one: GradeRecord, language: str) -> Record:
    """Return a grade on record, without the full figures."""
    plain = {name: getattr(one, name) for name in GradeRecord.__slots__ if name not in {"details", "job_id"}}
    return {
        **plain,
        "job": one.job_id,
        "at": one.at.isoformat(),
        "source": one.source.value,
        "occasion": one.occasion.value,
        "verdict": one.verdict.value,
        "faults": [fault.in_language(language) for fault in one.faults],
        "not_measurable": [reason.in_language(language) for reason in one.not_measurable],
    }


def tell_batch(console: Console, batch: BatchQuality) -> None:
    """Tell a person how a batch stands."""
    console.say(
        say(
            "Lot {lot} of {product}: {status}",
            lot=batch.lot,
            product=batch.product,
            status=status_name(batch.status),
        )
    )
    if batch.decided is not None:
        console.say(batch.decided.reason)
    for one in batch.obstacles:
        console.line("  " + one.text.in_language(console.language))


def tell_grades(console: Console, records: Sequence[GradeRecord], **more: object) -> None:
    """Tell grades, a line each; ``more`` goes into the result for machines."""
    language = console.language
    for one in records:
        grade = one.formal or ("-" if one.grade is None else f"{one.grade:.1f}")
        worth = verdict_name(one.verdict).in_language(language)
        console.line(
            f"{one.id}  {one.at:%Y-%m-%d %H:%M:%S}Z  {grade}  {worth}  {one.symbology}  {one.label or '-'}  "
            f"{occasion_name(one.occasion).in_language(language)}  {one.device}  {one.by}"
        )
        for text in (*one.faults, *one.not_measurable):
            console.line("    " + text.in_language(language))
    remarks = remarks_on(records)
    for text in remarks:
        console.say(text)
    console.result(
        {
            "grades": [grade_record(one, language) for one in records],
            "remarks": [text.in_language(language) for text in remarks],
            **more,
        }
    )


def tell_trend(console: Console, trends: Sequence[Trend]) -> None:
    """Tell series of grades, a line for each label."""
    for trend in trends:
        console.line(
            f"{trend.job_id}  {trend.printer}  {trend.symbology}  {trend.edition}  >= {trend.minimum:.1f}"
        )
        if trend.control is not None:
            line = trend.control
            console.line(f"  {line.mean:.2f} ({line.lower:.2f} - {line.upper:.2f})")
            console.say(line.note)
        for one in trend.records:
            grade = "-" if one.grade is None else f"{one.grade:.1f}"
            mark = " !" if one.id in trend.below else " ~" if one.id in trend.beyond else ""
            console.line(f"  {one.label or one.number or '-'}  {grade}{mark}")
    console.result({"trends": [_trend_record(trend) for trend in trends]})


def _trend_record(trend: Trend) -> Record:
    control = trend.control
    return {
        "job": trend.job_id,
        "printer": trend.printer,
        "symbology": trend.symbology,
        "edition": trend.edition,
        "minimum": trend.minimum,
        "control": None
        if control is None
        else {"mean": control.mean, "lower": control.lower, "upper": control.upper, "base": control.base},
        "grades": [
            {
                "id": one.id,
                "label": one.label,
                "number": one.number,
                "grade": one.grade,
                "verdict": one.verdict.value,
                "below": one.id in trend.below,
                "beyond": one.id in trend.beyond,
            }
            for one in trend.records
        ],
    }
