"""Fills a store with a work order that is packed to the last unit, written straight into the tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from desktop.products.batch import Batch
from desktop.products.code_pool import CodeState
from desktop.products.job import JobState
from desktop.products.product import PackLevel, Product
from desktop.storage import batches, counts, designs, jobs, product_versions, products
from desktop.storage.pack_tables import order_job, pack, pack_event, work_order
from desktop.storage.plant_tables import line
from desktop.storage.store import Change, Store
from desktop.storage.tables import code, code_file, journal

RATIO = (1, 10, 10)
_PREFIXES = ("8031762", "8131762", "8231762")
_AT_A_TIME = 20_000
_RUN = 1000
"""Codes that moved together; the runs of a level lie a second apart."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What was filled in. ``jobs``: print jobs by level, ``first``: id of the first code of a level."""

    order_id: int
    product_id: int
    batch_id: int
    jobs: dict[int, int]
    first: dict[int, int]

    def code_id(self, level: int, number: int) -> int:
        """Return the id of the code of pack ``number``, from 1."""
        return self.first[level] + number - 1


def digits(level: int, lot: int, number: int) -> str:
    """Return the code of pack ``number``, from 1."""
    return f"{_PREFIXES[level - 1]}{lot:02d}{number:07d}{number * 7919 % 10000:04d}"


