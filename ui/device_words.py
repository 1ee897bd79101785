"""How devices are worded: what a printer or coder says of itself, as one mark and one word."""

from desktop.coders import CoderState, CoderStatus
from desktop.devices import Condition, DeviceKind, PrinterStatus, Way
from desktop.operations.printers import CoderReport, PrinterReport
from desktop.texts import Text, say, say_count
from ui.wording import Mark

CONDITIONS: dict[Condition, tuple[Mark, Text]] = {
    Condition.HEAD_OPEN: (Mark.STOPPED, say("Head open")),
    Condition.MEDIA_OUT: (Mark.STOPPED, say("Out of labels")),
    Condition.RIBBON_OUT: (Mark.STOPPED, say("Out of ribbon")),
    Condition.OVER_TEMPERATURE: (Mark.STOPPED, say("Too hot")),
    Condition.OTHER_FAULT: (Mark.STOPPED, say("Fault")),
    Condition.SILENT: (Mark.UNKNOWN, say("Does not answer")),
    Condition.PAUSED: (Mark.ATTENTION, say("Paused at the printer")),
    Condition.BUFFER_FULL: (Mark.ATTENTION, say("Buffer full")),
    Condition.READY: (Mark.DONE, say("Ready")),
}
"""The most urgent first: of several the first one is shown."""
CODER_STATES: dict[CoderState, tuple[Mark, Text]] = {
    CoderState.OFF: (Mark.ATTENTION, say("Switched off")),
    CoderState.STARTING: (Mark.ATTENTION, say("Starting up")),
    CoderState.STOPPED: (Mark.DONE, say("Ready")),
    CoderState.RUNNING: (Mark.RUNNING, say("Prints")),
    CoderState.FAULT: (Mark.STOPPED, say("Fault")),
}
KINDS: dict[DeviceKind, Text] = {
    DeviceKind.LABEL_PRINTER: say("Label printer"),
    DeviceKind.CODER: say("Coder"),
    DeviceKind.QUEUE: say("Print queue"),
}
WAYS: dict[Way, Text] = {
    Way.USB: say("USB"),
    Way.NETWORK: say("Network"),
    Way.SERIAL: say("Serial line"),
    Way.QUEUE: say("Print queue"),
    Way.BUILT_IN: say("Built in"),
}
QUEUE_STATE = (Mark.IDLE, say("Never says"))
"""A queue takes bytes and is silent about what becomes of them."""


def state_of(report: PrinterReport | CoderReport) -> tuple[Mark, Text]:
    """Return the mark and the word for how a device is."""
    if isinstance(report, CoderReport):
        return CODER_STATES[report.status.state]
    return _condition(report.status)


def _condition(status: PrinterStatus) -> tuple[Mark, Text]:
    return next(shown for condition, shown in CONDITIONS.items() if condition in status.conditions)


def described(report: PrinterReport | CoderReport) -> Text:
    """Say in one sentence who a device is and how it is."""
    state = state_of(report)[1]
    if isinstance(report, CoderReport):
        return say(
            "{model}, {state}.",
            model=report.identity or say("Coder"),
            state=_with_faults(report.status, state),
        )
    return say(
        "{model}, {dots} dots/mm, {state}, {printed}.",
        model=report.identity.model,
        dots=report.identity.dots_per_mm,
        state=state,
        printed=say_count("{n} label in its life", "{n} labels in its life", n=report.odometer),
    )


def _with_faults(status: CoderStatus, state: Text) -> Text:
    words = "; ".join(fault.text for fault in status.faults)
    return say("{state}: {faults}", state=state, faults=words) if words else state
