"""The tables. How values stand in their columns is told in ``desktop.storage.columns``.

Everything that is append-only (audit, journal) has no trigger that forbids changes: whoever can tamper
can drop a trigger too, so tampering is made visible instead (``desktop.storage.audit``).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnClause,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)

from desktop.products.code_pool import CodeState
from desktop.storage.columns import STATE_NUMBERS, Digits, Key, Moment, State

REVISION = "0015"
"""The revision of the schema below: the newest migration."""

REVISION_TABLE = "packmark_schema"
"""Where a database says which revision it has; no other program's database has such a table."""

POOL = 0
"""In place of a job id in ``code_count``: codes that nobody holds."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

product = Table(
    "product",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("code", Text, nullable=False),
    Column[str]("type_no", Text, nullable=False, unique=True),
    Column[str]("name", Text, nullable=False, index=True),
    Column[str]("authorized_no", Text, nullable=False),
    Column[str]("form", Text, nullable=False),
    Column[str]("spec", Text, nullable=False),
    Column[str]("package_spec", Text, nullable=False),
    Column[str]("pack_unit", Text, nullable=False),
    Column[int | None]("shelf_life_months", Integer),
)

pack_level = Table(
    "pack_level",
    metadata,
    Column[int]("product_id", Key, ForeignKey("product.id"), primary_key=True),
    Column[int]("level", SmallInteger, primary_key=True, autoincrement=False),
    Column[str | None]("prefix", String(7), unique=True),
    Column[int]("children", Integer, nullable=False),
    Column[str | None]("gtin", String(14)),
    Column[str | None]("gtin_14", String(14), index=True, unique=True),
)
"""``gtin`` as it was given; ``gtin_14`` in the form in which two GTINs are compared.

