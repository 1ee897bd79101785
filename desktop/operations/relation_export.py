"""The relation of a work order as files for the platform: written, read back, compared, and kept for ever.

What is offered was read back from its own bytes and held against the database, pack by pack; the same export
asked for again gives the same bytes, whatever program wrote them.
"""

import json
from dataclasses import asdict, dataclass

from desktop.changes import Changes, Kind
from desktop.errors import Refused
from desktop.exchange.corrections_csv import (
    Corrections,
    bindings_csv,
    corrections_of,
    replacements_csv,
)
from desktop.exchange.new_file import safe_name
from desktop.exchange.relation_compare import expected_rows, require_end, require_same
from desktop.exchange.relation_profile import RelationProfile
from desktop.exchange.relation_split import RelationPart, unpacked, write_relation
from desktop.exchange.relation_xml import RelationFacts
from desktop.operations import kept_files, steps
from desktop.operations.counted import counted, tell
from desktop.operations.kept_files import FileKind, KeptFile, NewKeptFile, PackCounts
from desktop.operations.plant import Plant, Report
from desktop.operations.steps import Step
from desktop.products.product import SPECIMEN
from desktop.storage import (
    batches,
    lines,
    order_steps,
    pack_events,
    pack_tree,
    product_versions,
    relation_codes,
    work_orders,
)
from desktop.storage import kept_files as stored
from desktop.texts import say

CHANGED = Changes.of(Kind.CODES, Kind.ORDERS)

_WRITING = 0.4
"""Share of an export that is the writing; the rest is reading back and comparing."""


@dataclass(frozen=True, slots=True)
class RelationNotes:
    """What a person may add to a relation file; see ``RelationFacts``."""

    workshop: str = ""
    manager: str = ""
    licence: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """Files that may be handed over.

    Attributes:
        files: in the order of their parts.
        left_out: packs that lie in no largest pack, of which no relation can be told.
        new: whether they were written now; else they are those of an earlier export, byte for byte.
    """

    files: tuple[KeptFile, ...]
    left_out: int
    new: bool


def export_relation(
    plant: Plant,
    order_id: int,
    profile: RelationProfile | None = None,
    notes: RelationNotes | None = None,
    *,
    again: bool = False,
    report: Report | None = None,
) -> Exported:
    """Write the relation of an order, read it back, compare and keep it.

    Args:
        plant: where.
        order_id: which work order.
        profile: how the platform wants it; None: the standard.
        notes: what else it says.
        again: write a new one although packs were moved since the last: only while the platform has not
            taken that.
        report: is told how far it is.

    Raises:
        Cancelled: ``report`` said so; nothing is kept.
        InputError: there is no such order, or something cannot be written.
        Refused: an earlier step is missing; or packs were moved since a relation was exported.
        StorageError: what was written is not what the database holds. Nothing is offered.
    """
    steps.require(plant, order_id, Step.EXPORTED)
    profile, notes = profile or RelationProfile(), notes or RelationNotes()
    settings = _settings(profile, notes)
    known = _known(plant, order_id, settings)
    if known is not None:
        return known
    if not again:
        _refuse_moved(plant, order_id)
    facts = _facts(plant, order_id, notes)
    with plant.store.read() as connection:
        at = plant.clock.now().astimezone()
        packs = order_steps.amounts(connection, order_id).packs
        nodes = counted(pack_tree.nodes(connection, order_id), packs, report, 0, _WRITING)
        written = write_relation(nodes, facts, profile, at)
        if not written.parts:
            raise Refused(say("No largest pack is filled: there is no relation to tell of."))
        nodes = counted(pack_tree.nodes(connection, order_id), packs, report, _WRITING, 1)
        expected = expected_rows(nodes, facts, profile)
        for part in written.parts:
            require_same(unpacked(part.packed), part.name, expected, part.all, facts, profile)
        require_end(written.parts[-1].name, expected)
        through = stored.last_event(connection, order_id)
        loose = order_steps.progress(connection, order_id, len(facts.packing.children)).loose
    tell(report, 1)
    files = kept_files.keep(plant, order_id, tuple(_new(part, settings) for part in written.parts), through)
    return Exported(files, written.left_out + loose, new=True)


