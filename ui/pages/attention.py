"""What needs a person's attention, worked out from jobs, pool levels and the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.operations.audit import AuditVerdict
from desktop.operations.codes import PoolLevel
from desktop.operations.jobs import JobRow
from desktop.operations.release import BatchQuality
from desktop.operations.sampling import DueSample
from desktop.operations.work_orders import NOT_STARTED, OrderRow
from desktop.packing.order import OrderState
from desktop.products.job import JobState
from desktop.texts import Text, say, say_count
from ui.quality.taking import ShowBatch, ShowSamples
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace

_LOW_SHARE = 0.1
"""Below this share of the issued codes it is time to order new ones, where no other alarm is set."""

MOST_URGENT = (Mark.UNKNOWN, Mark.STOPPED, Mark.ATTENTION, Mark.DONE)
"""What is known of nobody comes before what stands still."""
_OPEN = say("Open")


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One thing to look at, and where."""

    mark: Mark
    word: Text
    sentence: Text
    page: str = ""
    what: object = None
    step: Text = _OPEN
    """The word on its button."""


AUDIT_UNDER_WAY = AttentionItem(Mark.RUNNING, say("Checking"), say("The audit trail is being checked."))


def attention(work: Workplace, jobs: Sequence[JobRow], pool: Sequence[PoolLevel]) -> list[AttentionItem]:
    """List what needs attention, the most urgent first."""
    items = [item for row in jobs for item in _of_job(work, row)]
    items += [item for level in pool if (item := _of_level(level)) is not None]
    return sorted(items, key=lambda item: MOST_URGENT.index(item.mark))


def quality_items(due: Sequence[DueSample], held: Sequence[BatchQuality]) -> list[AttentionItem]:
    """List the batches that are held, then the samples that are due, a line for each job."""
    items = [
        AttentionItem(
            Mark.STOPPED,
            say("Held"),
            say("Lot {lot} of {product}: {reason}", lot=one.lot, product=one.product, reason=_why(one)),
            "quality",
            ShowBatch(one.batch_id),
        )
        for one in held
    ]
    jobs = dict.fromkeys(one.job_id for one in due)
    for job_id in jobs:
        own = [one for one in due if one.job_id == job_id]
        sentence = say_count(
            "Job {id}, lot {lot}: {n} label is to be graded, at {place}.",
            "Job {id}, lot {lot}: {n} labels are to be graded, at {place}.",
            n=len(own),
            id=job_id,
            lot=own[0].lot,
            place=own[0].line or own[0].printer,
        )
        items.append(
            AttentionItem(
                Mark.ATTENTION,
                say("Samples due"),
                sentence,
                "quality",
                ShowSamples(job_id),
                say("Grade them"),
            )
        )
    return items


def order_items(orders: Sequence[OrderRow], today: date) -> list[AttentionItem]:
    """List the orders whose day has come, and those that are being closed."""
    items = []
    for one in orders:
        if one.state is OrderState.CLOSING:
            sentence = say(
                "Order {number} of {product}: it keeps {line} until it is closed.",
                number=one.number,
                product=one.product,
                line=one.line,
            )
            items.append(AttentionItem(Mark.ATTENTION, say("To close"), sentence, "orders", one.id))
        elif one.state in NOT_STARTED and one.planned_for is not None and one.planned_for <= today:
            sentence = say(
                "Order {number} of {product}: planned for {day} on {line}, not started.",
                number=one.number,
                product=one.product,
                day=one.planned_for,
                line=one.line,
            )
            items.append(AttentionItem(Mark.ATTENTION, say("To start"), sentence, "orders", one.id))
    return items


def audit_item(verdict: AuditVerdict, at: datetime) -> AttentionItem:
    """Say what the check of the audit trail found."""
    if verdict.sound:
        return AttentionItem(
            Mark.DONE,
            say("Sound"),
            say_count(
                "Audit trail: {n} record checked at {time}, nothing was altered.",
                "Audit trail: {n} records checked at {time}, nothing was altered.",
                n=verdict.records,
                time=f"{at.astimezone():%H:%M}",
            ),
        )
    why = verdict.why or say(
        "Record {number} is the first that is not as it was written.", number=verdict.first_bad
    )
    return AttentionItem(Mark.STOPPED, say("Altered"), say("Audit trail: {why}", why=why))


def _why(batch: BatchQuality) -> Text:
    return say("held") if batch.decided is None else batch.decided.reason


def _of_job(work: Workplace, row: JobRow) -> list[AttentionItem]:
    job = row.job
    items = []
    if row.counts.unknown and not work.running.is_running(job.id):
        sentence = say_count(
            "Job {id}, lot {lot}: {n} label unknown. Scan the last good label.",
            "Job {id}, lot {lot}: {n} labels unknown. Scan the last good label.",
            n=row.counts.unknown,
            id=job.id,
            lot=row.lot,
        )
        items.append(AttentionItem(Mark.UNKNOWN, say("Unknown"), sentence, "jobs", job.id))
    elif job.state is JobState.STOPPED:
        reason = row.reason or say("no reason was recorded")
        sentence = say("Job {id}, lot {lot}: {reason}", id=job.id, lot=row.lot, reason=reason)
        items.append(AttentionItem(Mark.STOPPED, say("Stopped"), sentence, "jobs", job.id))
    elif job.state is JobState.RUNNING and not work.running.is_running(job.id):
        sentence = say(
            "Job {id}, lot {lot}: it was interrupted, or another computer runs it.", id=job.id, lot=row.lot
        )
        items.append(AttentionItem(Mark.ATTENTION, say("Interrupted"), sentence, "jobs", job.id))
    elif job.state is JobState.DONE:
        sentence = say("Job {id}, lot {lot}: done, not closed yet.", id=job.id, lot=row.lot)
        items.append(AttentionItem(Mark.ATTENTION, say("To close"), sentence, "jobs", job.id))
    return items


def is_low(level: PoolLevel) -> bool:
    """Tell whether new codes should be ordered: by the alarm of the level, or by what is left."""
    if level.threshold is not None:
        return level.low
    return level.counts.available <= level.counts.issued * _LOW_SHARE


def _of_level(level: PoolLevel) -> AttentionItem | None:
    counts = level.counts
    if not is_low(level):
        return None
    if not counts.issued:
        sentence = say(
            "{product}, {level}: no codes imported yet.", product=level.product, level=level_name(level.level)
        )
        return AttentionItem(Mark.ATTENTION, say("No codes"), sentence, "codes")
    sentence = say(
        "{product}, {level}: {n} codes left. Order new ones.",
        product=level.product,
        level=level_name(level.level),
        n=number(counts.available),
    )
    return AttentionItem(Mark.ATTENTION, say("Pool low"), sentence, "codes")
