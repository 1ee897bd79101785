"""Trees of packs for tests of relation files: cases of two bundles of three units."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from desktop.exchange.relation_profile import RelationProfile
from desktop.exchange.relation_split import WrittenRelation, write_relation
from desktop.exchange.relation_xml import RelationFacts
from desktop.packing.model import Node, PackFlag
from desktop.products.batch import Batch
from desktop.products.packing import Packing
from desktop.products.product import PackLevel, Product

PRODUCT = Product(
    "1000123",
    "1000123001",
    "板蓝根颗粒",
    "国药准字Z44023408",
    "颗粒剂",
    "10g",
    "盒10片",
    "盒",
    (PackLevel(1, "8100021", 1), PackLevel(2, "8100022", 3), PackLevel(3, "8100023", 2)),
)
BATCH = Batch("L02707", date(2016, 2, 1), date(2020, 1, 31))
OTHER = Batch("L02708", date(2016, 3, 1), date(2020, 2, 29))
FACTS = RelationFacts(
    PRODUCT, Packing((1, 3, 2)), {1: BATCH, 2: OTHER}, 1, "一号线", workshop="一号车间", manager="Zhang"
)
STANDARD = RelationProfile()
AT = datetime(2016, 2, 3, 10, 0, 0, tzinfo=UTC)


def code(level: int, number: int) -> str:
    return f"810002{level}{number:09d}0001"


def case(number: int = 1) -> list[Node]:
    """One full case with its bundles and units."""
    nodes = [Node(code(3, number), 3, "", PackFlag.NORMAL, 1)]
    for bundle in range(2 * number - 1, 2 * number + 1):
        nodes.append(Node(code(2, bundle), 2, code(3, number), PackFlag.NORMAL, 1))
        nodes += [
            Node(code(1, unit), 1, code(2, bundle), None, 1) for unit in range(3 * bundle - 2, 3 * bundle + 1)
        ]
    return nodes


def cases(number: int) -> Iterator[Node]:
    """So many full cases."""
    for one in range(1, number + 1):
        yield from case(one)


def changed(nodes: Sequence[Node], place: int, **values: object) -> list[Node]:
    """The nodes, one of them otherwise."""
    return [replace(node, **values) if at == place else node for at, node in enumerate(nodes)]  # type: ignore[arg-type]


def written(nodes: Sequence[Node], profile: RelationProfile = STANDARD) -> WrittenRelation:
    """What is written of them."""
    return write_relation(nodes, FACTS, profile, AT)


def content(relation: WrittenRelation, part: int = 0) -> bytes:
    """The bytes of a part."""
    return zlib.decompress(relation.parts[part].packed)
