"""Where a pack lies and how it came there, in values for drawing and telling."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Connection, select

from desktop.packing.bills import kept_as
from desktop.packing.event_names import event_name
from desktop.packing.model import EventKind, PackEvent
from desktop.products.code_pool import CodeState
from desktop.storage import kept_files, pack_trace
from desktop.storage.codes import StoredCode
from desktop.storage.kept_files import FileKind, KeptFile
from desktop.storage.pack_tables import work_order
from desktop.storage.pack_trace import BillEntry, TreePack
from desktop.storage.plant_tables import line, station
from desktop.storage.recall import MAY_BE_OUT
from desktop.texts import Text, say

BESIDE = 5
"""Packs that are told on each side of one among its siblings; the others are folded."""


@dataclass(frozen=True, slots=True)
class PackPlace:
    """Where a pack lies.

    Attributes:
        order_id, order: the work order that packed it, and its number.
        line: where.
        pack: itself.
        path: the packs that it lies in, the largest first.
        siblings: packs beside it in its parent, itself among them, in the order of packing.
        sibling_count: how many packs its parent holds, itself included.
        children: the first packs in it; ``children_of`` tells the others.
        station: in whose tray it lies, or empty.
        before: how many packs lie before each pack of ``path`` behind the first, and before itself, in
            what it lies in.
    """

    order_id: int
    order: str
    line: str
    pack: TreePack
    path: tuple[TreePack, ...]
    siblings: tuple[TreePack, ...]
    sibling_count: int
    children: tuple[TreePack, ...]
    station: str
    before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: when, what, by whom, and at which station with which scanner (or empty)."""

    at: datetime
    what: Text
    actor: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class PackStory:
    """A pack's place, and what led there.

    Attributes:
        place: None before it was scanned on a line.
        events: what happened to it on the line.
        files: of its order that know where it lies.
        bills: on which it, or a pack it lies in, stands.
    """

    place: PackPlace | None = None
    events: tuple[Told, ...] = ()
    files: tuple[KeptFile, ...] = ()
    bills: tuple[BillEntry, ...] = ()


def story_of(connection: Connection, code_id: int, moments: Iterable[datetime]) -> PackStory:
    """Return where a pack lies and what happened to it.

    Args:
        connection: to read on.
        code_id: of its code, which there is.
        moments: at which its code moved.
    """
    found = pack_trace.by_id(connection, code_id)
    if found.order_id is None:
        return PackStory()
    place = _place(connection, found, found.order_id)
    events = pack_trace.events_of(connection, found, moments)
    last = events[-1].number if events else 0
    own = pack_trace.bills_of(connection, [found.id])
    bills = pack_trace.bills_of(connection, [found.id, *(one.id for one in place.path)])
    files = kept_files.of_order(connection, found.order_id)
    return PackStory(
        place,
        _told(connection, events),
        tuple(one for one in files if _is_of(one, own) or _knows(one, found, last, bills)),
        bills,
    )


def _is_of(file: KeptFile, bills: Iterable[BillEntry]) -> bool:
    return file.kind is FileKind.BILL and file.profile in {kept_as(one.number) for one in bills}


def _knows(file: KeptFile, found: TreePack, last: int, bills: Iterable[BillEntry]) -> bool:
    """Tell whether a file of an order knows where a pack lies: ``last`` is the last that happened to it."""
    # Nothing happened to the pack since such a file was written: so it was then what it is now.
    if file.counts is None or file.through_event < last:
        return False
    if file.kind is FileKind.BILL:
        return found.state is CodeState.PACKED and _is_of(file, bills)
    # A relation names filled packs and what lies in them; a pack that was taken out before stands in none.
    return found.state is CodeState.PACKED or file.kind is not FileKind.RELATION


