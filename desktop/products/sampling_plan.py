"""Which labels of a job are to be graded."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.products.aql import AqlPlan, InspectionLevel
from desktop.texts import Text, say

MOST_AT_ONCE = 1_000
"""Labels in a row; more of them are no sample."""
RAREST = 10_000_000
"""Labels between two samples."""


class Occasion(StrEnum):
    """Why a label is graded."""

    START = "start"
    EVERY = "every"
    ROLL_CHANGE = "roll change"
    END = "end"
    AQL = "aql"
    EXTRA = "extra"
    """Nobody asked for it."""


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Samples in the course of a job.

    Attributes:
        start: labels at the start.
        every: one label of each so many; None: none in between.
        roll_change: labels behind each change of the roll.
        end: labels at the end.
    """

    start: int = 1
    every: int | None = 1_000
    roll_change: int = 1
    end: int = 1

    def __post_init__(self) -> None:
        _refuse_outside(say("Labels at the start"), self.start, 0, MOST_AT_ONCE)
        _refuse_outside(say("Labels behind a change of the roll"), self.roll_change, 0, MOST_AT_ONCE)
        _refuse_outside(say("Labels at the end"), self.end, 0, MOST_AT_ONCE)
        if self.every is not None:
            _refuse_outside(say("Labels from one sample to the next"), self.every, 1, RAREST)
        if not (self.start or self.every or self.roll_change or self.end):
            raise InputError(say("A sampling plan takes at least one label."))


Plan = SamplingPlan | AqlPlan
Due = tuple[Occasion, int]
"""An occasion and the number of its label."""


def _refuse_outside(what: Text, found: int, least: int, most: int) -> None:
    if not least <= found <= most:
        raise InputError(
            say(
                "{what}: expected {least} to {most}, found {found}.",
                what=what,
                least=least,
                most=most,
                found=found,
            )
        )


DEFAULT_PLAN = SamplingPlan()


def occasion_name(occasion: Occasion) -> Text:
    """Return the words for an occasion."""
    return {
        Occasion.START: say("start of the job"),
        Occasion.EVERY: say("in between"),
        Occasion.ROLL_CHANGE: say("new roll"),
        Occasion.END: say("end of the job"),
        Occasion.AQL: say("sample by AQL"),
        Occasion.EXTRA: say("extra"),
    }[occasion]


def due_labels(
    plan: Plan, printed: int, wanted: int, roll_changes: Sequence[int] = (), *, ended: bool = False
) -> tuple[Due, ...]:
    """Return the labels of a job that must be graded by now, each once, in the order of their numbers.

    Args:
        plan: of the job.
        printed: number of the last label that came out; 0: none.
        wanted: how many labels the job has.
        roll_changes: for each change of the roll the number of the last label before it.
        ended: no more labels will come.

    >>> [(str(why), number) for why, number in due_labels(SamplingPlan(every=4), 9, 9, (5,), ended=True)]
    [('start', 1), ('every', 4), ('roll change', 6), ('every', 8), ('end', 9)]
    """
    found: dict[int, Occasion] = {}
    wanted_now = (
        _by_aql(plan, printed, wanted, ended)
        if isinstance(plan, AqlPlan)
        else _by_course(plan, printed, wanted, roll_changes, ended)
    )
    for occasion, number in wanted_now:
        if 1 <= number <= printed:
            found.setdefault(number, occasion)
    return tuple((found[number], number) for number in sorted(found))


def _by_course(
    plan: SamplingPlan, printed: int, wanted: int, roll_changes: Sequence[int], ended: bool
) -> Iterator[Due]:
    for number in range(1, plan.start + 1):
        yield Occasion.START, number
    for before in roll_changes:
        for number in range(before + 1, before + plan.roll_change + 1):
            yield Occasion.ROLL_CHANGE, number
    if plan.every is not None:
        for number in range(plan.every, printed + 1, plan.every):
            yield Occasion.EVERY, number
    if ended or printed >= wanted:
        for number in range(printed - plan.end + 1, printed + 1):
            yield Occasion.END, number


def _by_aql(plan: AqlPlan, printed: int, wanted: int, ended: bool) -> Iterator[Due]:
    """Spread the sample evenly; a job that ends early makes up what its own size asks for."""
    size = plan.sample(max(wanted, 1)).size
    planned = [1 + (2 * index + 1) * wanted // (2 * size) for index in range(size)]
    taken = {number for number in planned if number <= printed}
    if ended and 0 < printed < wanted:
        missing = plan.sample(printed).size - len(taken)
        free = (number for number in range(printed, 0, -1) if number not in taken)
        taken |= {number for number, _ in zip(free, range(missing), strict=False)}
    for number in taken:
        yield Occasion.AQL, number


def plan_to_json(plan: Plan) -> str:
    """Write a plan for the store."""
    kind = "aql" if isinstance(plan, AqlPlan) else "course"
    return json.dumps({kind: asdict(plan)}, sort_keys=True)


def plan_from_json(text: str) -> Plan:
    """Read what ``plan_to_json`` wrote."""
    (kind, values), *_ = json.loads(text).items()
    if kind == "aql":
        return AqlPlan(InspectionLevel(values["level"]), values["aql"])
    return SamplingPlan(**values)


def plan_in_words(plan: Plan, labels: int) -> Text:
    """Say what a plan means for a job of so many labels whose roll is never changed."""
    count = len(due_labels(plan, labels, labels, ended=True))
    if isinstance(plan, AqlPlan):
        sample = plan.sample(max(labels, 1))
        return say(
            "Of {labels} labels {count} are graded (GB/T 2828.1, level {level}, AQL {aql} %, code letter "
            "{letter}); with {reject} failed ones the batch is not acceptable.",
            labels=labels,
            count=count,
            level=plan.level.value,
            aql=f"{plan.aql:g}",
            letter=sample.letter,
            reject=sample.reject,
        )
    return say(
        "Of {labels} labels {count} are graded, and {more} more behind each change of the roll.",
        labels=labels,
        count=count,
        more=plan.roll_change,
    )
