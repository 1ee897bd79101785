"""Why is it not printing? One question after the other, each with what to do."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from desktop.devices import DeviceKind, Way
from desktop.errors import DeviceError, InputError, Refused
from desktop.labels import codec
from desktop.operations import first_label, jobs
from desktop.operations.answers import Answer, Sheet, State
from desktop.operations.coder_questions import CODER_QUESTIONS, ORDER_QUESTIONS, examine_coder
from desktop.operations.jobs import JobRow
from desktop.operations.plant import Plant, Report
from desktop.operations.printer_claims import claim_printer
from desktop.operations.printer_questions import (
    OWNER,
    PRINTER_QUESTIONS,
    REACHABLE,
    WantedLabel,
    examine_printer,
)
from desktop.operations.running import RESOLUTION_MARK
from desktop.products.job import CoderOrder, JobState
from desktop.storage import designs, lines, printers
from desktop.storage import jobs as stored
from desktop.texts import Text, say

__all__ = ["Answer", "State", "diagnose"]

JOB: Final = say("Does the job want to print?")
ANSWERS: Final = say("Does it say what it prints?")
CAMERA: Final = say("Can the camera be reached?")

_JOB_STATES: Final[dict[JobState, tuple[Text, Text]]] = {
    JobState.READY: (say("It was not started yet."), say("Press Start on the page of the job.")),
    JobState.PAUSED: (say("A person paused it."), say("Press Resume on the page of the job.")),
    JobState.STOPPED: (
        say("It was stopped."),
        say("Remove the cause, settle what is unknown by scanning the last good label, then press Resume."),
    ),
    JobState.DONE: (say("All its labels are printed."), say("Order a further job if more are needed.")),
    JobState.ABORTED: (say("It was given up."), say("Order a new job.")),
    JobState.CLOSED: (say("It is closed."), say("Order a new job.")),
}


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is examined, and what is known of it without asking it."""

    address: str
    kind: DeviceKind
    job: JobRow | None
    coder: CoderOrder | None
    camera: str | None

    @property
    def questions(self) -> tuple[Text, ...]:
        asked: tuple[Text, ...] = {
            DeviceKind.LABEL_PRINTER: PRINTER_QUESTIONS,
            DeviceKind.CODER: CODER_QUESTIONS + (ORDER_QUESTIONS if self.coder is not None else ()),
            DeviceKind.QUEUE: (REACHABLE, OWNER, ANSWERS),
        }[self.kind]
        return (
            *((JOB,) if self.job is not None else ()),
            *asked,
            *((CAMERA,) if self.camera is not None else ()),
        )


def diagnose(
    plant: Plant,
    address: str,
    *,
    job_id: int | None = None,
    report: Report,
    told: Callable[[Answer], object] | None = None,
) -> tuple[Answer, ...]:
    """Find out why nothing is printed at ``address``.

    A device with which Packmark works right now is not touched; the state of its job is told instead. No
    trouble of a device is raised: it is an answer.

    Args:
        plant: where.
        address: of a printer, coder or queue.
        job_id: the job that is to be printed there, if it is about one.
        report: is told how far it is.
        told: gets each answer as it comes, on the same thread.

    Raises:
        InputError: the address is none, or there is no such job.
        Cancelled: ``report`` asked for it.
    """
    subject = _subject(plant, address, job_id)
    sheet = Sheet(subject.questions, report, told)
    with ExitStack() as held:
        try:
            held.enter_context(claim_printer(plant, address))
        except Refused as refusal:
            return _in_use(sheet, plant, subject, refusal)
        if subject.job is not None:
            _ask_job(sheet, plant, subject.job, address)
        if subject.kind is DeviceKind.LABEL_PRINTER:
            examine_printer(sheet, plant, address, _wanted_label(plant, subject.job))
        elif subject.kind is DeviceKind.CODER:
            examine_coder(sheet, plant, address, subject.coder)
        else:
            _examine_queue(sheet, plant, address)
        if subject.camera is not None:
            _ask_camera(sheet, plant, subject.camera)
    return sheet.close()


