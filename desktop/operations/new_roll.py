"""A job that ran out of labels goes on with a new roll: its next labels are samples."""

from desktop.devices import Condition
from desktop.jobs.faults import SENTENCES
from desktop.operations.plant import Plant
from desktop.products.job import Job, JobState
from desktop.storage import sampling
from desktop.texts import Text, from_json

_OUT = SENTENCES[Condition.MEDIA_OUT].template


def note_new_roll(plant: Plant, job: Job) -> None:
    """Note a change of the roll where a job is resumed that had stopped because the labels ran out."""
    if job.state is not JobState.STOPPED or not job.reason or not _says(from_json(job.reason)):
        return
    with plant.store.change(plant.actor, "quality.roll", f"job {job.id}") as change:
        last = sampling.before_next(change.connection, job.id)
        sampling.roll_changed(change, job.id, last, "")
        change.new = {"last_label": last}


def _says(text: Text) -> bool:
    """Tell whether a sentence, or one inside it, says that the labels ran out."""
    return text.template == _OUT or any(_says(one) for _, one in text.values if isinstance(one, Text))
