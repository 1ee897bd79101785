"""What keeps a printer from printing, as sentences that say what to do."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop.devices import Condition, PrinterStatus
from desktop.texts import Text, say

SENTENCES: Mapping[Condition, Text] = MappingProxyType(
    {
        Condition.HEAD_OPEN: say("The printer's head is open. Close it, then resume the job."),
        Condition.MEDIA_OUT: say("The printer has run out of labels. Load a roll, then resume the job."),
        Condition.RIBBON_OUT: say("The printer has run out of ribbon. Load a roll, then resume the job."),
        Condition.OTHER_FAULT: say("The printer reports a fault. Look at its display, then resume the job."),
        Condition.OVER_TEMPERATURE: say(
            "The printer's head is too hot. Let it cool down, then resume the job."
        ),
        Condition.PAUSED: say("The printer is paused. Press its pause key, then resume the job."),
        Condition.BUFFER_FULL: say(
            "The printer's memory is full and no label comes out. Switch it off and on, then resume the job."
        ),
        Condition.SILENT: say(
            "The printer does not answer. See that it is on and shows no fault, then resume the job."
        ),
    }
)
"""The gravest first: where several hold, the first is told, for the others often follow from it."""

NEEDS_A_PERSON = frozenset(
    {Condition.HEAD_OPEN, Condition.MEDIA_OUT, Condition.RIBBON_OUT, Condition.OTHER_FAULT}
)
"""Conditions that never pass by themselves, so that waiting for an answer is in vain."""


def trouble(status: PrinterStatus) -> Text | None:
    """Return the gravest thing that keeps the printer from printing, or None."""
    return next((text for condition, text in SENTENCES.items() if condition in status.conditions), None)
