"""How the files of an order and its steps are worded and marked."""

from desktop.operations.kept_files import FileKind, KeptFile, PlatformCounts, compare_counts
from desktop.operations.steps import Step, StepState
from desktop.texts import Text, say
from ui.wording import Mark, number

KINDS: dict[FileKind, Text] = {
    FileKind.RELATION: say("Relation"),
    FileKind.EPCIS: say("Events (EPCIS)"),
    FileKind.BILL: say("Bill"),
    FileKind.UDID: say("Devices (UDID)"),
    FileKind.CORRECTIONS: say("Corrections"),
    FileKind.REPORT: say("Report"),
    FileKind.RECALL: say("Recall list"),
    FileKind.TABLE: say("Table"),
}
STEPS: dict[Step, Text] = {
    Step.FILED: say("Filing passed"),
    Step.PRINTED: say("Printed"),
    Step.VERIFIED: say("Read back"),
    Step.PACKED: say("Packed"),
    Step.EXPORTED: say("Relation exported"),
    Step.WAREHOUSED: say("In the warehouse"),
    Step.OUT: say("Gone out"),
}


def now_of(steps: tuple[StepState, ...]) -> Step:
    """Return the first step that is not done; the last one if all are."""
    return next((one.step for one in steps if not one.done), steps[-1].step)


def step_mark(state: StepState, now: Step) -> Mark:
    """Mark a step: done, waited for, or still to come."""
    if state.done:
        return Mark.DONE
    return Mark.ATTENTION if state.step is now else Mark.IDLE


def platform_state(file: KeptFile, entered: PlatformCounts | None) -> tuple[Mark, Text | str]:
    """Tell whether the platform took a file, as far as somebody entered it."""
    if file.kind is not FileKind.RELATION:
        return Mark.IDLE, "\N{EN DASH}"
    if entered is None:
        return Mark.ATTENTION, say("not entered")
    if compare_counts(file, entered.counts).differences:
        return Mark.STOPPED, say("numbers differ")
    return Mark.DONE, say("took all")


def pack_total(file: KeptFile) -> int | str:
    """Return how many packs a file tells of; a dash where it tells of none."""
    return "\N{EN DASH}" if file.counts is None else file.counts.all


def packs_of(file: KeptFile) -> Text | str:
    """Word how many packs a file tells of."""
    counts = file.counts
    if counts is None:
        return "\N{EN DASH}"
    if not counts.largest and not counts.smallest:
        return number(counts.all)
    return say(
        "{all}, of them {largest} largest and {smallest} smallest",
        all=number(counts.all),
        largest=number(counts.largest),
        smallest=number(counts.smallest),
    )