def export_corrections(plant: Plant, order_id: int, report: Report | None = None) -> Exported:
    """Write what is to be corrected at the platform since the relation, or the last corrections, left.

    Where packs were moved and moved back, an empty table is kept: it puts on record that nothing was to be
    corrected, and that the platform knows all that happened up to then.

    Returns:
        No files where nothing is to be corrected.

    Raises:
        Cancelled: ``report`` said so; nothing is kept.
        InputError: there is no such order.
        Refused: no relation of it was exported.
    """
    with plant.store.read() as connection:
        exported = [
            *stored.of_order(connection, order_id, FileKind.RELATION),
            *stored.of_order(connection, order_id, FileKind.CORRECTIONS),
        ]
        if not any(file.kind is FileKind.RELATION for file in exported):
            raise Refused(say("No relation of this order was exported: there is nothing to correct yet."))
        since = max(file.through_event for file in exported)
        through = stored.last_event(connection, order_id)
        found = corrections_of(
            counted(pack_events.of_order(connection, order_id, after=since), through - since, report, 0, 0.5),
            relation_codes.relabelled_until(connection, order_id, since),
        )
        codes = relation_codes.values_of(connection, found.ids)
        contents = [
            stored.content(connection, file.id) for file in counted(exported, len(exported), report, 0.5, 1)
        ]
        number = work_orders.get(connection, order_id).number
    known = {key for key, code in codes.items() if any(code.encode() in content for content in contents)}
    name = safe_name(f"{number}_{plant.clock.now().astimezone():%Y%m%d%H%M%S}")
    tables = _tables(found.known(known), codes, name)
    tell(report, 1)
    if not tables and through > since:
        kept_files.keep(plant, order_id, (_nothing(name),), through)
    return Exported(kept_files.keep(plant, order_id, tables, through) if tables else (), 0, new=True)


def _nothing(name: str) -> NewKeptFile:
    content = bindings_csv(Corrections((), ()), {})
    return NewKeptFile.of(FileKind.CORRECTIONS, f"Nothing_to_correct_{name}.csv", content)


def _tables(found: Corrections, codes: dict[int, str], safe: str) -> tuple[NewKeptFile, ...]:
    tables: list[NewKeptFile] = []
    if found.replaced:
        content = replacements_csv(found, codes)
        tables.append(NewKeptFile.of(FileKind.CORRECTIONS, f"Replaced_{safe}.csv", content))
    if found.moved:
        content = bindings_csv(found, codes)
        tables.append(NewKeptFile.of(FileKind.CORRECTIONS, f"Bindings_{safe}.csv", content))
    return tuple(tables)


def _settings(profile: RelationProfile, notes: RelationNotes) -> str:
    told = {"profile": json.loads(profile.as_json()), "notes": asdict(notes)}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _known(plant: Plant, order_id: int, settings: str) -> Exported | None:
    """Return the same export if it was made already, and nothing happened since."""
    with plant.store.read() as connection:
        through = stored.last_event(connection, order_id)
        same = [
            file
            for file in stored.of_order(connection, order_id, FileKind.RELATION)
            if file.profile == settings and file.through_event == through
        ]
    if not same:
        return None
    last = same[-1].at
    return Exported(tuple(file for file in same if file.at == last), 0, new=False)


def _refuse_moved(plant: Plant, order_id: int) -> None:
    with plant.store.read() as connection:
        through = stored.last_event(connection, order_id)
        files = stored.of_order(connection, order_id, FileKind.RELATION)
    if files and files[-1].through_event < through:
        raise Refused(
            say(
                "The relation of this order left on {at} as {name}, and packs were moved since. Has the "
                "platform taken it, export the corrections; has it not, ask for a new relation.",
                at=f"{files[-1].at.astimezone():%Y-%m-%d %H:%M}",
                name=files[-1].name,
            )
        )


def _facts(plant: Plant, order_id: int, notes: RelationNotes) -> RelationFacts:
    """Put together what stands beside the codes; what is no merchandise says so."""
    with plant.store.read() as connection:
        order = work_orders.get(connection, order_id)
        packed = work_orders.packing_order(connection, order_id)
        product = product_versions.get(connection, order.product_version_id).product
        lots = {
            row.id: row.batch for row in batches.list_all(connection) if row.product_id == order.product_id
        }
        line = lines.get_line(connection, order.line_id).name
    specimen = product.specimen or lots[packed.batch_id].specimen
    return RelationFacts(
        product,
        packed.packing,
        lots,
        packed.batch_id,
        line,
        notes.workshop,
        notes.manager,
        notes.licence,
        f"{SPECIMEN} {notes.comment}".strip() if specimen else notes.comment,
    )


def _new(part: RelationPart, settings: str) -> NewKeptFile:
    counts = PackCounts(part.all, part.largest, part.smallest)
    return NewKeptFile(FileKind.RELATION, part.name, part.packed, part.sha256, counts, settings)
