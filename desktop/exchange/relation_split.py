"""Relation files of any size: written as the packs come, and cut where the platform takes no more.

A file is cut between largest packs only, so that each part tells whole families. Nothing is held but one
family and what is written, compressed.
"""

import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO

from desktop.exchange.relation_profile import FileName, RelationProfile
from desktop.exchange.relation_xml import RelationFacts, RelationRow, RelationText, families, rows_of
from desktop.packing.model import Node

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_AT_ONCE = 16 * 1024
"""Bytes that are unpacked together."""

_UNSAFE = re.compile(r"[^0-9A-Za-z._-]")
"""What a lot may hold and a file's name may not on every system."""


@dataclass(frozen=True, slots=True)
class RelationPart:
    """One relation file.

    Attributes:
        packed: its bytes, compressed by zlib.
        sha256: of its bytes as they are, in hex.
        size: in bytes as they are.
        all, largest, smallest: how many packs it tells of.
    """

    name: str
    packed: bytes
    sha256: str
    size: int
    all: int
    largest: int
    smallest: int


@dataclass(frozen=True, slots=True)
class WrittenRelation:
    """What was written.

    Attributes:
        left_out: packs that lie in no largest pack and that no relation can be told of.
    """

    parts: tuple[RelationPart, ...]
    left_out: int


def write_relation(
    nodes: Iterable[Node], facts: RelationFacts, profile: RelationProfile, at: datetime
) -> WrittenRelation:
    """Write the relation file, in as many parts as its limit asks for.

    Args:
        nodes: depth first in the order of packing.
        facts: what it says beside.
        profile: in which way.
        at: when; stands in the names.

    Raises:
        InputError: something of it cannot be written in the profile's encoding.
        Refused: the profile asks for what the product has not.
    """
    text = RelationText(facts, profile)
    top = len(facts.packing.children)
    done: list[_Draft] = []
    draft: _Draft | None = None
    left_out = 0
    for family in families(nodes):
        if not told(family, top, profile):
            left_out += len(family)
            continue
        rows = tuple(rows_of(family, facts, profile))
        if not rows:
            continue
        if draft is None or not draft.take(rows):
            if draft is not None:
                done.append(draft)
            draft = _Draft(text, profile.limit, rows[0].lot)
            draft.take(rows)
    if draft is not None:
        done.append(draft)
    names = _names(facts.batch.lot, profile.file_name, at, len(done))
    return WrittenRelation(tuple(one.finish(name) for one, name in zip(done, names, strict=True)), left_out)


def told(family: list[Node], top: int, profile: RelationProfile) -> bool:
    """Tell whether a family stands in a relation file: only what lies in a largest pack does."""
    return profile.single_level or family[0].level == top


def unpacked(packed: bytes) -> BinaryIO:
    """Return the bytes of a part as a stream, which needs no memory for all of them."""
    return io.BufferedReader(_Unpacking(packed))


class _Unpacking(io.RawIOBase):
    """What zlib compressed, read bit by bit."""

    def __init__(self, packed: bytes) -> None:
        super().__init__()
        self._packed = io.BytesIO(packed)
        self._left = b""
        self._unpacking = zlib.decompressobj()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        found = b""
        while not found and not self._unpacking.eof:
            some = self._left or self._packed.read(_AT_ONCE)
            found = self._unpacking.decompress(some, len(room))
            self._left = self._unpacking.unconsumed_tail
            if not some and not found:
                break  # cut off, which its reader will tell
        room[: len(found)] = found
        return len(found)


class _Draft:
    """A part that is being written."""

    def __init__(self, text: RelationText, limit: int, lot: str) -> None:
        self._text = text
        self._limit = limit
        self._lot = lot
        self._packing = zlib.compressobj()
        self._digest = sha256()
        self._packed: list[bytes] = []
        self._size = 0
        self._all = self._largest = self._smallest = 0
        self._write(text.head())
        self._write(text.batch(lot))
        self._tail = text.tail()

    def take(self, rows: tuple[RelationRow, ...]) -> bool:
        """Write a family, unless it would make this part too large; the first one always fits."""
        lines, lot = self._text.codes(rows, self._lot)
        if self._all and self._limit and self._size + len(lines) + len(self._tail) > self._limit:
            return False
        self._write(lines)
        self._lot = lot
        self._all += len(rows)
        self._smallest += sum(row.layer == 1 for row in rows)
        self._largest += sum(not row.parent for row in rows)
        return True

    def finish(self, name: str) -> RelationPart:
        """End the file."""
        self._write(self._tail)
        self._packed.append(self._packing.flush())
        return RelationPart(
            name,
            b"".join(self._packed),
            self._digest.hexdigest(),
            self._size,
            self._all,
            self._largest,
            self._smallest,
        )

    def _write(self, data: bytes) -> None:
        self._digest.update(data)
        self._packed.append(self._packing.compress(data))
        self._size += len(data)


def _names(lot: str, kind: FileName, at: datetime, parts: int) -> list[str]:
    safe = _UNSAFE.sub("_", lot)
    stem = f"Relation_{safe}_{at:%Y%m%d%H%M%S}" if kind is FileName.DATED else f"{safe}_RelationCreate"
    if parts <= 1:
        return [f"{stem}.xml"][:parts]
    return [f"{stem}_{number:02d}.xml" for number in range(1, parts + 1)]