def packed_order(store: Store, units: int, *, lot: int = 1, number: str = "WO-1") -> Packed:
    """Fill in an order whose units lie in bundles of 10 and cases of 10 bundles, in the order of printing."""
    numbers = (units, -(-units // RATIO[1]), -(-units // (RATIO[1] * RATIO[2])))
    with store.change("lead", "order.create", number) as change:
        product_id, version_id = _product(change)
        batch_id = batches.insert(
            change.connection, product_id, Batch(f"LOT{lot:02d}", date(2026, 2, 1), date(2030, 1, 31))
        )
        order_id = _order(change, number, product_id, version_id, batch_id, units)
        job_ids: dict[int, int] = {}
        first: dict[int, int] = {}
        for level, count in enumerate(numbers, start=1):
            job_ids[level] = _job(change, product_id, batch_id, level, count)
            change.connection.execute(
                insert(order_job).values(order_id=order_id, job_id=job_ids[level], level=level)
            )
            first[level] = _codes(change, product_id, level, lot, count, job_ids[level])
        for level in job_ids:
            _packs(change.connection, order_id, level, numbers, first)
        return Packed(order_id, product_id, batch_id, job_ids, first)


def with_events(store: Store, packed: Packed, units: int) -> None:
    """Add the scan of each unit and the filling of each bundle, at the times at which their codes moved."""
    moved = select(journal.c.at).where(journal.c.job_id == packed.jobs[1]).order_by(journal.c.id).limit(1)
    with store.change("lead", "events", "order") as change:
        begun = change.connection.scalars(moved).one()
        for some in _chunks(_scans(packed, units, begun)):
            change.connection.execute(insert(pack_event), some)


def _scans(packed: Packed, units: int, begun: datetime) -> Iterator[Mapping[str, object]]:
    plain = {"order_id": packed.order_id, "station_id": None, "actor": "lead", "reviewer": "", "reason": ""}
    for at in range(units):
        unit, bundle = packed.first[1] + at, packed.first[2] + at // RATIO[1]
        when = begun + timedelta(seconds=at // _RUN)
        yield plain | {
            "at": when,
            "kind": "collected",
            "code_id": unit,
            "other_id": None,
            "changes": f'[["p",{unit},[null,null,null],[null,1,{at % RATIO[1] + 1}]]]',
        }
        if at % RATIO[1] == RATIO[1] - 1:
            changes = ",".join(
                f'["s",{one},5,11],["p",{one},[null,1,{place}],[{bundle},null,{place}]]'
                for place, one in enumerate(range(unit - RATIO[1] + 1, unit + 1), start=1)
            )
            yield plain | {
                "at": when,
                "kind": "packed",
                "code_id": bundle,
                "other_id": None,
                "changes": f"[{changes}]",
            }


def turn(store: Store, code_id: int, state: CodeState, **place: int | None) -> None:
    """Bring a code into a state, its count with it, and its pack to a place."""
    with store.change("tester", "turn", f"code {code_id}") as change:
        found = change.connection.execute(select(code).where(code.c.id == code_id)).one()
        change.connection.execute(update(code).where(code.c.id == code_id).values(state=state))
        numbers = {found.state: -1, state: 1} if found.state is not state else {}
        if numbers:
            counts.add(change.connection, found.job_id, found.product_id, found.level, numbers)
        if place:
            change.connection.execute(update(pack).where(pack.c.code_id == code_id).values(**place))


def forget(store: Store, code_id: int) -> None:
    """Take a pack off the line: printed and never scanned."""
    turn(store, code_id, CodeState.PRINTED)
    with store.change("tester", "forget", f"code {code_id}") as change:
        change.connection.execute(pack.delete().where(pack.c.code_id == code_id))


def note_event(
    store: Store, packed: Packed, kind: str, code_id: int, other_id: int | None, reason: str, **more: object
) -> int:
    """Put an event on record."""
    with store.change("tester", "event", kind) as change:
        values = {
            "order_id": packed.order_id,
            "station_id": None,
            "at": change.at,
            "actor": "李雷",
            "reviewer": "",
            "kind": kind,
            "code_id": code_id,
            "other_id": other_id,
            "reason": reason,
            "changes": "[]",
            "undoes": None,
        }
        key = change.connection.execute(insert(pack_event).values(**{**values, **more})).inserted_primary_key
        assert key is not None
        return int(key[0])


def _product(change: Change) -> tuple[int, int]:
    levels = tuple(PackLevel(at, prefix, RATIO[at - 1]) for at, prefix in enumerate(_PREFIXES, start=1))
    new = Product(
        "8031762",
        "8031762001",
        "蒙脱石散",
        "国药准字Z44023408",
        "散剂",
        "3g",
        "10袋/盒",
        "盒",
        levels,
    )
    known = [row.id for row in products.list_all(change.connection) if row.product.type_no == new.type_no]
    product_id = known[0] if known else products.insert(change.connection, new)
    return product_id, product_versions.newest(change.connection, product_id).id


def _order(change: Change, number: str, product_id: int, version_id: int, batch_id: int, units: int) -> int:
    line_id = change.connection.scalar(select(line.c.id).where(line.c.name == "Line 1"))
    if line_id is None:
        line_id = _key(change.connection, insert(line).values(name="Line 1"))
    return _key(
        change.connection,
        insert(work_order).values(
            number=number,
            product_id=product_id,
            product_version_id=version_id,
            batch_id=batch_id,
            line_id=line_id,
            units=units,
            plan=f'{{"codes": [{units}, 1, 1]}}',
            state="running",
            created_at=change.at,
            created_by="lead",
            confirmed_by="second",
            planned_for=None,
            sealed_through=0,
        ),
    )


def _job(change: Change, product_id: int, batch_id: int, level: int, count: int) -> int:
    design = designs.freeze(change, "drug code", '{"format": 1}')
    made = jobs.insert(
        change,
        product_id=product_id,
        batch_id=batch_id,
        design_revision_id=design.id,
        level=level,
        count=count,
        printer=f"tcp://192.0.2.{level}:9100",
    )
    jobs.set_state(change, made.id, JobState.DONE)
    return made.id


def _codes(change: Change, product_id: int, level: int, lot: int, count: int, job_id: int) -> int:
    connection = change.connection
    file_id = _key(
        connection,
        insert(code_file).values(
            name=f"codes {level} {lot}.txt",
            sha256=f"{level}{lot}".rjust(64, "0"),
            product_id=product_id,
            level=level,
            count=count,
            imported_at=change.at,
            imported_by="lead",
            codes_sha256="0" * 64,
            format="",
            complete=True,
        ),
    )
    first = (connection.scalar(select(code.c.id).order_by(code.c.id.desc()).limit(1)) or 0) + 1
    rows = (
        {
            "id": first + at,
            "value": digits(level, lot, at + 1),
            "product_id": product_id,
            "level": level,
            "file_id": file_id,
            "state": CodeState.PACKED,
            "job_id": job_id,
            "ordinal": at + 1,
        }
        for at in range(count)
    )
    for some in _chunks(rows):
        connection.execute(insert(code), some)
    counts.add(
        connection, job_id, product_id, level, {**dict.fromkeys(CodeState, 0), CodeState.PACKED: count}
    )
    moves = (
        {
            "job_id": job_id,
            "code_id": first + at,
            "run": min(_RUN, count - at),
            "event": state,
            "at": change.at + timedelta(seconds=at // _RUN),
            "actor": "lead",
            "device": "",
            "detail": "",
        }
        for state in (
            CodeState.ALLOCATED,
            CodeState.SENT,
            CodeState.PRINTED,
            CodeState.VERIFIED,
            CodeState.PACKED,
        )
        for at in range(0, count, _RUN)
    )
    for some in _chunks(moves):
        connection.execute(insert(journal), some)
    return first


def _packs(
    connection: Connection, order_id: int, level: int, numbers: Sequence[int], first: dict[int, int]
) -> None:
    top = len(numbers)
    count = numbers[level - 1]
    room = RATIO[level] if level < top else 0
    below = numbers[level - 2] if level > 1 else 0
    rows = (
        {
            "code_id": first[level] + at,
            "order_id": order_id,
            "level": level,
            "parent_id": first[level + 1] + at // room if room else None,
            "tray": None,
            "place": at % room + 1 if room else None,
            "children": min(RATIO[level - 1], below - at * RATIO[level - 1]) if level > 1 else 0,
            "flag": None if level == 1 else (0 if (at + 1) * RATIO[level - 1] <= below else 2),
        }
        for at in range(count)
    )
    for some in _chunks(rows):
        connection.execute(insert(pack), some)


def _chunks(rows: Iterator[Mapping[str, object]]) -> Iterator[list[Mapping[str, object]]]:
    chunk: list[Mapping[str, object]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_A_TIME:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _key(connection: Connection, statement: object) -> int:
    key = connection.execute(statement).inserted_primary_key  # type: ignore[call-overload]
    assert key is not None
    return int(key[0])
