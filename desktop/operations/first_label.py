"""Which label waits to be confirmed as the first of its job: asked by whoever starts jobs, too."""

from desktop.operations.plant import Plant
from desktop.products.job import FirstArticle
from desktop.storage import job_codes, jobs


def waiting(plant: Plant, job_id: int) -> str | None:
    """Return the code of the first label that waits to be confirmed; None if there is none.

    Raises:
        InputError: there is no such job.
    """
    with plant.store.read() as connection:
        if jobs.get(connection, job_id).first_article is not FirstArticle.DUE:
            return None
        printed = job_codes.good(connection, job_id)
    return printed[0].value if printed else None
