"""What keeps a coder from printing, as a sentence that says what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.coders import CoderState, CoderStatus
from desktop.texts import Text, say

_STATES: Mapping[CoderState, Text] = MappingProxyType(
    {
        CoderState.OFF: say("The coder is off. Switch it on at its display, then resume the job."),
        CoderState.STARTING: say("The coder is starting up. Resume the job when it is ready."),
        CoderState.FAULT: say("The coder reports a fault. Look at its display, then resume the job."),
    }
)


def coder_trouble(status: CoderStatus) -> Text | None:
    """Return what keeps a coder from printing, in its own words where it has some; None if nothing does.

    A coder that is merely stopped is none: the job starts it.
    """
    faults = [fault for fault in status.faults if not fault.warning]
    if faults and status.state is CoderState.FAULT:
        return say(
            "The coder reports: {faults}. Mend it and acknowledge it at the coder, then resume the job.",
            faults="; ".join(f"{fault.text} ({fault.number})" for fault in faults),
        )
    return _STATES.get(status.state)
