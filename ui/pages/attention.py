"""What needs a person's attention, worked out from jobs, pool levels and the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.operations.audit import AuditVerdict
from desktop.operations.codes import PoolLevel
from desktop.operations.jobs import JobRow
from desktop.products.job import JobState
from desktop.texts import Text, say, say_count
from ui.wording import Mark, level_name, number
from ui.workplace import Workplace

_LOW_SHARE = 0.1
"""Below this share of the issued codes it is time to order new ones, where no other alarm is set."""


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One thing to look at, and where."""

    mark: Mark
    word: Text
    sentence: Text
    page: str = ""
    what: object = None


AUDIT_UNDER_WAY = AttentionItem(Mark.RUNNING, say("Checking"), say("The audit trail is being checked."))


def attention(work: Workplace, jobs: Sequence[JobRow], pool: Sequence[PoolLevel]) -> list[AttentionItem]:
    """List what needs attention, the most urgent first."""
    items = [item for row in jobs for item in _of_job(work, row)]
    items += [item for level in pool if (item := _of_level(level)) is not None]
    order = (Mark.UNKNOWN, Mark.STOPPED, Mark.ATTENTION, Mark.DONE)
    return sorted(items, key=lambda item: order.index(item.mark))


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
