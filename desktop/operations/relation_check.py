"""Checks a relation file, whoever wrote it: its structure, and what this plant knows of its codes."""

import os
from dataclasses import dataclass
from pathlib import Path

from desktop.exchange.incoming import open_incoming
from desktop.exchange.relation_faults import Fault, RelationFaults, RelationFindings
from desktop.exchange.relation_reader import Element, relation_elements
from desktop.exchange.relation_xml import RelationRow
from desktop.operations.counted import tell
from desktop.operations.plant import Plant, Report
from desktop.products.code_pool import CodeState, state_name
from desktop.products.packing import Reading
from desktop.storage import products
from desktop.storage.relation_codes import KnownCode, known_codes
from desktop.texts import say

_AT_A_TIME = 500
_NO_PACKS = frozenset({CodeState.AVAILABLE, CodeState.ALLOCATED, CodeState.VOID, CodeState.RETURNED})
"""States of codes that stand on no pack."""


@dataclass(frozen=True, slots=True)
class CheckedRelation:
    """What a relation file holds and what is wrong with it.

    Attributes:
        name: of the file.
        findings: by its own structure, and by what the plant knows.
        unknown: codes that this plant never got; of a file of another plant that is all of them. 0 where the
            file was looked at alone.
    """

    name: str
    findings: RelationFindings
    unknown: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The first thousand faults, by line."""
        return self.findings.faults

    @property
    def sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.findings.total == 0


def check_relation(
    plant: Plant,
    path: Path,
    reading: Reading = Reading.CUMULATIVE,
    *,
    own: bool = False,
    alone: bool = False,
    report: Report | None = None,
) -> CheckedRelation:
    """Check a relation file.

    Args:
        plant: whose codes are looked up.
        path: of the file.
        reading: what the numbers of its pack ratio count.
        own: whether every code must be one of this plant.
        alone: whether only the file is looked at, and not what this plant knows of its codes.
        report: is told how far it is.

    Raises:
        Cancelled: ``report`` said so.
        InputError: there is no such file, or it is no XML that can be read to its end.
        StorageError: the disk or the database failed.
    """
    faults = RelationFaults(reading)
    if alone:
        _read_alone(path, faults, report)
        return CheckedRelation(path.name, faults.finish(), 0)
    unknown = 0
    with open_incoming(path) as stream, plant.store.read() as connection:
        listed = products.list_all(connection)
        types = {row.product.type_no: row.id for row in listed}
        names = {row.id: row.product.name for row in listed}
        check = _Plant(faults, names, own=own)
        rows: list[tuple[Element, RelationRow]] = []
        size = max(1, os.fstat(stream.fileno()).st_size)
        for element in relation_elements(stream, path.name):
            row = faults.take(element)
            if element.name == "Relation":
                check.product = types.get(element.attributes.get("subTypeNo", ""))
            if row is not None:
                rows.append((element, row))
            if len(rows) == _AT_A_TIME:
                unknown += check.judge(rows, known_codes(connection, [r.code for _, r in rows]))
                rows.clear()
                tell(report, min(1.0, stream.tell() / size))
        unknown += check.judge(rows, known_codes(connection, [r.code for _, r in rows]))
        tell(report, 1)
    return CheckedRelation(path.name, faults.finish(), unknown)


def _read_alone(path: Path, faults: RelationFaults, report: Report | None) -> None:
    with open_incoming(path) as stream:
        size = max(1, os.fstat(stream.fileno()).st_size)
        for number, element in enumerate(relation_elements(stream, path.name)):
            faults.take(element)
            if number % _AT_A_TIME == 0:
                tell(report, min(1.0, stream.tell() / size))
    tell(report, 1)


class _Plant:
    """What the plant knows of the codes of a file."""

    def __init__(self, faults: RelationFaults, names: dict[int, str], *, own: bool) -> None:
        self.product: int | None = None
        self._faults = faults
        self._names = names
        self._own = own

    def judge(self, rows: list[tuple[Element, RelationRow]], known: dict[str, KnownCode]) -> int:
        """Note what contradicts the plant, and return how many codes it never got."""
        unknown = 0
        for element, row in rows:
            code = known.get(row.code)
            if code is not None:
                self._judge(element.line, row, code)
                continue
            unknown += 1
            if self._own:
                self._faults.add(element.line, say("{code} is no code of this plant.", code=row.code))
        return unknown

    def _judge(self, line: int, row: RelationRow, known: KnownCode) -> None:
        if self.product is not None and known.product_id != self.product:
            self._faults.add(
                line,
                say(
                    "{code} was issued for another product: {product}.",
                    code=row.code,
                    product=self._names[known.product_id],
                ),
            )
        elif row.layer and known.level != row.layer:
            self._faults.add(
                line,
                say(
                    "{code} was issued for level {found}, here it has packLayer {layer}.",
                    code=row.code,
                    found=known.level,
                    layer=row.layer,
                ),
            )
        elif known.state in _NO_PACKS:
            self._faults.add(
                line,
                say(
                    "{code} is on no pack here: it is {state}.", code=row.code, state=state_name(known.state)
                ),
            )
