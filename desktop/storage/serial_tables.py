"""The tables of serials that the plant makes itself."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from desktop.storage.columns import Key, Moment
from desktop.storage.tables import metadata

serial_issue = Table(
    "serial_issue",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("item", Text, nullable=False),
    Column[str]("market", Text, nullable=False),
    Column[int]("count", Integer, nullable=False),
    Column[datetime]("issued_at", Moment, nullable=False),
    Column[str]("issued_by", Text, nullable=False),
)
"""One time that the plant made serials itself. ``item``: a GTIN of 14 digits, or a company prefix."""

serial = Table(
    "serial",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("issue_id", Key, ForeignKey("serial_issue.id"), nullable=False),
    Column[str]("item", Text, nullable=False),
    Column[str]("value", Text, nullable=False),
    UniqueConstraint("item", "value"),
)
"""A serial that was issued; never deleted, so that none is ever issued twice."""
Index("ix_serial_issue_id", serial.c.issue_id, serial.c.id)
