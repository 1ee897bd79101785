"""The tables of QA: sampling plans, what was graded, whether a batch may leave. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, LargeBinary, String, Table, Text

from desktop.storage.columns import Digits, Key, Moment
from desktop.storage.tables import metadata

sampling_plan = Table(
    "sampling_plan",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int | None]("job_id", Key, ForeignKey("job.id"), index=True),
    Column[str]("plan", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
)
"""``plan`` as JSON; the newest row of a job counts. ``job_id`` null: of all jobs without one of their own."""

sample_event = Table(
    "sample_event",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("job_id", Key, ForeignKey("job.id"), nullable=False, index=True),
    Column[str]("kind", Text, nullable=False),
    Column[str]("occasion", Text, nullable=False),
    Column[int]("number", Integer, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
)
"""``kind`` "roll": the roll was changed behind label ``number`` (0: before the first). ``kind`` "waived": the
sample that was due at label ``number`` is not graded."""

grade_record = Table(
    "grade_record",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
    Column[str]("source", Text, nullable=False),
    Column[str]("device", Text, nullable=False),
    Column[int | None]("job_id", Key, ForeignKey("job.id"), index=True),
    Column[str]("code", Digits, nullable=False, index=True),
    Column[int | None]("label", Integer),
    Column[int | None]("number", Integer),
    Column[str]("occasion", Text, nullable=False),
    Column[int | None]("repeat_of", Key, ForeignKey("grade_record.id")),
    Column[str]("reason", Text, nullable=False),
    Column[str]("symbology", Text, nullable=False),
    Column[str]("data", Text, nullable=False),
    Column[str]("edition", Text, nullable=False),
    Column[float | None]("grade", Float),
    Column[float | None]("at_most", Float),
    Column[str]("formal", Text, nullable=False),
    Column[float]("minimum", Float, nullable=False),
    Column[str]("verdict", Text, nullable=False),
    Column[bool]("calibrated", Boolean, nullable=False),
    Column[str]("faults", Text, nullable=False),
    Column[str]("not_measurable", Text, nullable=False),
    Column[str]("printer", Text, nullable=False),
    Column[int | None]("design_revision_id", Key, ForeignKey("design_revision.id")),
    Column[str]("details", Text, nullable=False),
    Column[str]("picture_sha256", String(64), nullable=False),
)
"""One graded symbol: see ``desktop.products.quality.GradeRecord``. ``faults`` and ``not_measurable``: lists
of sentences as JSON."""

grade_picture = Table(
    "grade_picture",
    metadata,
    Column[int]("record_id", Key, ForeignKey("grade_record.id"), primary_key=True, autoincrement=False),
    Column[bytes]("png", LargeBinary, nullable=False),
)
"""The symbol of a record, cut out of its picture; apart, so that lists of records are read quickly."""

batch_event = Table(
    "batch_event",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("batch_id", Key, ForeignKey("batch.id"), nullable=False, index=True),
    Column[str]("status", Text, nullable=False),
    Column[datetime]("at", Moment, nullable=False),
    Column[str]("by", Text, nullable=False),
    Column[str]("reason", Text, nullable=False),
)
"""A batch was held or released; the newest row counts, and a batch without one is under test. ``reason``: a
sentence as JSON."""
