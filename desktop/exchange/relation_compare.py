"""Holds a relation file that was written against the packs it was written of, one by one.

What is offered is what was read back, never what was meant.
"""

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from desktop.errors import StorageError
from desktop.exchange.relation_profile import RelationProfile
from desktop.exchange.relation_reader import relation_elements
from desktop.exchange.relation_split import told
from desktop.exchange.relation_xml import RelationFacts, RelationRow, families, rows_of
from desktop.packing.model import Node
from desktop.texts import Text, say


def expected_rows(
    nodes: Iterable[Node], facts: RelationFacts, profile: RelationProfile
) -> Iterator[RelationRow]:
    """Yield what all parts of a relation file have to say of ``nodes``, in their order."""
    top = len(facts.packing.children)
    for family in families(nodes):
        if told(family, top, profile):
            yield from rows_of(family, facts, profile)


def require_same(
    stream: BinaryIO,
    name: str,
    expected: Iterator[RelationRow],
    count: int,
    facts: RelationFacts,
    profile: RelationProfile,
) -> None:
    """Read one part back and compare what it says.

    Args:
        stream: at the beginning of the part.
        name: of the part.
        expected: what is left of the rows of all parts; those of this part are taken.
        count: how many rows the part shall have.
        facts: what else it shall say.
        profile: in which way it was written.

    Raises:
        StorageError: it says something else; the sentence names the first line. Nothing of it may be used.
    """
    lot = ""
    found = 0
    for element in relation_elements(stream, name):
        attributes = element.attributes
        if element.name == "Relation":
            _require_relation(name, element.line, attributes, facts, profile)
        elif element.name == "Batch":
            lot = attributes.get("batchNo", "")
            _require_batch(name, element.line, attributes, facts)
        elif element.name == "Code":
            found += 1
            row = RelationRow(
                attributes.get("curCode", ""),
                int(attributes.get("packLayer", "0")),
                attributes.get("parentCode", ""),
                int(attributes.get("flag", "-1")),
                lot,
            )
            wanted = next(expected, None)
            if row != wanted:
                raise _differs(name, element.line, _worded(wanted), _worded(row))
    if found != count:
        raise _differs(name, 0, say("{count} codes", count=count), say("{count} codes", count=found))


def require_end(name: str, expected: Iterator[RelationRow]) -> None:
    """Refuse if packs are left that no part told of.

    Raises:
        StorageError: there is one.
    """
    left = next(expected, None)
    if left is not None:
        raise _differs(name, 0, _worded(left), say("the end"))


def _require_relation(
    name: str, line: int, found: dict[str, str], facts: RelationFacts, profile: RelationProfile
) -> None:
    wanted = {
        "subTypeNo": facts.product.type_no,
        "packageSpec": facts.product.package_spec,
        "comment": facts.comment,
    }
    if not profile.single_level:
        wanted |= {"productCode": facts.product.code, "cascade": facts.packing.ratio(profile.reading)}
    _require_all(name, line, found, wanted)


def _require_batch(name: str, line: int, found: dict[str, str], facts: RelationFacts) -> None:
    lot = found.get("batchNo", "")
    batch = next((one for one in facts.batches.values() if one.lot == lot), facts.batch)
    wanted = {
        "batchNo": batch.lot,
        "madeDate": batch.made.isoformat(),
        "validateDate": batch.expiry.isoformat(),
        "lineName": facts.line,
        "lineManager": facts.manager,
    }
    _require_all(name, line, found, wanted)


def _require_all(name: str, line: int, found: dict[str, str], wanted: dict[str, str]) -> None:
    for key, value in wanted.items():
        if found.get(key) != value:
            raise _differs(name, line, f"{key}={value}", f"{key}={found.get(key)}")


def _worded(row: RelationRow | None) -> Text | str:
    if row is None:
        return say("the end")
    return f"{row.code} packLayer={row.layer} parentCode={row.parent or '-'} flag={row.flag} {row.lot}"


def _differs(name: str, line: int, wanted: Text | str, found: Text | str) -> StorageError:
    return StorageError(
        say(
            "{name} was read back and differs from the database at line {line}: expected {wanted}, found "
            "{found}. Nothing was handed over; export it again, and report it if that happens twice.",
            name=name,
            line=line,
            wanted=wanted,
            found=found,
        )
    )