def _subject(plant: Plant, address: str, job_id: int | None) -> _Subject:
    kind = plant.devices.kind(address)
    job = None if job_id is None else jobs.job(plant, job_id)
    if job is not None:
        return _Subject(address, kind, job, job.job.coder, job.job.camera)
    with plant.store.read() as connection:
        printer = printers.by_address(connection, address)
        stations = lines.list_stations(connection)
    station = next((one for one in stations if printer and one.printer_id == printer.id), None)
    if station is None:
        return _Subject(address, kind, None, None, None)
    return _Subject(address, kind, None, station.coder, station.camera or None)


def _in_use(sheet: Sheet, plant: Plant, subject: _Subject, refusal: Refused) -> tuple[Answer, ...]:
    """Tell who works with the device, which is left in peace."""
    running_there = next(
        (
            row
            for row in jobs.list_jobs(plant)
            if row.job.printer == subject.address and row.job.state is JobState.RUNNING
        ),
        None,
    )
    wait = say("Wait until that is done, or stop it, then ask again.")
    wanted = subject.job
    if wanted is not None and (running_there is None or running_there.job.id != wanted.job.id):
        _ask_job(sheet, plant, wanted, subject.address)
    if running_there is None:
        sheet.bad(OWNER, refusal.text, wait)
    else:
        progress = say(
            "Job {job} ({product}, {lot}) is running on it: {printed} of {count} labels are printed.",
            job=running_there.job.id,
            product=running_there.product,
            lot=running_there.lot,
            printed=running_there.counts.good,
            count=running_there.job.count,
        )
        if wanted is None:
            sheet.good(OWNER, progress)
        elif wanted.job.id == running_there.job.id:
            sheet.good(JOB, say("It is running."))
            sheet.good(OWNER, progress)
        else:
            sheet.bad(OWNER, progress, wait)
    return sheet.close(say("Not asked: a device at work is left in peace."))


def _ask_job(sheet: Sheet, plant: Plant, row: JobRow, address: str) -> None:
    job = row.job
    if job.printer != address:
        sheet.bad(
            JOB,
            say("Job {job} prints on {printer}, not here.", job=job.id, printer=job.printer),
            say("Look at that printer, or order the job for this one."),
        )
    elif job.state is JobState.RUNNING:
        sheet.bad(
            JOB,
            say("Packmark ended while job {job} was running.", job=job.id),
            say("Open the job, scan the last good label, then press Resume."),
        )
    elif first_label.waiting(plant, job.id) is not None:
        sheet.bad(
            JOB,
            say("Its first label waits for a person who looks at it."),
            say("Scan the first label on the page of the job."),
        )
    else:
        found, what_to_do = _JOB_STATES[job.state]
        sheet.bad(JOB, found if row.reason is None else row.reason, what_to_do)


def _wanted_label(plant: Plant, row: JobRow | None) -> WantedLabel | None:
    if row is None:
        return None
    with plant.store.read() as connection:
        design = codec.load(designs.get(connection, row.job.design_revision_id).document)
        dots_per_mm = stored.marks(connection, row.job.id).get(RESOLUTION_MARK)
    return WantedLabel(design.name, design.width_mm, dots_per_mm)


def _examine_queue(sheet: Sheet, plant: Plant, address: str) -> None:
    rows = plant.devices.found((Way.QUEUE,))
    row = next((one for one in rows if one.address == address), None)
    if row is None or row.trouble is not None:
        trouble = next((one.trouble for one in rows if one.address in {"", address} and one.trouble), None)
        sheet.bad(
            REACHABLE,
            trouble or say("This computer has no print queue {address}.", address=address),
            say("Look at the printers in this computer's settings: the queue must be there and enabled."),
        )
        return
    sheet.good(REACHABLE, say("This computer has that print queue."))
    sheet.good(OWNER, say("A queue takes labels of several programs."))
    sheet.unknown(
        ANSWERS,
        say("A print queue takes labels and never says what became of them."),
        say("For labels with codes use the printer itself: tcp://, usb:// or serial://."),
    )


def _ask_camera(sheet: Sheet, plant: Plant, address: str) -> None:
    try:
        plant.devices.camera(address).close()
    except (DeviceError, InputError) as error:
        sheet.bad(
            CAMERA,
            error.text,
            say(
                "Switch the camera on and check its cable and its address; a job with a camera waits for it."
            ),
        )
        return
    sheet.good(CAMERA, say("{address} is connected.", address=address))
