"""Measure packing in the database: scans as they come, and questions to a batch of a million packs.

Run from the checkout::

    python -m tests.benchmarks.packing [--scans N] [--units N] [--db URL]

The bars: 400 events/s flat out on SQLite, each on the disk; the whole tree of 1 000 000 packs in 20 s under
300 MB; any single answer in 200 ms.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert, select, update

from desktop.packing.model import Place, PlaceChange
from desktop.products.code_pool import CodeState
from desktop.storage import audit, pack_events, pack_tree
from desktop.storage.pack_tables import pack, pack_event
from desktop.storage.packing import StoredBook
from desktop.storage.store import Change, Store
from desktop.storage.tables import code, code_count, journal
from tests.benchmarks.storage import SystemClock
from tests.storage.pack_stock import Line, add_line, fill

ROOMS = (1, 10, 10)
CHUNK = 10_000

_Result = TypeVar("_Result")


def main() -> None:
    """Run all measurements and print them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scans", type=int, default=2000)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--db", help="a database that may be filled; default: a new SQLite file")
    options = parser.parse_args()
    for measure, count in ((measure_scans, options.scans), (measure_tree, options.units)):
        with tempfile.TemporaryDirectory() as folder:
            url = options.db or f"sqlite:///{(Path(folder) / 'store.sqlite').as_posix()}"
            store = Store.open(url, SystemClock())
            measure(store, count)
            store.close()


def measure_scans(store: Store, count: int) -> None:
    """Pack ``count`` units as a line does: each scan and each filled pack a transaction."""
    line = add_line(store, (count, count // 10 + 1, count // 100 + 1), ROOMS)
    with StoredBook(store) as book:
        seconds, _ = timed(lambda: fill(book, line, count))
    with store.read() as connection:
        events = len(connection.execute(select(pack_event.c.id)).all())
    print(f"events flat out           {events / seconds:10.0f} /s    {seconds / events * 1000:.2f} ms each")


def measure_tree(store: Store, units: int) -> None:
    """Ask a large batch that is packed whole."""
    seconds, line = timed(lambda: packed_line(store, units))
    print(f"made {units} units       {seconds:10.1f} s")
    before = memory()
    with store.read() as connection:
        seconds, count = timed(lambda: sum(1 for _ in pack_tree.nodes(connection, line.order.id)))
        print(
            f"whole tree                {seconds:10.1f} s     {count} packs, {memory() - before:.0f} MB more"
        )
        seconds, found = timed(lambda: pack_tree.roots(connection, line.order.id))
        print(f"largest packs             {seconds * 1000:10.1f} ms    {len(found)} of them")
        seconds, found = timed(lambda: pack_tree.contents(connection, line.codes[2][-1]))
        print(f"what is in a case         {seconds * 1000:10.1f} ms    {len(found)} packs")
        seconds, _ = timed(lambda: pack_tree.path_to_top(connection, line.codes[0][-1]))
        print(f"where a unit is           {seconds * 1000:10.1f} ms")
    with StoredBook(store) as book:
        seconds, found_pack = timed(lambda: book.pack(line.codes[2][-1]))
        print(f"a case as rules ask       {seconds * 1000:10.1f} ms    {found_pack is not None}")
    with store.read() as connection:
        seconds, verdict = timed(lambda: audit.verify(connection))
        print(f"verify all evidence       {seconds:10.1f} s     sound: {verdict.sound} {verdict.why or ''}")
    print(f"largest memory            {memory():10.0f} MB")


def packed_line(store: Store, units: int) -> Line:
    """Make a batch that is packed whole, by rows as the book would write them."""
    line = add_line(store, (units, units // 10, units // 100), ROOMS)
    ids = [codes_of(store, job_id) for job_id in line.jobs]
    with store.change("bench", "fill", "") as change:
        change.touches_order(line.order.id)
        for level, of_level in enumerate(ids, start=1):
            _fill_level(change, line, level, of_level, ids[level] if level < len(ids) else [])
    return line


def codes_of(store: Store, job_id: int) -> list[int]:
    """Return the ids of a job's codes in the order of printing."""
    with store.read() as connection:
        return list(
            connection.scalars(select(code.c.id).where(code.c.job_id == job_id).order_by(code.c.ordinal))
        )


def _fill_level(change: Change, line: Line, level: int, ids: list[int], parents: list[int]) -> None:
    connection, job_id = change.connection, line.jobs[level - 1]
    for start in range(0, len(ids), CHUNK):
        some = list(enumerate(ids[start : start + CHUNK], start=start))
        connection.execute(insert(pack), [_row(line, level, number, one, parents) for number, one in some])
        connection.execute(
            insert(journal),
            [{**_signed(change), "job_id": job_id, "code_id": one, "event": CodeState.PACKED, "device": "",
              "detail": ""} for _, one in some],
        )  # fmt: skip
        if parents:
            connection.execute(
                insert(pack_event), list(_events(change, line, [one for _, one in some], start, parents))
            )
    connection.execute(update(code).where(code.c.job_id == job_id).values(state=CodeState.PACKED))
    for state, n in ((CodeState.PRINTED, 0), (CodeState.PACKED, len(ids))):
        counted = update(code_count).where(code_count.c.job_id == job_id, code_count.c.state == state)
        connection.execute(counted.values(n=n))


def _row(line: Line, level: int, number: int, code_id: int, parents: list[int]) -> dict[str, object]:
    room = ROOMS[level] if parents else 0
    return {
        "code_id": code_id,
        "order_id": line.order.id,
        "level": level,
        "parent_id": parents[number // room] if parents else None,
        "tray": None,
        "place": number % room + 1 if parents else None,
        "children": ROOMS[level - 1] if level > 1 else 0,
        "flag": 0 if level > 1 else None,
    }


def _events(
    change: Change, line: Line, ids: list[int], start: int, parents: list[int]
) -> Iterator[dict[str, object]]:
    """Yield for each filled parent a scan of each child and the filling."""
    room = ROOMS[1]
    for first in range(0, len(ids), room):
        parent = parents[(start + first) // room]
        places = [
            (one, Place(tray=1, place=n), Place(parent_id=parent, place=n))
            for n, one in enumerate(ids[first : first + room], start=1)
        ]
        for one, tray, _ in places:
            yield _event(change, line, "collected", one, (PlaceChange(one, Place(), tray),))
        yield _event(
            change,
            line,
            "packed",
            parent,
            tuple(PlaceChange(one, tray, there) for one, tray, there in places),
        )


def _event(
    change: Change, line: Line, kind: str, code_id: int, changes: tuple[PlaceChange, ...]
) -> dict[str, object]:
    return {
        **_signed(change),
        "order_id": line.order.id,
        "station_id": 1,
        "reviewer": "",
        "kind": kind,
        "code_id": code_id,
        "reason": "",
        "changes": pack_events.to_json(changes),
    }


def _signed(change: Change) -> dict[str, object]:
    return {"at": change.at, "actor": change.actor}


def timed(work: Callable[[], _Result]) -> tuple[float, _Result]:
    """Return how many seconds some work took, and its result."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def memory() -> float:
    """Return the largest memory so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
