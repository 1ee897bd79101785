"""Makes a printer ready for a job: nothing older comes out of it, and it knows the label."""

from desktop.devices import Printer
from desktop.errors import DeviceError
from desktop.jobs.counter import LabelCounter
from desktop.jobs.faults import trouble
from desktop.jobs.settling import note_start
from desktop.labels.layout import LabelPlan
from desktop.ports import Clock, JobJournal
from desktop.products.job import JobCode
from desktop.texts import say

STEP_S = 0.25
"""Seconds between two questions whether the printer is empty."""


def make_ready(
    journal: JobJournal, printer: Printer, plan: LabelPlan, first: JobCode, clock: Clock, limit_s: float
) -> LabelCounter:
    """Empty the printer, store the label in it, and note where its odometer stands.

    Args:
        journal: gets the notes; nothing may be in flight in it.
        printer: a power cycle since the last time does not matter: everything is stored anew.
        plan: of the labels.
        first: the code that will be sent first.
        clock: for the time limit.
        limit_s: how long the printer may take to throw away what it holds.

    Raises:
        DeviceError: it is gone, not ready, for another label size or resolution, or does not get empty.
    """
    printer.cancel()
    _wait_until_empty(printer, clock, limit_s)
    printer.confirmed(0.0)  # of labels that an earlier run sent: the codes of all those are settled
    identity = printer.identify()
    printer.prepare(plan)
    fault = trouble(printer.status())
    if fault is not None:
        raise DeviceError(fault)
    counter = LabelCounter(printer, clock)
    note_start(journal, identity, counter.start, first)
    return counter


def _wait_until_empty(printer: Printer, clock: Clock, limit_s: float) -> None:
    until = clock.monotonic() + limit_s
    while waiting := printer.status().formats_waiting:
        if clock.monotonic() >= until:
            raise DeviceError(
                say(
                    "The printer still holds {waiting} labels that it does not throw away. Switch it off and "
                    "on, then resume the job.",
                    waiting=waiting,
                )
            )
        printer.confirmed(STEP_S)
