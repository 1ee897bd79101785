"""A job that runs: its devices are opened, its label is laid out and checked, its runner is handed on."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TypedDict

from desktop.devices import Picture
from desktop.errors import Refused
from desktop.jobs.coder_outlet import CoderOutlet
from desktop.jobs.label_outlet import LabelOutlet
from desktop.jobs.outlet import Outlet
from desktop.jobs.permits import Permits
from desktop.jobs.records import Records
from desktop.jobs.runner import ENDED, JobRunner
from desktop.jobs.verify import LabelVerifier, formats_of
from desktop.labels import codec
from desktop.labels.checks import Severity
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.operations import first_label, labels, printers
from desktop.operations.label_values import longest_values, shared_values
from desktop.operations.new_roll import note_new_roll
from desktop.operations.plant import Plant
from desktop.operations.printer_claims import claim_printer
from desktop.ports import JobJournal
from desktop.products.job import FirstArticle, Job, JobCode, JobProgress, JobState
from desktop.reading.reader import SymbolReader
from desktop.storage import batches, designs, product_versions
from desktop.storage import jobs as stored
from desktop.storage.journal import StoredJournal, open_journal
from desktop.texts import Text, say
from desktop.units import Resolution

RESOLUTION_MARK = "dots_per_mm"
"""Under this name a job notes its printer's resolution, so that its labels can be drawn again."""
CODER_RESOLUTION = Resolution(12)
"""A coder draws the mark itself; the label that shows what it must say is drawn at so many dots/mm."""


class RunningJob:
    """A job with its devices open. ``run`` it once, on a thread of its own; the rest is for any thread."""

    def __init__(self, runner: JobRunner, opened: ExitStack, permits: Permits | None = None) -> None:
        self._runner = runner
        self._opened = opened
        self._permits = permits

    def run(self) -> JobState:
        """Run until the job is done, paused or stopped, and give its devices free.

        Raises:
            StorageError: the journal cannot be written; nothing more was sent then.
        """
        with self._opened:
            return self._runner.run()

    def close(self) -> None:
        """Give the devices of a job free that was opened and is not run after all. May be called twice."""
        self._opened.close()

    def pause(self) -> None:
        """Ask it to send nothing more, wait for what is in flight, and end as paused."""
        self._runner.pause()

    def stop(self) -> None:
        """Ask it to end soon: what the printer does not confirm at once is unknown."""
        self._runner.stop()

    def abort(self) -> None:
        """Give it up, at once and for good: what is in flight is settled, nothing more is printed."""
        self._runner.abort()

    def pause_at(self, number: int | None) -> None:
        """Send nothing behind that label and pause then; None: go on."""
        self._runner.pause_at(number)

    def permit(self, count: int = 1) -> None:
        """Let so many more labels leave; only of a job that was opened to print on demand."""
        if self._permits is None:
            raise ValueError("this job prints without being asked")
        self._permits.give(count)

    @property
    def permitted(self) -> int:
        """How many labels were asked for and have not left yet."""
        return 0 if self._permits is None else self._permits.left

    def progress(self) -> JobProgress:
        """Return how far it is, from memory."""
        found = self._runner.progress()
        if self._permits is None:
            return found
        return replace(found, rate=0.0, seconds_left=None, on_demand=True)


def open_job(
    plant: Plant,
    job_id: int,
    on_picture: Callable[[Picture, str], None] | None = None,
    *,
    on_demand: bool = False,
) -> RunningJob:
    """Connect a job's devices and prepare it to run, be it new, paused, stopped or crashed.

    While its first article is due, it prints one label and pauses.

    Args:
        plant: where.
        job_id: which.
        on_picture: called on the running thread with each label's picture and its code.
        on_demand: labels leave only as ``RunningJob.permit`` lets them, such as for a case that is full.

    Raises:
        Refused: it is done, given up or closed, its first label waits to be confirmed, another program runs
            it, another job runs on its printer, or its label breaks a rule on this printer.
        DeviceError: its printer or camera cannot be reached.
        InputError: its coder cannot be told what it must.
    """
    with plant.store.read() as connection:
        found = stored.get(connection, job_id)
    if found.state in ENDED:
        raise Refused(say("Job {job} has nothing left to print.", job=job_id))
    first = first_label.waiting(plant, job_id)
    if first is not None:
        raise Refused(
            say(
                "The first label of job {job}, {code}, waits to be looked at: scan it to confirm it, or "
                "reject it.",
                job=job_id,
                code=first,
            )
        )
    with ExitStack() as opened:
        journal = opened.enter_context(open_journal(plant.store, job_id, plant.actor, found.printer))
        opened.enter_context(claim_printer(plant, found.printer))
        camera = None
        if found.camera is not None:
            camera = plant.devices.camera(found.camera)
            opened.callback(camera.close)
        outlet, plan = _outlet(plant, found, journal, opened, seen=camera is not None)
        verifier = (
            LabelVerifier(opened.enter_context(SymbolReader(formats_of(plan))))
            if camera is not None
            else None
        )
        permits = Permits() if on_demand else None
        runner = JobRunner(
            journal,
            outlet,
            camera,
            verifier,
            plant.clock,
            on_picture=on_picture,
            permits=permits,
            **_first_article(found, journal, on_demand=on_demand),
        )
        note_new_roll(plant, found)
        return RunningJob(runner, opened.pop_all(), permits)


