"""One label on one printer, and nothing else: sent once, believed only on the printer's own word."""

from typing import Final

from desktop.devices import Printer
from desktop.errors import DeviceError
from desktop.jobs.faults import trouble
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.ports import Clock
from desktop.texts import Text, say

ANSWER_S: Final = 10.0
"""How long the printer may take for one label, warming up included."""
COUNTER_LAG_S: Final = 1.0
"""Its counter may lag behind its answer by so much."""
STEP_S: Final = 0.25


def make_ready(printer: Printer, plan: LabelPlan, clock: Clock) -> int:
    """Empty the printer, store the label in it, and return where its odometer stands. Nothing is printed.

    Raises:
        DeviceError: it is gone, not ready, for another label, or does not get empty.
    """
    printer.cancel()
    until = clock.monotonic() + ANSWER_S
    while waiting := printer.status().formats_waiting:
        if clock.monotonic() >= until:
            raise DeviceError(
                say(
                    "The printer still holds {waiting} labels that it does not throw away. Switch it off and "
                    "on, then try again.",
                    waiting=waiting,
                )
            )
        printer.confirmed(STEP_S)
    printer.confirmed(0.0)
    printer.prepare(plan)
    fault = trouble(printer.status())
    if fault is not None:
        raise DeviceError(fault)
    return printer.odometer()


def print_one(printer: Printer, label: FilledLabel, code: str, counted: int, clock: Clock) -> Text | None:
    """Send one label and wait for the printer's word.

    Args:
        printer: made ready.
        label: what is printed.
        code: names it in the answer.
        counted: the odometer before.
        clock: for the time limits.

    Returns:
        None: exactly this one label was printed. Else why nobody knows.
    """
    try:
        printer.send(label, code)
        doubt = _wait_for(printer, code, clock) or _count(printer, counted, clock)
    except DeviceError as error:
        return error.text
    if doubt is not None:
        _throw_away(printer)
    return doubt


def _wait_for(printer: Printer, code: str, clock: Clock) -> Text | None:
    until = clock.monotonic() + ANSWER_S
    while clock.monotonic() < until:
        answers = printer.confirmed(STEP_S)
        if list(answers) == [code]:
            return None
        if answers:
            return say("The printer answered for {found} instead.", found=", ".join(answers)[:60])
        fault = trouble(printer.status())
        if fault is not None:
            return fault
    return say("The printer has not answered for {seconds} s.", seconds=f"{ANSWER_S:.0f}")


def _count(printer: Printer, counted: int, clock: Clock) -> Text | None:
    until = clock.monotonic() + COUNTER_LAG_S
    while (printed := printer.odometer() - counted) < 1 and clock.monotonic() < until:
        stray = printer.confirmed(STEP_S)
        if stray:
            return say("The printer answered for {found} too.", found=", ".join(stray)[:60])
    if printed == 1:
        return None
    return say("By its counter the printer has printed {n} labels, not one.", n=printed)


def _throw_away(printer: Printer) -> None:
    """What has not come out yet shall not come out later."""
    try:
        printer.cancel()
    except DeviceError:
        # It is gone; that nobody knows is told already, and the label is to be destroyed if it appears.
        return