``product`` and ``pack_level`` say what the newest version of each product says: they are what products
are searched by and what keeps prefixes and GTINs apart. Jobs go by ``product_version``."""

product_version = Table(
    "product_version",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("number", Integer, nullable=False),
    Column[date | None]("effective_from", Date),
    Column[str]("document", Text, nullable=False),
    Column[datetime | None]("created_at", Moment),
    Column[str]("created_by", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
    UniqueConstraint("product_id", "number"),
)
"""``document``: all master data as canonical JSON (``desktop.products.version``). ``effective_from``:
null means from the beginning. ``created_at``: null where schema 0001 did not note it."""

filing = Table(
    "filing",
    metadata,
    Column[int]("product_id", Key, ForeignKey("product.id"), primary_key=True, autoincrement=False),
    Column[str]("status", Text, nullable=False),
    Column[str]("number", Text, nullable=False),
    Column[date | None]("on", Date),
)
"""The filing of a product at its traceability platform; a product without a row was not filed."""

licensed_prefix = Table(
    "licensed_prefix",
    metadata,
    Column[str]("prefix", String(12), primary_key=True),
    Column[str]("holder", Text, nullable=False),
    Column[bool]("customer", Boolean, nullable=False),
)

retired_gtin = Table(
    "retired_gtin",
    metadata,
    Column[str]("gtin_14", String(14), primary_key=True),
    Column[str]("gtin", String(14), nullable=False),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[datetime]("retired_at", Moment, nullable=False),
    Column[str]("retired_by", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
)
"""GTINs that no pack carries any more and none may carry again."""

batch = Table(
    "batch",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[str]("lot", Text, nullable=False),
    Column[date]("made", Date, nullable=False),
    Column[date]("expiry", Date, nullable=False),
    Column[bool]("specimen", Boolean, nullable=False),
    UniqueConstraint("product_id", "lot"),
)

design_revision = Table(
    "design_revision",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("name", Text, nullable=False),
    Column[int]("revision", Integer, nullable=False),
    Column[str]("document", Text, nullable=False),
    Column[str]("digest", String(64), nullable=False),
    Column[datetime]("frozen_at", Moment, nullable=False),
    Column[str]("frozen_by", Text, nullable=False),
    Column[bool]("released", Boolean, nullable=False, server_default=false()),
    Column[str]("reason", Text, nullable=False, server_default=""),
    UniqueConstraint("name", "revision"),
    UniqueConstraint("name", "digest"),
)
"""``released``: a person froze it for use, for ``reason``; else a job froze what it printed."""

design_draft = Table(
    "design_draft",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("name", Text, nullable=False, unique=True),
    Column[str]("document", Text, nullable=False),
    Column[str]("history", Text, nullable=False),
    Column[int]("version", Integer, nullable=False),
    Column[int | None]("based_on", Key, ForeignKey("design_revision.id")),
    Column[datetime]("saved_at", Moment, nullable=False),
    Column[str]("saved_by", Text, nullable=False),
    Column[datetime | None]("opened_at", Moment),
    Column[str]("opened_by", Text, nullable=False),
    Column[str]("opened_on", Text, nullable=False),
)
"""A design that is being drawn. ``version`` counts how often it was saved, so that nobody overwrites what
another saved. ``opened_*``: since when, by whom and on which station a designer has it open; null where
it was closed properly."""

job = Table(
    "job",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("batch_id", Key, ForeignKey("batch.id"), nullable=False),
    Column[int]("design_revision_id", Key, ForeignKey("design_revision.id"), nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int]("count", Integer, nullable=False),
    Column[str]("printer", Text, nullable=False),
    Column[str | None]("camera", Text),
    Column[str]("state", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
    Column[datetime]("created_at", Moment, nullable=False),
    Column[str]("created_by", Text, nullable=False),
    Column[int]("sealed_through", Key, nullable=False),
    Column[int | None]("product_version_id", Key, ForeignKey("product_version.id")),
    Column[str]("coder", Text, nullable=False, server_default=""),
    Column[str]("first_article", Text, nullable=False, server_default=""),
)
"""``sealed_through``: the last journal row of the job whose digest stands in the audit trail.
``product_version_id``: what the product was when the job was ordered; no row is without it.
``coder``: what a coder is told, as JSON; empty for a label printer."""

job_mark = Table(
    "job_mark",
    metadata,
    Column[int]("job_id", Key, ForeignKey("job.id"), primary_key=True),
    Column[str]("name", Text, primary_key=True),
    Column[int]("value", BigInteger, nullable=False),
)

reprint = Table(
    "reprint",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("job_id", Key, ForeignKey("job.id"), nullable=False, index=True),
    Column[int]("code_id", Key, nullable=False),
    Column[int]("number", Integer, nullable=False),
    Column[str]("reason", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("device", Text, nullable=False),
    Column[str]("outcome", Text, nullable=False),
    UniqueConstraint("code_id", "number"),
)
"""A second label with the same code, in place of one that was destroyed. ``number``: which reprint of the
code, from 1. ``outcome``: empty until the printer has answered. Written before its bytes leave."""

code_file = Table(
    "code_file",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("name", Text, nullable=False),
    Column[str]("sha256", String(64), nullable=False, unique=True),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int]("count", Integer, nullable=False),
    Column[datetime]("imported_at", Moment, nullable=False),
    Column[str]("imported_by", Text, nullable=False),
    Column[str]("codes_sha256", String(64), nullable=False),
    Column[str]("format", Text, nullable=False),
    Column[bool]("complete", Boolean, nullable=False),
)
"""``sha256``: of the file's bytes. ``codes_sha256``: of its codes as stored, each with a line feed.
``format``: how it was written, as JSON for ``desktop.exchange``. ``complete``: all its codes are in; until
then neither the file nor its codes are there for anybody but its import."""

code = Table(
    "code",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("value", Digits, nullable=False, unique=True),
    Column[int]("product_id", Key, nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int]("file_id", Key, nullable=False),
    Column[CodeState]("state", State, nullable=False),
    Column[int | None]("job_id", Key),
    Column[int | None]("ordinal", Integer),
)
"""One row a code for ever. ``job_id`` and ``ordinal`` (place in the order of printing, from 1) are null
while nobody holds the code; with a minus sign ``job_id`` is a withdrawal. Codes of a file that is not
complete do not exist yet for anybody but its import.