class _Pause(TypedDict, total=False):
    pause_at: int
    pause_reason: Text


def _first_article(job: Job, journal: JobJournal, *, on_demand: bool) -> _Pause:
    """Say where the run pauses: behind its first label while that is due to be looked at."""
    next_codes = journal.next_codes(1)
    if job.first_article is not FirstArticle.DUE or not next_codes:
        return {}
    told = say("The first label is printed. Look at it and scan it to confirm it; then the others follow.")
    if on_demand:
        told = say(
            "The first label is printed. Look at it and scan it to confirm it; then the packing station asks "
            "for the others."
        )
    return {"pause_at": next_codes[0].ordinal, "pause_reason": told}


def _outlet(
    plant: Plant, job: Job, journal: StoredJournal, opened: ExitStack, *, seen: bool
) -> tuple[Outlet, LabelPlan]:
    """Connect what the job prints on; return it with the plan of the labels."""
    settings = printers.settings_of(plant, job.printer)
    if job.coder is None:
        printer = plant.devices.printer(job.printer, settings)
        opened.callback(printer.close)
        resolution = Resolution(printer.identify().dots_per_mm)
        plan = _checked_plan(plant, job, journal, resolution)
        return LabelOutlet(journal, printer, plan, plant.clock), plan
    plan = _checked_plan(plant, job, journal, CODER_RESOLUTION)
    records = Records.build(job.coder, _shared_values(plant, job))
    coder = plant.devices.coder(job.printer, tuple(records.varying))
    opened.callback(coder.close)
    coder.check(records.shared)
    outlet = CoderOutlet(journal, coder, records, plan if seen else None, plant.clock)
    if not outlet.tells_prints and not seen:
        raise Refused(
            say(
                "The coder {address} does not say what it has printed, so a camera must see every pack: "
                "give the job a camera. Nothing was sent.",
                address=job.printer,
            )
        )
    return outlet, plan


def _checked_plan(plant: Plant, job: Job, journal: StoredJournal, resolution: Resolution) -> LabelPlan:
    _refuse_other_resolution(journal, resolution)
    plan = plan_of(plant, job, resolution)
    _refuse_findings(plan, journal.next_codes(1))
    journal.note(RESOLUTION_MARK, resolution.dots_per_mm)
    return plan


def plan_of(plant: Plant, job: Job, resolution: Resolution) -> LabelPlan:
    """Lay out the labels of a job at a printer's resolution, from its frozen design revision."""
    with plant.store.read() as connection:
        document = designs.get(connection, job.design_revision_id).document
        version = product_versions.of_job(connection, job)
    worst = longest_values(version.product, job)
    return plan_labels(codec.load(document), resolution, _shared_values(plant, job), worst=worst)


def _shared_values(plant: Plant, job: Job) -> dict[str, str]:
    with plant.store.read() as connection:
        version = product_versions.of_job(connection, job)
        batch = batches.get(connection, job.batch_id).batch
    return shared_values(version.product, batch, job.level, version.details, job.count)


def plan_as_printed(plant: Plant, job: Job) -> LabelPlan | None:
    """Lay out the labels of a job as its printer did; None before a printer was ever opened for it."""
    with plant.store.read() as connection:
        dots_per_mm = stored.marks(connection, job.id).get(RESOLUTION_MARK)
    return None if dots_per_mm is None else plan_of(plant, job, Resolution(dots_per_mm))


def _refuse_other_resolution(journal: JobJournal, resolution: Resolution) -> None:
    """A printer that was replaced in the middle of a job must draw the same labels as the first."""
    before = journal.mark(RESOLUTION_MARK)
    if before is not None and before != resolution.dots_per_mm:
        raise Refused(
            say(
                "Job {job} was begun at {before} dots/mm, but this printer has {now} dots/mm and would print "
                "other labels. Connect a printer of {before} dots/mm; nothing was sent.",
                job=journal.job.id,
                before=before,
                now=resolution.dots_per_mm,
            )
        )


def _refuse_findings(plan: LabelPlan, next_codes: Sequence[JobCode]) -> None:
    if not next_codes:
        return
    errors = [
        finding
        for finding in labels.previewed(plan, next_codes[0].values).findings
        if finding.severity is Severity.ERROR
    ]
    if errors:
        raise Refused(
            say(
                "Label “{name}” breaks {count} rules on this printer ({dpmm} dots/mm); nothing was sent.",
                name=plan.design.name,
                count=len(errors),
                dpmm=plan.resolution.dots_per_mm,
            ),
            [finding.message for finding in errors],
        )
