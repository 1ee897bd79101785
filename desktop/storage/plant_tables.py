"""The tables of what stands in the plant and who works there: lines, printers, rights, keys that sign."""

from datetime import datetime

from sqlalchemy import Column, Float, ForeignKey, SmallInteger, String, Table, Text, UniqueConstraint

from desktop.storage.columns import Key, Moment
from desktop.storage.tables import metadata

printer = Table(
    "printer",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("name", Text, nullable=False, unique=True),
    Column[str]("address", Text, nullable=False, unique=True),
    Column[float]("offset_x_mm", Float, nullable=False),
    Column[float]("offset_y_mm", Float, nullable=False),
    Column[int | None]("darkness", SmallInteger),
    Column[int | None]("speed_ips", SmallInteger),
    Column[float]("scale_x", Float, nullable=False),
    Column[float]("scale_y", Float, nullable=False),
    Column[datetime | None]("calibrated_at", Moment),
    Column[str]("calibrated_by", Text, nullable=False),
)
"""A printer or coder with what it is told beside labels: see ``desktop.devices.PrinterSettings``."""

line = Table(
    "line",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[str]("name", Text, nullable=False, unique=True),
)
"""A packing line."""

station = Table(
    "station",
    metadata,
    Column[int]("id", Key, primary_key=True),
    Column[int]("line_id", Key, ForeignKey("line.id"), nullable=False),
    Column[str]("name", Text, nullable=False),
    Column[int]("place", SmallInteger, nullable=False),
    Column[int]("level", SmallInteger, nullable=False),
    Column[int | None]("printer_id", Key, ForeignKey("printer.id")),
    Column[str]("label", Text, nullable=False),
    Column[str]("camera", Text, nullable=False),
    Column[str]("coder", Text, nullable=False),
    Column[str]("scanner", Text, nullable=False, server_default=""),
    UniqueConstraint("line_id", "name"),
)
"""A place on a line. ``place``: from 1 in the direction of travel. ``label``: name of a design, ``camera``:
an address, ``coder``: what a coder is told, as JSON, ``scanner``: an address; each may be empty."""

right_grant = Table(
    "right_grant",
    metadata,
    Column[str]("person", Text, primary_key=True),
    Column[str]("right", Text, primary_key=True),
    Column[datetime]("granted_at", Moment, nullable=False),
    Column[str]("granted_by", Text, nullable=False),
)
"""What a person may do that not everybody may."""

signing_key = Table(
    "signing_key",
    metadata,
    Column[str]("fingerprint", String(64), primary_key=True),
    Column[str]("public_key", String(44), nullable=False),
    Column[str]("station", Text, nullable=False),
    Column[str]("folder", Text, nullable=False),
    Column[datetime]("registered_at", Moment, nullable=False),
    Column[str]("registered_by", Text, nullable=False),
)
"""The public half of each key that signs here; rows are never deleted, as old proofs stay to be checked.
``fingerprint``: SHA-256 of the key's 32 bytes in hex. ``public_key``: these bytes in base64. ``station``
and ``folder``: the computer and its data folder, in whose key file the other half is."""
