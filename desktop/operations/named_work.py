"""What a script means by a number: a work order, one of its print jobs, or the product of either."""

from desktop.errors import InputError
from desktop.operations.plant import Plant
from desktop.operations.product_rows import find_product
from desktop.storage import jobs, work_orders
from desktop.texts import say

_LONGEST_ID = 18


def order_or_none(plant: Plant, number: str) -> int | None:
    """Return the id of the work order of that number, as it is written; None if there is none."""
    with plant.store.read() as connection:
        found = work_orders.by_number(connection, number.strip())
    return None if found is None else found.id


def order_of(plant: Plant, number: str) -> int:
    """Return the id of the work order of that number, or else of the print job of that number.

    Raises:
        InputError: there is neither, or the job belongs to no order.
    """
    named = order_or_none(plant, number)
    if named is not None:
        return named
    job_id = _job_id(number)
    if job_id is None:
        raise InputError(say("There is no order {number}.", number=number[:130]))
    with plant.store.read() as connection:
        job = jobs.get(connection, job_id)
        found = work_orders.order_of_job(connection, job.id)
    if found is None:
        raise InputError(
            say(
                "There is no order {number}, and print job {job} belongs to none: only the packs of a work "
                "order are put into such a file.",
                number=number,
                job=job.id,
            )
        )
    return found


def product_of(plant: Plant, name: str) -> int:
    """Return the id of a product by its GTIN, code prefix, typeNo or name, or that of an order or print job.

    Raises:
        InputError: there is none of these.
    """
    order_id = order_or_none(plant, name)
    if order_id is not None:
        with plant.store.read() as connection:
            return work_orders.get(connection, order_id).product_id
    try:
        return find_product(plant, name).id
    except InputError:
        job_id = _job_id(name)
        if job_id is None:
            raise
        with plant.store.read() as connection:
            found = jobs.get_several(connection, [job_id])
        if not found:
            raise
        return found[0].product_id


def _job_id(text: str) -> int | None:
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= _LONGEST_ID else None
