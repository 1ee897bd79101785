"""What a line lead must know after a fault: which labels are good, which must not be used, which are open."""

from dataclasses import dataclass
from typing import Final

from desktop.operations.plant import Plant
from desktop.products.code_pool import CodeCounts, CodeState
from desktop.storage import codes
from desktop.storage import fates as stored
from desktop.storage.fates import Fate
from desktop.storage.job_codes import ON_PACKS

__all__ = ["Fate", "Fates", "fates"]

SAFE_SHOWN: Final = 20
"""Good labels that are shown: those near the fault are what a person looks for on the line."""
MOST_SHOWN: Final = 500
"""Labels of each other list: more are counted and not shown."""


@dataclass(frozen=True, slots=True)
class Fates:
    """The labels of a job by what became of them, each list by label number, the last ones of many."""

    safe: tuple[Fate, ...]
    """The last that were printed or read back right."""
    void: tuple[Fate, ...]
    unknown: tuple[Fate, ...]
    """Those on their way when the job died are unknown too."""
    spoiled: tuple[Fate, ...]
    counts: CodeCounts
    """Of all codes of the job, in the same moment."""


def fates(plant: Plant, job_id: int) -> Fates:
    """Return what became of the labels of a job near where it stands.

    Raises:
        StorageError: the database does not give them.
    """
    with plant.store.read() as connection:
        return Fates(
            stored.last_in(connection, job_id, ON_PACKS, SAFE_SHOWN),
            stored.last_in(connection, job_id, (CodeState.VOID,), MOST_SHOWN),
            stored.last_in(connection, job_id, (CodeState.SENT, CodeState.UNKNOWN), MOST_SHOWN),
            stored.last_in(connection, job_id, (CodeState.SPOILED,), MOST_SHOWN),
            codes.job_counts(connection, job_id),
        )
