"""The relation file (关联关系): which pack lies in which, as the platform takes it when packs are activated.

The bytes are those of two real files of a public project: the declaration and ``Document`` on one line, one
element a line, the ends of all on the last one, line feeds only, one at the end::

    <?xml version="1.0" encoding="utf-8"?><Document ... License="">
    <Events Version="3.0">
    <Event Name="RelationCreate">
    <Relation productCode subTypeNo cascade packageSpec comment>
    <Batch batchNo madeDate validateDate workshop lineName lineManager>
    <Code curCode packLayer parentCode flag/>
    </Batch></Relation></Event></Events></Document>

Codes stand depth first in the order of packing: a case, its first bundle, the units of that, the next bundle.
packLayer 1 is the smallest pack. flag: 0 normal, 1 mixed lots, 2 partial, 3 both (three public sources).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from desktop.errors import InputError, Refused
from desktop.exchange.relation_profile import RelationProfile
from desktop.packing.model import Node
from desktop.products.batch import Batch
from desktop.products.packing import Packing
from desktop.products.product import Product
from desktop.texts import say

SCHEMA = "关联关系XML Schema-3.0.xsd"
VERSION = "3.0"
EVENT = "RelationCreate"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_QUOTED = {'"': "&quot;"}


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """What a relation file says beside its codes.

    Attributes:
        product: as it was when the order was entered.
        packing: the ratio that the order was packed by.
        batches: by their numbers in this plant; all that packs belong to.
        batch_id: of the order's own.
        line: name of the line.
        workshop, manager: where and under whom; or empty.
        licence: number of the plant at the platform, or empty.
        comment: or empty.
    """

    product: Product
    packing: Packing
    batches: Mapping[int, Batch]
    batch_id: int
    line: str = ""
    workshop: str = ""
    manager: str = ""
    licence: str = ""
    comment: str = ""

    def __post_init__(self) -> None:
        for value in (self.line, self.workshop, self.manager, self.licence, self.comment):
            if not value.isprintable():
                raise InputError(
                    say("{found} holds a line break or a control character.", found=ascii(value))
                )

    @property
    def batch(self) -> Batch:
        """The order's own batch."""
        return self.batches[self.batch_id]


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A code as a relation file tells it.

    Attributes:
        lot: number of the batch that it stands under.
    """

    code: str
    layer: int
    parent: str
    flag: int
    lot: str


def families(nodes: Iterable[Node]) -> Iterator[list[Node]]:
    """Yield each pack that lies in no other, with all that is in it."""
    family: list[Node] = []
    for node in nodes:
        if not node.parent and family:
            yield family
            family = []
        family.append(node)
    if family:
        yield family


def rows_of(family: Sequence[Node], facts: RelationFacts, profile: RelationProfile) -> Iterator[RelationRow]:
    """Yield what a relation file tells of a family.

    Raises:
        ValueError: a pack does not stand behind the one it lies in.
    """
    flags = _flags(family, profile)
    single, own = profile.single_level, facts.batch.lot
    lots = {key: batch.lot for key, batch in facts.batches.items()} if profile.lots else {}
    for node, flag in zip(family, flags, strict=True):
        lot = lots.get(node.batch_id, own)
        if not single:
            yield RelationRow(node.code, node.level, node.parent, flag, lot)
        elif node.level == 1:
            yield RelationRow(_element_string(node, facts), 1, "", 0, lot)


class RelationText:
    """Words the elements of a relation file in the way of a profile."""

    def __init__(self, facts: RelationFacts, profile: RelationProfile) -> None:
        self._facts = facts
        self._profile = profile
        self._batches = {batch.lot: batch for batch in facts.batches.values()}

    def head(self) -> bytes:
        """Return what stands before the first batch."""
        facts, profile = self._facts, self._profile
        version, name = ("Version", "Name") if profile.capitals else ("version", "name")
        relation = {
            "productCode": self._product_code(),
            "subTypeNo": facts.product.type_no,
            "cascade": "1" if profile.single_level else facts.packing.ratio(profile.reading),
            "packageSpec": facts.product.package_spec,
            "comment": facts.comment,
        }
        document = {"xmlns:xsi": XSI, "xsi:noNamespaceSchemaLocation": SCHEMA, "License": facts.licence}
        declaration = f'<?xml version="1.0" encoding="{profile.encoding.value}"?>'
        if profile.indent:
            declaration += "\n"
        return self._encoded(
            f"{declaration}<Document{_attributes(document)}>\n"
            f"{self._space(1)}<Events{_attributes({version: VERSION})}>\n"
            f"{self._space(2)}<Event{_attributes({name: EVENT})}>\n"
            f"{self._space(3)}<Relation{_attributes(relation)}>\n"
        )

    def batch(self, lot: str) -> bytes:
        """Return the beginning of a batch."""
        batch = self._batches[lot]
        attributes = {
            "batchNo": lot,
            "madeDate": batch.made.isoformat(),
            "validateDate": batch.expiry.isoformat(),
            self._profile.workshop.value: self._facts.workshop,
            "lineName": self._facts.line,
            "lineManager": self._facts.manager,
        }
        return self._encoded(f"{self._space(4)}<Batch{_attributes(attributes)}>\n")

    def batch_end(self) -> bytes:
        """Return the end of a batch that another one follows."""
        return self._encoded(f"{self._space(4)}</Batch>\n")

    def tail(self) -> bytes:
        """Return the end of the file."""
        names = ("Batch", "Relation", "Event", "Events", "Document")
        if self._profile.indent:
            return self._encoded(
                "".join(f"{self._space(4 - place)}</{name}>\n" for place, name in enumerate(names))
            )
        return self._encoded("".join(f"</{name}>" for name in names) + "\n")

    def codes(self, rows: Iterable[RelationRow], lot: str) -> tuple[bytes, str]:
        """Return the lines of ``rows``, and the lot that the last of them stands under.

        Args:
            rows: of one family.
            lot: what the lines before stand under.
        """
        space = self._space(5)
        top = ' parentCode=""' if self._profile.empty_parent else ""
        parts: list[bytes] = []
        lines: list[str] = []
        for row in rows:
            if row.lot != lot:
                parts += ("".join(lines).encode("ascii"), self.batch_end(), self.batch(row.lot))
                lines, lot = [], row.lot
            parent = f' parentCode="{row.parent}"' if row.parent else top
            lines.append(
                f'{space}<Code curCode="{_escaped(row.code)}" packLayer="{row.layer}"{parent} '
                f'flag="{row.flag}"/>\n'
            )
        parts.append("".join(lines).encode("ascii"))
        return b"".join(parts), lot

    def _product_code(self) -> str:
        if not self._profile.single_level:
            return self._facts.product.code
        return _unit_gtin(self._facts)

    def _space(self, depth: int) -> str:
        return "  " * depth if self._profile.indent else ""

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode(self._profile.encoding.value)
        except UnicodeEncodeError as error:
            raise InputError(
                say(
                    "{character} cannot be written in {encoding}: choose a profile in UTF-8 or GB18030, or "
                    "another spelling.",
                    character=text[error.start],
                    encoding=self._profile.encoding.value.upper(),
                )
            ) from error


def _flags(family: Sequence[Node], profile: RelationProfile) -> list[int]:
    """Return the flags of a family: its own, those of the packs around it, and of those in it."""
    flags = [int(node.flag or 0) for node in family]
    own = list(flags)
    path: list[int] = []
    for index, node in enumerate(family):
        while path and family[path[-1]].code != node.parent:
            path.pop()
        if node.parent and not path:
            raise ValueError(f"pack {node.code} does not stand behind {node.parent}, which holds it")
        if profile.children_carry and path:
            flags[index] |= flags[path[-1]]
        path.append(index)
    if profile.upwards:
        _lift(family, own, flags)
    return flags


def _lift(family: Sequence[Node], own: list[int], flags: list[int]) -> None:
    """Add to each pack what is so of packs in it; from behind, so that each is complete when it is read."""
    places = {node.code: index for index, node in enumerate(family)}
    within = list(own)
    for index in range(len(family) - 1, 0, -1):
        parent = places[family[index].parent]
        within[parent] |= within[index]
        flags[parent] |= within[index]


def _unit_gtin(facts: RelationFacts) -> str:
    gtin = facts.product.level(1).gtin
    if gtin is None:
        raise Refused(
            say(
                "{product} has no GTIN on level 1, which a relation file of devices begins with.",
                product=facts.product.name,
            )
        )
    return gtin.as_14


def _element_string(node: Node, facts: RelationFacts) -> str:
    """Return (01)(10)(17) as a public device sample has it, and (21), or all packs would be one."""
    batch = facts.batches[node.batch_id]
    return f"01{_unit_gtin(facts)}10{batch.lot}17{batch.expiry:%y%m%d}21{node.code}"


def _escaped(value: str) -> str:
    return value if value.isalnum() else escape(value, _QUOTED)


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value, _QUOTED)}"' for name, value in values.items())
