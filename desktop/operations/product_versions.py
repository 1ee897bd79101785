"""Products: add one, edit it, let a version succeed what was printed, compare versions."""

from dataclasses import dataclass
from datetime import date

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.operations import product_saving
from desktop.operations.plant import Plant
from desktop.operations.product_rows import ProductRow, product
from desktop.operations.product_saving import Saved
from desktop.products import version
from desktop.products.version import Difference, Master, ProductVersion
from desktop.storage import product_versions as stored
from desktop.texts import Text, say

__all__ = [
    "Succession",
    "VersionRow",
    "add_product",
    "differences",
    "save_product",
    "versions",
    "will_be",
]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as the windows list it."""

    version: ProductVersion
    jobs: tuple[int, ...]
    """Numbers of the jobs that froze it."""
    current: bool
    """Whether a job of today would take it."""

    @property
    def frozen(self) -> bool:
        """Tell whether it can no longer be edited, since a job was ordered with it."""
        return bool(self.jobs)


@dataclass(frozen=True, slots=True)
class Succession:
    """What saving would do: edit version ``number``, or make it as a new one."""

    new_version: bool
    number: int
    because: Text


def versions(plant: Plant, product_id: int) -> tuple[VersionRow, ...]:
    """Return all versions of a product, the newest first."""
    with plant.store.read() as connection:
        effective = stored.effective(connection, product_id, plant.clock.now().date())
        return tuple(
            VersionRow(
                row,
                stored.jobs_of(connection, row.id),
                effective is not None and row.id == effective.id,
            )
            for row in stored.of_product(connection, product_id)
        )


def differences(plant: Plant, older_id: int, newer_id: int) -> tuple[Difference, ...]:
    """Return every field that differs between two versions, given by their ids."""
    with plant.store.read() as connection:
        older, newer = stored.get(connection, older_id), stored.get(connection, newer_id)
    return version.differences(older.master, newer.master)


def will_be(plant: Plant, product_id: int) -> Succession:
    """Say whether saving a product would edit its newest version or make a new one, and why."""
    newest = versions(plant, product_id)[0]
    number = newest.version.number
    if not newest.frozen:
        return Succession(
            False,
            number,
            say("No job was ordered with version {number} yet: it can be edited.", number=number),
        )
    return Succession(
        True,
        number + 1,
        say(
            "Job {job} was ordered with version {number}, which stays as it is: saving makes version {next}.",
            job=newest.jobs[0],
            number=number,
            next=number + 1,
        ),
    )


def add_product(
    plant: Plant, master: Master, *, effective_from: date | None = None, reason: str = ""
) -> tuple[ProductRow, Changes]:
    """Add a product by hand.

    Raises:
        Refused: its type number, a prefix or a GTIN is another product's (which is named), a GTIN is
            retired, or its company prefix is not licensed.
    """
    with plant.store.change(plant.actor, "product.add", master.product.type_no, reason=reason) as change:
        product_id = product_saving.add(change, master, effective_from)
        change.subject = f"product {product_id}"
        change.new = {"type_no": master.product.type_no, "name": master.product.name}
    return product(plant, product_id), Changes.of(Kind.PRODUCTS)


def save_product(
    plant: Plant,
    product_id: int,
    master: Master,
    *,
    effective_from: date | None = None,
    reason: str = "",
) -> tuple[ProductRow, Changes]:
    """Save edited master data: into the newest version, or as a new one where a job froze that.

    Args:
        plant: where.
        product_id: which.
        master: all of it, changed or not.
        effective_from: the first day on which jobs take it; None: today for a new version, as it is for
            an edited one.
        reason: why; a new version must have one.

    Raises:
        InputError: the reason is missing, or the day is too early.
        Refused: a rule forbids it; the sentence says which and what to do.
    """
    with plant.store.change(
        plant.actor, "product.save", f"product {product_id}", reason=reason.strip()
    ) as change:
        done = product_saving.save(change, product_id, master, effective_from)
        if done.what is Saved.UNCHANGED:
            raise Refused(
                say(
                    "Nothing of {product} was changed; there is nothing to save.", product=master.product.name
                )
            )
        if done.what is Saved.SUCCEEDED and not reason.strip():
            raise InputError(
                say(
                    "Version {number} of {product} needs a reason: say why it succeeds what was printed.",
                    number=done.number,
                    product=master.product.name,
                )
            )
        done.tell(change)
    return product(plant, product_id), Changes.of(Kind.PRODUCTS)