def files_about(
    connection: Connection, story: PackStory, code: StoredCode, batch_id: int | None, last: datetime | None
) -> tuple[KeptFile, ...]:
    """Return the files that know of a code: of its pack, of its batch, and of its product, the oldest first.

    Args:
        connection: to read on.
        story: of its pack.
        code: itself.
        batch_id: that it was printed for; None: for none yet.
        last: when something happened to it last; a list of its batch that is older does not know of it.
    """
    of_pack = [one for one in story.files if one.batch_id in {None, batch_id}]
    known = {one.id for one in of_pack}
    of_batch = kept_files.of_batch(connection, batch_id) if batch_id and code.state in MAY_BE_OUT else ()
    listed = [one for one in of_batch if one.id not in known and last is not None and one.at >= last]
    others = (*listed, *kept_files.of_product(connection, code.product_id))
    return tuple(sorted((*of_pack, *others), key=lambda one: one.id))


def _place(connection: Connection, found: TreePack, order_id: int) -> PackPlace:
    order = connection.execute(
        select(work_order.c.number, line.c.name)
        .join(line, line.c.id == work_order.c.line_id)
        .where(work_order.c.id == order_id)
    ).one()
    path = pack_trace.path_to(connection, found)
    siblings: tuple[TreePack, ...] = ()
    if path and found.place is not None:
        siblings = pack_trace.inside(
            connection, path[-1].id, max(0, found.place - BESIDE - 1), 2 * BESIDE + 1
        )
    return PackPlace(
        order_id=order_id,
        order=order.number,
        line=order.name,
        pack=found,
        path=path,
        siblings=siblings,
        sibling_count=path[-1].children if path else 0,
        children=pack_trace.inside(connection, found.id),
        station=_station(connection, found.tray),
        before=tuple(
            pack_trace.count_before(connection, outer.id, inner.place or 0)
            for outer, inner in pairwise((*path, found))
        ),
    )


def _station(connection: Connection, station_id: int | None) -> str:
    if station_id is None:
        return ""
    return connection.scalar(select(station.c.name).where(station.c.id == station_id)) or ""


def _told(connection: Connection, events: tuple[PackEvent, ...]) -> tuple[Told, ...]:
    ids = {one.decision.code_id for one in events} | {one.decision.other_id or 0 for one in events}
    codes = pack_trace.values_of(connection, ids)
    devices = _devices(connection, {one.station_id for one in events})
    return tuple(
        Told(one.at, told_event(one, codes), one.actor, devices.get(one.station_id, "")) for one in events
    )


def _devices(connection: Connection, station_ids: Collection[int | None]) -> Mapping[int | None, str]:
    """Return the names of stations, with the addresses of their scanners as far as they have one."""
    known = [one for one in station_ids if one is not None]
    wanted = select(station.c.id, station.c.name, station.c.scanner).where(station.c.id.in_(known))
    rows = connection.execute(wanted)
    return {row.id: f"{row.name} · {row.scanner}" if row.scanner else row.name for row in rows}


def told_event(event: PackEvent, codes: Mapping[int, str]) -> Text:
    """Return an event in words: what happened to which pack, why, and who confirmed it.

    Args:
        event: on record.
        codes: digits of the codes it names, by their ids.
    """
    told = named_event(event, codes)
    if event.reason:
        told = say("{event}: {reason}", event=told, reason=event.reason)
    if event.reviewer:
        told = say("{event}, confirmed by {reviewer}", event=told, reviewer=event.reviewer)
    return told


def named_event(event: PackEvent, codes: Mapping[int, str]) -> Text:
    """Return what happened to which packs; arguments as of ``told_event``."""
    decided = event.decision
    # Only a pack of another lot goes into a tray with somebody's approval.
    mixed = decided.kind is EventKind.COLLECTED and event.reviewer
    what = say("of another lot, scanned into a tray with approval") if mixed else event_name(decided.kind)
    told = say("{event}: {code}", event=what, code=codes.get(decided.code_id, "–"))
    if decided.other_id is not None:
        told = say("{event} / {code}", event=told, code=codes.get(decided.other_id, "–"))
    if decided.slip is not None:
        told = say(
            "{event} (label {found} came where label {expected} was due)",
            event=told,
            found=decided.slip.found,
            expected=decided.slip.expected,
        )
    if event.undoes is not None:
        told = say("{event} (event {number})", event=told, number=event.undoes)
    return told
