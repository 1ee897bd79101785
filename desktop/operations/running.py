"""A job that runs: its devices are opened, its label is laid out and checked, its runner is handed on."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from desktop.devices import Picture
from desktop.errors import Refused
from desktop.jobs.runner import JobRunner
from desktop.jobs.verify import LabelVerifier, formats_of
from desktop.labels import codec
from desktop.labels.checks import Severity
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.operations import labels
from desktop.operations.label_values import longest_values, shared_values
from desktop.operations.plant import Plant
from desktop.ports import JobJournal
from desktop.products.job import Job, JobCode, JobProgress, JobState
from desktop.reading.reader import SymbolReader
from desktop.storage import batches, designs, product_versions
from desktop.storage import jobs as stored
from desktop.storage.claims import Claimed, claim
from desktop.storage.journal import open_journal
from desktop.texts import say
from desktop.units import Resolution

RESOLUTION_MARK = "dots_per_mm"
"""Under this name a job notes its printer's resolution, so that its labels can be drawn again."""


class RunningJob:
    """A job with its devices open. ``run`` it once, on a thread of its own; the rest is for any thread."""

    def __init__(self, runner: JobRunner, opened: ExitStack) -> None:
        self._runner = runner
        self._opened = opened

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

    def progress(self) -> JobProgress:
        """Return how far it is, from memory."""
        return self._runner.progress()


def open_job(
    plant: Plant, job_id: int, on_picture: Callable[[Picture, str], None] | None = None
) -> RunningJob:
    """Connect a job's devices and prepare it to run, be it new, paused, stopped or crashed.

    Args:
        plant: where.
        job_id: which.
        on_picture: called on the running thread with each label's picture and its code.

    Raises:
        Refused: it is done or closed, another program runs it, another job runs on its printer, or its
            label breaks a rule on this printer.
        DeviceError: its printer or camera cannot be reached.
    """
    with plant.store.read() as connection:
        found = stored.get(connection, job_id)
    if found.state in {JobState.DONE, JobState.CLOSED}:
        raise Refused(say("Job {job} has nothing left to print.", job=job_id))
    with ExitStack() as opened:
        journal = opened.enter_context(open_journal(plant.store, job_id, plant.actor, found.printer))
        opened.enter_context(claim(plant.store, Claimed.printer(found.printer)))
        printer = plant.devices.printer(found.printer)
        opened.callback(printer.close)
        camera = None
        if found.camera is not None:
            camera = plant.devices.camera(found.camera)
            opened.callback(camera.close)
        resolution = Resolution(printer.identify().dots_per_mm)
        _refuse_other_resolution(journal, resolution)
        plan = plan_of(plant, found, resolution)
        _refuse_findings(plan, journal.next_codes(1))
        journal.note(RESOLUTION_MARK, resolution.dots_per_mm)
        verifier = (
            LabelVerifier(opened.enter_context(SymbolReader(formats_of(plan))))
            if camera is not None
            else None
        )
        runner = JobRunner(journal, printer, camera, plan, verifier, plant.clock, on_picture=on_picture)
        return RunningJob(runner, opened.pop_all())


def plan_of(plant: Plant, job: Job, resolution: Resolution) -> LabelPlan:
    """Lay out the labels of a job at a printer's resolution, from its frozen design revision."""
    with plant.store.read() as connection:
        document = designs.get(connection, job.design_revision_id).document
        version = product_versions.of_job(connection, job)
        batch = batches.get(connection, job.batch_id).batch
    shared = shared_values(version.product, batch, job.level, version.details, job.count)
    worst = longest_values(version.product, job)
    return plan_labels(codec.load(document), resolution, shared, worst=worst)


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
