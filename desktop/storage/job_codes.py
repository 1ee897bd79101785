"""A code as a job sees it: one of its own, or somebody else's."""

from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.products.code_pool import CodeState
from desktop.products.job import Job
from desktop.storage import codes, jobs, products
from desktop.storage.codes import StoredCode

GOOD = (CodeState.PRINTED, CodeState.VERIFIED)
"""Loose good labels: a person may take them out. Those of packed packs go by what happens to the packs."""

ON_PACKS = (*GOOD, CodeState.PACKED)
"""Good labels, wherever their packs are."""
"""States of labels that are on a pack and count as good."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A code that was looked up for a job. ``code``: None if it was never imported.

    ``product`` and ``wanted`` are the names of the code's product (empty without a code) and of the job's.
    """

    value: str
    code: StoredCode | None
    product: str
    job: Job
    wanted: str


def look_up(connection: Connection, job_id: int, value: str) -> Lookup:
    """Look a code up for a job. InputError if there is no such job."""
    job = jobs.get(connection, job_id)
    found = codes.by_value(connection, value)
    names = {
        product_id: products.get(connection, product_id).product.name
        for product_id in {job.product_id} | ({found.product_id} if found else set())
    }
    return Lookup(value, found, names[found.product_id] if found else "", job, names[job.product_id])


def good(connection: Connection, job_id: int) -> tuple[StoredCode, ...]:
    """Return the good labels of a job in the order of printing. For jobs that have printed few."""
    return tuple(codes.of_job(connection, job_id, ON_PACKS))
