"""The tables of the line: work orders, secrets, where packs lie, what happened to them, files that left."""

from datetime import date, datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    or_,
)

from desktop.storage.columns import Key, Moment
from desktop.storage.tables import metadata

person_secret = Table(
    "person_secret",
    metadata,
    Column[str]("person", Text, primary_key=True),
    Column[str]("salt", String(32), nullable=False),
    Column[str]("hash", String(128), nullable=False),
    Column[datetime]("set_at", Moment, nullable=False),
    Column[str]("set_by", Text, nullable=False),
)
"""What a person proves with that it is they who confirm: scrypt over the secret, salt and hash in hex."""

work_order = Table(
    "work_order",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("number", Text, nullable=False, unique=True),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("product_version_id", Key, ForeignKey("product_version.id"), nullable=False),
    Column[int | None]("batch_id", Key, ForeignKey("batch.id")),
    Column[int]("line_id", Key, ForeignKey("line.id"), nullable=False),
    Column[int]("units", Integer, nullable=False),
    Column[str]("plan", Text, nullable=False),
    Column[str]("state", Text, nullable=False),
    Column[datetime]("created_at", Moment, nullable=False),
    Column[str]("created_by", Text, nullable=False),
    Column[str]("confirmed_by", Text, nullable=False),
    Column[date | None]("planned_for", Date),
    Column[int]("sealed_through", Key, nullable=False),
)
"""One order to pack one batch on one line. ``number``: as the ERP or the plant calls it. ``plan``: codes for
each level with spare, and what the plant asks for (first article, clearance points), as JSON; until lot and
expiry were entered twice it also holds what was entered first, and there is no ``batch_id``. ``state``: see
``desktop.packing.order``. ``confirmed_by``: who entered lot and expiry a second time. ``sealed_through``: the
last event of the order whose digest stands in the audit trail."""

order_job = Table(
    "order_job",
    metadata,
    Column[int]("job_id", Key, ForeignKey("job.id"), primary_key=True, autoincrement=False),
    Column[int]("order_id", Key, ForeignKey("work_order.id"), nullable=False, index=True),
    Column[int]("level", SmallInteger, nullable=False),
)
"""The print jobs of a work order; a job belongs to one order at most."""

clearance = Table(
    "clearance",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("order_id", Key, ForeignKey("work_order.id"), nullable=False, index=True),
    Column[str]("point", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("reviewer", Text, nullable=False),
    UniqueConstraint("order_id", "point"),
)
"""A point of the line clearance that was found in order before the first label."""

pack = Table(
    "pack",
    metadata,
    Column[int]("code_id", Key, primary_key=True, autoincrement=False),
    Column[int]("order_id", Key, nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int | None]("parent_id", Key),
    Column[int | None]("tray", Key),
    Column[int | None]("place", Integer),
    Column[int]("children", Integer, nullable=False),
    Column[int | None]("flag", SmallInteger),
    UniqueConstraint("parent_id", "place"),
    UniqueConstraint("tray", "place"),
)
"""Where a pack lies now, one row for each code that was ever scanned on a line: in a parent, in the tray of a
station, or loose. ``children`` and ``flag`` follow from what lies in it. Like ``code`` it has no foreign keys
to codes, for the same reason."""
Index("ix_pack_of_order", pack.c.order_id, pack.c.level, pack.c.parent_id)

pack_event = Table(
    "pack_event",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("order_id", Key, ForeignKey("work_order.id"), nullable=False, index=True),
    Column[int | None]("station_id", Key),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("reviewer", Text, nullable=False),
    Column[str]("kind", Text, nullable=False),
    Column[int]("code_id", Key, nullable=False, index=True),
    Column[int | None]("other_id", Key, index=True),
    Column[str]("reason", Text, nullable=False),
    Column[str]("changes", Text, nullable=False),
    Column[int | None]("undoes", Key, ForeignKey("pack_event.id"), unique=True),
)
"""What happened to packs; rows are only ever added. ``changes`` as JSON: what was and what is, so that it can
be taken back once. ``other_id``: the parent, or the pack in whose place."""

EXCEPTIONAL: ColumnElement[bool] = or_(
    pack_event.c.kind.not_in([literal_column("'collected'"), literal_column("'packed'")]),
    pack_event.c.reason != literal_column("''"),
    pack_event.c.reviewer != literal_column("''"),
)
"""Whatever is no plain scan and no plain filling of a pack: some thousands among millions. Written out, as a
database uses a partial index only for a condition that it can read."""
Index(
    "ix_pack_event_exceptional",
    pack_event.c.order_id,
    pack_event.c.id,
    sqlite_where=EXCEPTIONAL,
    postgresql_where=EXCEPTIONAL,
)

Index("ix_pack_event_of_station", pack_event.c.order_id, pack_event.c.station_id, pack_event.c.id)

kept_file = Table(
    "kept_file",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int | None]("order_id", Key, ForeignKey("work_order.id"), index=True),
    Column[str]("kind", Text, nullable=False),
    Column[str]("name", Text, nullable=False),
    Column[str]("profile", Text, nullable=False),
    Column[str]("sha256", String(64), nullable=False),
    Column[str]("counts", Text, nullable=False),
    Column[str]("version", Text, nullable=False),
    Column[int]("through_event", Key, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
    Column[bytes]("content", LargeBinary, nullable=False),
    Column[int | None]("batch_id", Key, ForeignKey("batch.id"), index=True),
)
"""A file that was offered to somebody outside: its very bytes (compressed), so that the same file can be
given again for ever. It is of a work order, of a batch, of both, or of products. ``kind``: relation, epcis,
bill, udid, corrections, report, recall, table. ``counts`` as JSON: all, largest, smallest packs. ``version``:
of this program. ``through_event``: the last event of its order it knows of."""

kept_file_product = Table(
    "kept_file_product",
    metadata,
    Column[int]("file_id", Key, ForeignKey("kept_file.id"), primary_key=True, autoincrement=False),
    Column[int](
        "product_id", Key, ForeignKey("product.id"), primary_key=True, autoincrement=False, index=True
    ),
)
"""The products that a kept file tells of, where it is of no order and no batch."""

platform_count = Table(
    "platform_count",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("file_id", Key, ForeignKey("kept_file.id"), nullable=False, index=True),
    Column[int]("all", Integer, nullable=False),
    Column[int]("largest", Integer, nullable=False),
    Column[int]("smallest", Integer, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
)
"""What the platform said that it took of a relation file, typed in; compared with the file's own counts."""

bill = Table(
    "bill",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("kind", Text, nullable=False),
    Column[str]("number", Text, nullable=False, unique=True),
    Column[str]("fields", Text, nullable=False),
    Column[str]("state", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
)
"""Goods that come in or go out (核注核销). ``kind``: see ``desktop.exchange.bills``. ``fields`` as JSON."""

bill_code = Table(
    "bill_code",
    metadata,
    Column[int]("bill_id", Key, ForeignKey("bill.id"), primary_key=True, autoincrement=False),
    Column[int]("code_id", Key, primary_key=True, autoincrement=False, index=True),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
)
"""A pack that was scanned for a bill: of a case only the case."""
