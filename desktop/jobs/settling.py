"""What becomes of codes that were in flight when something went wrong.

Their labels may be in the printer, on the floor or nowhere. The printer is asked to throw away what it
has not printed, and whatever it still answers for, by name and in order, is printed. The rest is unknown:
quarantined until a person scans the last good label.

The printer's odometer could be read as "so many of them came out, hence the first ones did", and often
that is right. It is told to the person as evidence and never decided by: the odometer counts labels and
names none. A label lost with the connection and one test label of somebody else add up to the same count,
and a code would be called printed whose label does not exist.
"""

import hashlib
from collections.abc import Sequence

from desktop.devices import Printer, PrinterIdentity
from desktop.errors import DeviceError
from desktop.jobs.outlet import Settled
from desktop.ports import JobJournal
from desktop.products.job import JobCode
from desktop.texts import Text, say, say_count

LAST_ANSWERS_S = 0.25
"""How long to wait for each further answer of a printer that was told to throw its labels away."""

PRINTER_MARK, ODOMETER_MARK, FIRST_MARK = "printer", "odometer", "first"
"""Notes in the journal: which printer, its count at the start, and the ordinal of the first code then."""


def note_start(journal: JobJournal, identity: PrinterIdentity, odometer: int, first: JobCode) -> None:
    """Note what will be evidence if this run dies."""
    journal.note(PRINTER_MARK, fingerprint(identity))
    journal.note(ODOMETER_MARK, odometer)
    journal.note(FIRST_MARK, first.ordinal)


def fingerprint(identity: PrinterIdentity) -> int:
    """Return a number that tells printers apart."""
    return fingerprint_of(f"{identity.model}\n{identity.unique_id}")


def fingerprint_of(identity: str) -> int:
    """Return a number that stands for what a device says it is; it fits into a signed 64-bit column."""
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:7])


def settle_labels(
    journal: JobJournal,
    printer: Printer,
    left: Sequence[JobCode],
    trouble: Text,
    *,
    answers_are_sound: bool = True,
) -> Settled:
    """Empty the printer and find out what became of every code that is still in flight there.

    Args:
        journal: holds the notes of the start.
        printer: may be gone; then nothing more can be learnt from it.
        left: the codes in flight, oldest first.
        trouble: what happened.
        answers_are_sound: False if it is the printer's answers that are wrong.
    """
    printed = 0
    evidence: Text | None = None
    try:
        printer.cancel()
        printed = _late_answers(printer, left) if answers_are_sound else 0
        evidence = _counter_evidence(journal, printer, left)
    except DeviceError:
        # The printer is gone, which `trouble` says already or which follows from it.
        pass
    unknown = left[printed:]
    return Settled(left[:printed], unknown, with_fate(trouble, unknown, evidence))


def _late_answers(printer: Printer, left: Sequence[JobCode]) -> int:
    printed = 0
    while printed < len(left):
        answers = printer.confirmed(LAST_ANSWERS_S)
        for answer in answers:
            if printed == len(left) or left[printed].value != answer:
                return printed
            printed += 1
        if not answers:
            break
    return printed


def _counter_evidence(journal: JobJournal, printer: Printer, left: Sequence[JobCode]) -> Text | None:
    odometer, first = journal.mark(ODOMETER_MARK), journal.mark(FIRST_MARK)
    if not left or odometer is None or first is None:
        return None
    if journal.mark(PRINTER_MARK) != fingerprint(printer.identify()):
        return say("The printer is another one than before.")
    came_out = printer.odometer() - odometer - (left[0].ordinal - first)
    if not 0 <= came_out <= len(left):
        return say("The printer's counter does not fit: something else was printed too.")
    return say(
        "By the printer's counter {came_out} of {in_flight} labels in flight came out.",
        came_out=came_out,
        in_flight=len(left),
    )


def with_fate(trouble: Text, unknown: Sequence[JobCode], evidence: Text | None = None) -> Text:
    """Say after ``trouble`` which codes are unknown for it, what to do, and what else is known of them."""
    if not unknown:
        return trouble
    fate = say_count(
        "{n} code is unknown and will not be printed again: {first}. Scan the last good label to settle it.",
        "{n} codes are unknown and will not be printed again: {first} to {last}. "
        "Scan the last good label to settle them.",
        n=len(unknown),
        first=unknown[0].value,
        last=unknown[-1].value,
    )
    if evidence is None:
        return say("{trouble} {fate}", trouble=trouble, fate=fate)
    return say("{trouble} {fate} {evidence}", trouble=trouble, fate=fate, evidence=evidence)
