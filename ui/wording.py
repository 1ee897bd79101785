"""How values are worded and marked: numbers, times, levels, and the six marks of a state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.labels.checks import Severity
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.texts import Text, say, say_count


class Mark(StrEnum):
    """What a state asks of a person; each has one colour and one shape everywhere."""

    RUNNING = "running"
    DONE = "done"
    ATTENTION = "attention"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person may do about a message."""

    text: Text
    act: Callable[[], object]


JOB_STATES: dict[JobState, tuple[Mark, Text]] = {
    JobState.READY: (Mark.IDLE, say("Ready")),
    JobState.RUNNING: (Mark.RUNNING, say("Running")),
    JobState.PAUSED: (Mark.ATTENTION, say("Paused")),
    JobState.STOPPED: (Mark.STOPPED, say("Stopped")),
    JobState.DONE: (Mark.DONE, say("Done")),
    JobState.ABORTED: (Mark.STOPPED, say("Aborted")),
    JobState.CLOSED: (Mark.IDLE, say("Closed")),
}
CODE_STATES: dict[CodeState, tuple[Mark, Text]] = {
    CodeState.AVAILABLE: (Mark.IDLE, say("Available")),
    CodeState.ALLOCATED: (Mark.IDLE, say("Allocated")),
    CodeState.SENT: (Mark.UNKNOWN, say("Sent, not confirmed")),
    CodeState.PRINTED: (Mark.DONE, say("Printed")),
    CodeState.VERIFIED: (Mark.DONE, say("Printed and read back")),
    CodeState.PACKED: (Mark.DONE, say("Packed")),
    CodeState.SPOILED: (Mark.STOPPED, say("Spoiled")),
    CodeState.SAMPLED: (Mark.ATTENTION, say("Taken as a sample")),
    CodeState.VOID: (Mark.STOPPED, say("Void")),
    CodeState.UNKNOWN: (Mark.UNKNOWN, say("Unknown")),
    CodeState.RETURNED: (Mark.IDLE, say("Returned")),
}
SEVERITIES: dict[Severity, tuple[Mark, Text]] = {
    Severity.ERROR: (Mark.STOPPED, say("Forbids printing")),
    Severity.WARNING: (Mark.ATTENTION, say("Please look")),
    Severity.ADVICE: (Mark.IDLE, say("Advice")),
}
_LEVELS = (say("Unit"), say("Bundle"), say("Case"), say("Pallet"))
_DIGEST_PART = 32
_GROUP = "\N{NO-BREAK SPACE}"


def level_name(level: int) -> Text:
    """Word a pack level: 1 is the unit, the smallest sales pack."""
    if 1 <= level <= len(_LEVELS):
        return _LEVELS[level - 1]
    return say("Level {level}", level=level)


def number(value: int) -> str:
    """Write a whole number with its thousands apart: 8 431."""
    return f"{value:,}".replace(",", _GROUP)


def length(mm: float) -> str:
    """Write a length in millimetres without needless zeros: 41.25, 0.25, 10."""
    return f"{mm:.3f}".rstrip("0").rstrip(".")


def folded(digest: str) -> str:
    """Write a SHA-256 on two lines."""
    return "\n".join(digest[place : place + _DIGEST_PART] for place in range(0, len(digest), _DIGEST_PART))


def day(value: date) -> str:
    """Write a date as it stands on packs: 2026-11-03."""
    return value.isoformat()


def moment(value: datetime) -> str:
    """Write a point in time in the time of this place."""
    return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def clock(value: datetime) -> str:
    """Write a point in time in the time of this place: the time of day, with the day if it is another one."""
    local = value.astimezone()
    today = datetime.now(local.tzinfo).date()
    return local.strftime("%H:%M:%S" if local.date() == today else "%Y-%m-%d %H:%M:%S")


def duration(seconds: float) -> Text:
    """Word a length of time in its two largest units."""
    whole = max(0, round(seconds))
    if whole < 60:
        return say("{s} s", s=whole)
    if whole < 3600:
        return say("{m} min {s} s", m=whole // 60, s=whole % 60)
    return say("{h} h {m} min", h=whole // 3600, m=whole % 3600 // 60)


def rate(per_second: float) -> Text:
    """Word how fast labels come."""
    if per_second >= 10:
        return say("{n} labels/s", n=number(round(per_second)))
    return say("{n} labels/min", n=number(round(per_second * 60)))


def labels(count: int) -> Text:
    """Word a number of labels."""
    return say_count("{n} label", "{n} labels", n=count)


def code_grouped(code: str) -> str:
    """Group a drug code as people read it, 1-6-9-4; other codes stay as they are."""
    if len(code) == 20 and code.isdigit():
        return " ".join((code[:1], code[1:7], code[7:16], code[16:]))
    return code