Neither this table nor the journal has foreign keys: a key costs a look-up for each of millions of rows
(on PostgreSQL twice the time of an import or an allocation), and rows are only written by statements that
take the ids from the very tables. ``audit.verify`` finds what does not belong together.
"""

AVAILABLE_LITERAL: ColumnClause[Any] = literal_column(str(STATE_NUMBERS[CodeState.AVAILABLE]))
"""The number of AVAILABLE, written into the statement: a database uses a partial index only for a
condition that it can read, not for one that comes as a parameter."""

Index(
    "ix_code_available",
    code.c.file_id,
    code.c.id,
    sqlite_where=code.c.state == AVAILABLE_LITERAL,
    postgresql_where=code.c.state == AVAILABLE_LITERAL,
)
Index(
    "ix_code_of_job",
    code.c.job_id,
    code.c.state,
    code.c.ordinal,
    sqlite_where=code.c.job_id.is_not(None),
    postgresql_where=code.c.job_id.is_not(None),
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("kind", Text, nullable=False),
    Column[int]("product_id", Key, ForeignKey("product.id"), nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int]("count", Integer, nullable=False),
    Column[str]("purpose", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("file_name", Text, nullable=False),
    Column[str]("file_sha256", String(64), nullable=False),
    Column[bool]("released", Boolean, nullable=False),
    Column[int]("sealed_through", Key, nullable=False),
)
"""Codes taken out of the pool for something else than a job: kept for a purpose, or returned. The file
fields are empty where nothing was written; ``sealed_through`` as in ``job``."""

pool_threshold = Table(
    "pool_threshold",
    metadata,
    Column[int]("product_id", Key, ForeignKey("product.id"), primary_key=True),
    Column[int]("level", SmallInteger, primary_key=True, autoincrement=False),
    Column[int]("least", Integer, nullable=False),
)
"""Fewer available codes than ``least`` are an alarm."""

code_count = Table(
    "code_count",
    metadata,
    Column[int]("job_id", Key, primary_key=True, autoincrement=False),
    Column[int]("product_id", Key, primary_key=True, autoincrement=False),
    Column[int]("level", SmallInteger, primary_key=True, autoincrement=False),
    Column[CodeState]("state", State, primary_key=True, autoincrement=False),
    Column[int]("n", Integer, nullable=False),
)
"""How many codes are in each state, kept in the transaction that moves them: counting millions of rows
takes seconds. Split by job (``POOL`` = no job), so that lines that print at the same time never wait
for each other's row."""

journal = Table(
    "journal",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("job_id", Key, nullable=False),
    Column[int]("code_id", Key, nullable=False),
    Column[CodeState]("event", State, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("device", Text, nullable=False),
    Column[str]("detail", Text, nullable=False),
    Column[int]("run", Integer, nullable=False, server_default="1"),
)
"""One row for each move of a code, or of a run of codes that moved together: ``code_id`` and those behind
it, ``run`` in all, without a gap in their ids. ``job_id``: as in ``code``. ``event``: the state that they
moved to. ``detail``: why, as a sentence in JSON, or empty."""

LONGEST_RUN = 10_000
"""Codes that one journal row stands for at most: so the rows of a code are found without looking far behind
it. Never to be lowered, as there are rows of that length."""

OF_SEVERAL: ColumnElement[bool] = journal.c.run > literal_column("1")
"""Rows that stand for more than one code; written out for the same reason as ``AVAILABLE_LITERAL``."""

Index("ix_journal_job_id_id", journal.c.job_id, journal.c.id)
Index("ix_journal_code_id_id", journal.c.code_id, journal.c.id)
Index(
    "ix_journal_run",
    journal.c.code_id,
    journal.c.run,
    sqlite_where=OF_SEVERAL,
    postgresql_where=OF_SEVERAL,
)

audit = Table(
    "audit",
    metadata,
    Column[int]("number", Key, primary_key=True, autoincrement=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("actor", Text, nullable=False),
    Column[str]("action", Text, nullable=False),
    Column[str]("subject", Text, nullable=False),
    Column[str]("old", Text, nullable=False),
    Column[str]("new", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
    Column[str]("previous", String(64), nullable=False),
    Column[str]("hash", String(64), nullable=False),
)
"""``old`` and ``new`` are canonical JSON, or empty."""

audit_head = Table(
    "audit_head",
    metadata,
    Column[int]("id", SmallInteger, primary_key=True, autoincrement=False),
    Column[int]("count", Key, nullable=False),
    Column[str]("hash", String(64), nullable=False),
)
"""One row: how many audit records there are, and the hash of the last."""
