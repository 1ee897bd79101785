"""All that is in a pack, down to the units, as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.exchange.csv_writer import csv_bytes
from desktop.exchange.new_file import exists_already, write_new
from desktop.operations.plant import Cancelled, Plant, Report
from desktop.operations.scanned import scanned_code
from desktop.packing.event_names import flag_name
from desktop.packing.model import Node, PackFlag
from desktop.storage import pack_tree
from desktop.texts import Text, say

_TOLD_EVERY = 1000
_HEADINGS: tuple[Text, ...] = (
    say("Code"),
    say("Pack level"),
    say("In pack"),
    say("Packed as"),
)


@dataclass(frozen=True, slots=True)
class PackList:
    """A list that was written: ``packs`` in the pack, on all levels, without itself."""

    path: Path
    packs: int


def write(plant: Plant, text: str, path: Path, language: str, report: Report | None = None) -> PackList:
    """Write all that is in a pack as CSV: depth first, in the order of packing.

    Args:
        plant: where.
        text: its code.
        path: of the new file.
        language: of its headings.
        report: told the fraction written; returns False to cancel.

    Raises:
        InputError: no code of this shape.
        Refused: the file exists.
        StorageError: it cannot be written.
        Cancelled: ``report`` said so; nothing was written.
    """
    if path.exists():
        raise exists_already(path)
    value = scanned_code(text)
    with plant.store.read() as connection:
        nodes = pack_tree.contents(connection, value)[1:]
    headings = [one.in_language(language) for one in _HEADINGS]
    write_new(path, csv_bytes(headings, _rows(nodes, language, report)))
    return PackList(path, len(nodes))


def _rows(nodes: tuple[Node, ...], language: str, report: Report | None) -> Iterator[tuple[str | float, ...]]:
    flags = {flag: flag_name(flag).in_language(language) for flag in PackFlag}
    for number, one in enumerate(nodes):
        if number % _TOLD_EVERY == 0 and report is not None and not report(number / len(nodes)):
            raise Cancelled(say("The list was not written: it was cancelled."))
        yield one.code, one.level, one.parent, "" if one.flag is None else flags[one.flag]
