"""What happened to the packs of a work order as EPCIS 2.0: written, read back, compared, kept for ever."""

import json
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from hashlib import sha256
from itertools import chain, islice
from typing import Final

from desktop.changes import Changes, Kind
from desktop.errors import StorageError
from desktop.exchange.epcis import (
    Commissioned,
    Event,
    TreeSum,
    commissioning,
    read_document,
    told,
    write_document,
)
from desktop.exchange.epcis_names import EpcisProfile, PackNames
from desktop.exchange.new_file import safe_name
from desktop.operations import kept_files, steps
from desktop.operations.counted import counted, tell
from desktop.operations.kept_files import FileKind, KeptFile, NewKeptFile, PackCounts
from desktop.operations.plant import Plant, Report
from desktop.operations.steps import Step
from desktop.packing.model import PackEvent
from desktop.storage import kept_files as stored
from desktop.storage import order_results, order_steps, pack_events, product_versions, work_orders
from desktop.storage.order_results import Coded, Labels
from desktop.texts import say

CHANGED = Changes.of(Kind.CODES, Kind.ORDERS)
_EVENTS_AT_ONCE: Final = 200
_BLOCK: Final = 1 << 18

_MADE, _HAPPENED, _LIES = 0.1, 0.7, 0.8
"""Shares of an export: labels, events, and packs where they lie now; then it is read back."""

_LookUp = Callable[[Collection[int]], dict[int, Coded]]


def export_epcis(
    plant: Plant, order_id: int, profile: EpcisProfile | None = None, report: Report | None = None
) -> tuple[KeptFile, Changes]:
    """Write the events of an order, compare the tree that they tell with where its packs lie, and keep them.

    Where nothing happened since the last such export, that one is given again, byte for byte.

    Raises:
        Cancelled: ``report`` said so; nothing is kept.
        InputError: there is no such order, or its GTINs do not suit the profile.
        Refused: an earlier step is missing.
        StorageError: the events do not tell where the packs lie. Nothing is offered.
    """
    steps.require(plant, order_id, Step.EXPORTED)
    profile = profile or EpcisProfile()
    settings = _settings(profile)
    sink = _Sink()
    with plant.store.read() as connection:
        through = stored.last_event(connection, order_id)
        for file in stored.of_order(connection, order_id, FileKind.EPCIS):
            if file.profile == settings and file.through_event == through:
                return file, CHANGED
        order = work_orders.get(connection, order_id)
        product = product_versions.get(connection, order.product_version_id).product
        gtins = {level.level: level.gtin for level in product.levels if level.gtin is not None}
        names = PackNames(profile, gtins)
        undone = {
            number: pack_events.event(connection, number)
            for number in order_results.undone(connection, order_id)
        }
        much = order_steps.amounts(connection, order_id)
        look_up = _Names(partial(order_results.coded, connection), names)
        events_told = counted(
            pack_events.of_order(connection, order_id), much.events, report, _MADE, _HAPPENED
        )
        happened = look_up.known(events_told, undone)
        labels = order_results.labels(connection, order_id)
        made = (
            commissioning(_commissioned(one, names), order.number, profile.location)
            for one in counted(labels, much.codes // order_results.AT_ONCE, report, 0, _MADE, every=1)
        )
        events = chain(made, told(happened, undone, look_up.uri, order.number, profile.location))
        write_document(sink, sink.counted(events), plant.clock.now())
        truth = TreeSum()
        lying = order_results.places(connection, order_id)
        for child, parent in counted(lying, much.packs, report, _HAPPENED, _LIES):
            truth.add(names.uri(parent.value, parent.level), names.uri(child.value, child.level))
    packed = sink.finish()
    _require_true(packed, truth, order.number, report)
    tell(report, 1)
    name = f"EPCIS_{safe_name(order.number)}_{plant.clock.now().astimezone():%Y%m%d%H%M%S}.json"
    counts = PackCounts(all=sink.packs)
    new = NewKeptFile(FileKind.EPCIS, name, packed, sink.sha256, counts, settings)
    return kept_files.keep(plant, order_id, (new,), through)[0], CHANGED


class _Sink:
    """Takes a document as it is written: compressed, digested, its packs counted."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._squeeze = zlib.compressobj()
        self._parts: list[bytes] = []
        self.packs = 0

    def write(self, content: bytes) -> int:
        """Take some bytes."""
        self._digest.update(content)
        self._parts.append(self._squeeze.compress(content))
        return len(content)

    def counted(self, events: Iterator[Event]) -> Iterator[Event]:
        """Hand events on, counting the packs that get their names."""
        for event in events:
            found = event.get("epcList")
            if "ilmd" in event and isinstance(found, list):
                self.packs += len(found)
            yield event

    def finish(self) -> bytes:
        """Return all of it, compressed."""
        return b"".join((*self._parts, self._squeeze.flush()))

    @property
    def sha256(self) -> str:
        """The digest of the bytes as they are, in hex."""
        return self._digest.hexdigest()


class _Names:
    """Names packs by the ids of their codes, which are looked up for some events at a time."""

    def __init__(self, look_up: _LookUp, names: PackNames) -> None:
        self._look_up = look_up
        self._names = names
        self._known: dict[int, Coded] = {}

    def known(self, events: Iterator[PackEvent], undone: dict[int, PackEvent]) -> Iterator[PackEvent]:
        """Hand events on, each while all its packs are known."""
        while some := list(islice(events, _EVENTS_AT_ONCE)):
            taken_back = [undone[event.undoes] for event in some if event.undoes is not None]
            self._known = self._look_up({code_id for event in (*some, *taken_back) for code_id in event.ids})
            yield from some

    def uri(self, code_id: int) -> str:
        """Name a pack of the event that was handed on last."""
        found = self._known[code_id]
        return self._names.uri(found.value, found.level)


def _commissioned(made: Labels, names: PackNames) -> Commissioned:
    uris = tuple(names.uri(one.value, one.level) for one in made.codes)
    return Commissioned(f"{made.job_id}.{made.number}", made.at, made.lot, made.expiry, uris)


def _require_true(packed: bytes, truth: TreeSum, number: str, report: Report | None) -> None:
    found = TreeSum()
    for event in read_document(_lines(packed, report)):
        found.add_event(event)
    if found != truth:
        raise StorageError(
            say(
                "The events of order {number} do not tell where its packs lie: nothing is offered. Please "
                "report it; the relation file is not concerned.",
                number=number,
            )
        )


def _lines(packed: bytes, report: Report | None) -> Iterator[bytes]:
    """Unpack line by line: a document of a million packs is larger than what it is packed into."""
    unpacking = zlib.decompressobj()
    rest = b""
    for start in range(0, len(packed), _BLOCK):
        tell(report, _LIES + (1 - _LIES) * start / len(packed))
        *whole, rest = (rest + unpacking.decompress(packed[start : start + _BLOCK])).split(b"\n")
        yield from whole
    yield from (rest + unpacking.flush()).split(b"\n")


def _settings(profile: EpcisProfile) -> str:
    prefix = profile.company_prefix
    told_as = {
        "style": profile.style.value,
        "host": profile.host,
        "company_prefix": prefix.value if prefix else "",
    }
    return json.dumps(told_as | {"location": profile.location}, separators=(",", ":"))
