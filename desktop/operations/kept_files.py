"""Files that left the plant: what there is, the very same bytes again, and what the platform says of them."""

from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.errors import InputError, Refused
from desktop.exchange.new_file import write_new
from desktop.operations.plant import Plant
from desktop.storage import kept_files as stored
from desktop.storage.kept_files import FileKind, KeptFile, NewKeptFile, PackCounts, PlatformCounts
from desktop.texts import Text, say

__all__ = [
    "Compared",
    "FileKind",
    "KeptFile",
    "NewKeptFile",
    "PackCounts",
    "PlatformCounts",
    "compare_counts",
    "content",
    "enter_platform_counts",
    "files_of",
    "files_of_batch",
    "files_of_product",
    "keep",
    "latest_counts",
    "save",
]

_MOST_PACKS = 2**31 - 1
"""What a column of the database holds."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What the platform took, beside what the file holds.

    Attributes:
        differences: one sentence a number that differs; empty: all was taken.
        advice: what to do then; None where nothing differs.
    """

    file: KeptFile
    counts: PackCounts
    differences: tuple[Text, ...]
    advice: Text | None


def keep(
    plant: Plant, order_id: int, files: tuple[NewKeptFile, ...], through_event: int
) -> tuple[KeptFile, ...]:
    """Keep the files of one export of an order, before anybody is given them.

    Raises:
        Refused: something happened to packs of the order while the files were written.
    """
    with plant.store.change(plant.actor, "file.keep", f"work order {order_id}") as change:
        if stored.last_event(change.connection, order_id) != through_event:
            raise Refused(
                say("Packs were moved while the file was written; nothing was kept. Export it again.")
            )
        return stored.insert(change, order_id, files, through_event)


def files_of(plant: Plant, order_id: int, kind: FileKind | None = None) -> tuple[KeptFile, ...]:
    """Return the files of a work order, the oldest first; of one kind only if it is given."""
    with plant.store.read() as connection:
        return stored.of_order(connection, order_id, kind)


def files_of_batch(plant: Plant, batch_id: int) -> tuple[KeptFile, ...]:
    """Return the files of a batch itself, the oldest first: recall lists, with or without a work order."""
    with plant.store.read() as connection:
        return stored.of_batch(connection, batch_id)


def files_of_product(plant: Plant, product_id: int) -> tuple[KeptFile, ...]:
    """Return the files that tell of a product, the oldest first: UDID tables."""
    with plant.store.read() as connection:
        return stored.of_product(connection, product_id)


def content(plant: Plant, file_id: int) -> bytes:
    """Return the bytes of a file as they were handed over.

    Raises:
        InputError: there is no such file.
        StorageError: the database no longer holds what was written.
    """
    with plant.store.read() as connection:
        return stored.content(connection, file_id)


def save(plant: Plant, file_id: int, folder: Path) -> Path:
    """Write a kept file into a folder, byte for byte as it was, and return its path.

    Raises:
        InputError: there is no such file.
        Refused: the folder has a file of that name.
        StorageError: it cannot be written, or the database no longer holds what was written.
    """
    with plant.store.read() as connection:
        file = stored.get(connection, file_id)
        found = stored.content(connection, file_id)
    path = folder / file.name
    write_new(path, found)
    return path


def enter_platform_counts(plant: Plant, file_id: int, counts: PackCounts) -> tuple[Compared, Changes]:
    """Put on record what the platform says that it took of a relation file, and compare.

    Raises:
        InputError: there is no such file, it holds no packs, or a number is none.
    """
    for number in (counts.all, counts.largest, counts.smallest):
        if not 0 <= number <= _MOST_PACKS:
            raise InputError(say("{found} is no number of packs.", found=number))
    with plant.store.change(plant.actor, "file.platform counts", f"kept file {file_id}") as change:
        file = stored.get(change.connection, file_id)
        compared = compare_counts(file, counts)
        stored.insert_platform_counts(change, file_id, counts)
    return compared, Changes.of(Kind.CODES, Kind.ORDERS)


def latest_counts(plant: Plant, order_id: int) -> dict[int, PlatformCounts]:
    """Return what was entered last for each relation file of an order, by the number of the file."""
    with plant.store.read() as connection:
        found = {
            file.id: stored.platform_counts(connection, file.id)
            for file in stored.of_order(connection, order_id, FileKind.RELATION)
        }
    return {file_id: entered[-1] for file_id, entered in found.items() if entered}


def compare_counts(file: KeptFile, counts: PackCounts) -> Compared:
    """Compare what the platform says with what the file holds.

    Raises:
        InputError: the file holds no packs.
    """
    own = file.counts
    if own is None:
        raise InputError(say("{name} holds no packs: enter counts for a relation file.", name=file.name))
    rows = (
        (say("all packs"), own.all, counts.all),
        (say("largest packs"), own.largest, counts.largest),
        (say("smallest packs"), own.smallest, counts.smallest),
    )
    differences = tuple(
        say("{what}: the file holds {own}, the platform took {found}.", what=what, own=ours, found=theirs)
        for what, ours, theirs in rows
        if ours != theirs
    )
    return Compared(file, counts, differences, _advice(own, counts) if differences else None)


def _advice(own: PackCounts, counts: PackCounts) -> Text:
    if counts.all == 0:
        return say(
            "The platform took nothing: look at its answer there, then upload the very same file again. No "
            "goods go into the warehouse before."
        )
    if counts.all > own.all:
        return say(
            "The platform counts more than the file holds: check that the numbers belong to this file, and "
            "whether it was uploaded together with others. No goods go into the warehouse before."
        )
    return say(
        "Packs are missing at the platform: look there which codes it refused, and upload the very same file "
        "again or send corrections. No goods go into the warehouse before."
    )
