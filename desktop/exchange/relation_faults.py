"""What is wrong with a relation file, fault by fault with its line, whoever wrote it.

Rules: the sources of the file's structure (``relation_xml``), and what a tree of packs is: one code once, a
parent before what is in it, one level higher, and never more in it than the ratio says.
"""

from dataclasses import dataclass, field
from datetime import date

from desktop.errors import InputError
from desktop.exchange.relation_reader import Element
from desktop.exchange.relation_xml import EVENT, SCHEMA, VERSION, RelationRow
from desktop.products.packing import Packing, Reading
from desktop.texts import Text, say

NAMED = 1000
"""So many faults are told one by one; the rest is counted."""

_WITHIN = {
    "Document": "",
    "Events": "Document",
    "Event": "Events",
    "Relation": "Event",
    "Batch": "Relation",
    "Code": "Batch",
}
_FLAGS = ("0", "1", "2", "3")
_PARTIAL = 2
_DIGITS = 20
_FIRST = "8"
"""Drug codes begin with it (source S003)."""
_PLACES = 5
"""The most pack levels of a product."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``line``: from 1."""

    line: int
    text: Text


@dataclass(frozen=True, slots=True)
class RelationFindings:
    """What a relation file holds, and what is wrong with it.

    Attributes:
        product_code, type_no, cascade: as it says.
        lots: numbers of its batches.
        all, largest, smallest: how many codes, those without a parent, and those of packLayer 1.
        faults: the first thousand, by line.
        total: how many there are in all.
    """

    product_code: str
    type_no: str
    cascade: str
    lots: tuple[str, ...]
    all: int
    largest: int
    smallest: int
    faults: tuple[Fault, ...]
    total: int


@dataclass(slots=True)
class _Parent:
    line: int
    code: str
    layer: int
    flag: int
    count: int = 0


@dataclass(slots=True)
class _Totals:
    all: int = 0
    largest: int = 0
    smallest: int = 0
    faults: int = 0
    lots: dict[str, None] = field(default_factory=dict)


class RelationFaults:
    """Collects what is wrong with a relation file while its elements come by."""

    def __init__(self, reading: Reading = Reading.CUMULATIVE) -> None:
        self._reading = reading
        self._faults: list[Fault] = []
        self._totals = _Totals()
        self._relation: dict[str, str] = {}
        self._packing: Packing | None = None
        self._single = False
        self._seen_elements: set[str] = set()
        self._units: set[int | str] = set()
        self._parents: dict[int | str, _Parent] = {}
        self._waiting: list[tuple[int, str, str]] = []
        self._line = 0

    def add(self, line: int, text: Text) -> None:
        """Note a fault."""
        self._totals.faults += 1
        if len(self._faults) < NAMED:
            self._faults.append(Fault(line, text))

    @property
    def full(self) -> bool:
        """Tell whether further faults are only counted."""
        return len(self._faults) >= NAMED

    def take(self, element: Element) -> RelationRow | None:
        """Judge an element, and return its code if it is one with 20 digits."""
        self._line = element.line
        self._seen_elements.add(element.name)
        expected = _WITHIN.get(element.name)
        if expected is None or element.within != expected:
            self.add(
                element.line,
                say(
                    "element {found} within {within}, expected {expected}.",
                    found=element.name,
                    within=element.within or say("nothing"),
                    expected="Document > Events > Event > Relation > Batch > Code",
                ),
            )
            return None
        if element.name == "Code":
            return self._code(element.line, element.attributes)
        if element.name == "Batch":
            self._batch(element.attributes)
        elif element.name == "Relation":
            self._take_relation(element.attributes)
        else:
            self._frame(element.name, element.attributes)
        return None

    def finish(self) -> RelationFindings:
        """Judge what can only be known at the end, and return everything."""
        for name in _WITHIN:
            if name not in self._seen_elements:
                self.add(self._line, say("there is no element {name}.", name=name))
        for line, code, parent in self._waiting:
            if _key(parent) in self._parents or _key(parent) in self._units:
                self.add(line, say("{code} stands before its parent {parent}.", code=code, parent=parent))
            else:
                self.add(line, say("{parent}, the parent of {code}, is missing.", code=code, parent=parent))
        for one in self._parents.values():
            self._judge_filling(one)
        totals = self._totals
        return RelationFindings(
            self._relation.get("productCode", ""),
            self._relation.get("subTypeNo", ""),
            self._relation.get("cascade", ""),
            tuple(totals.lots),
            totals.all,
            totals.largest,
            totals.smallest,
            tuple(sorted(self._faults, key=lambda fault: fault.line)),
            totals.faults,
        )

    def _frame(self, name: str, found: dict[str, str]) -> None:
        if name == "Document":
            schema = found.get("xsi:noNamespaceSchemaLocation", "")
            if schema != SCHEMA:
                self.add(self._line, _differs("xsi:noNamespaceSchemaLocation", schema, SCHEMA))
        elif name == "Events":
            version = found.get("Version", found.get("version", ""))
            if version != VERSION:
                self.add(self._line, _differs("Version", version, VERSION))
        else:
            event = found.get("Name", found.get("name", ""))
            if event != EVENT:
                self.add(self._line, _differs("Name", event, EVENT))

    def _take_relation(self, found: dict[str, str]) -> None:
        if self._relation:
            self.add(self._line, say("a second Relation; the file holds codes of one product only."))
        self._relation = found
        for key in ("productCode", "subTypeNo", "cascade"):
            if not found.get(key, "").strip():
                self.add(self._line, say("{attribute} is missing.", attribute=key))
        cascade = found.get("cascade", "")
        self._single = cascade == "1"
        if cascade.strip() and not self._single:
            try:
                self._packing = Packing.parse(cascade, self._reading)
            except InputError as error:
                self.add(self._line, error.text)

    def _batch(self, found: dict[str, str]) -> None:
        lot = found.get("batchNo", "")
        self._totals.lots[lot] = None
        if not lot.strip():
            self.add(self._line, say("{attribute} is missing.", attribute="batchNo"))
        days = [self._day(key, found.get(key, "")) for key in ("madeDate", "validateDate")]
        made, expiry = days
        if made is not None and expiry is not None and expiry <= made:
            self.add(
                self._line,
                say("validateDate {expiry} is not later than madeDate {made}.", expiry=expiry, made=made),
            )

    def _day(self, key: str, text: str) -> date | None:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or day.isoformat() != text:
            self.add(self._line, _differs(key, text, "yyyy-MM-dd"))
            return None
        return day

    def _code(self, line: int, found: dict[str, str]) -> RelationRow | None:
        code, parent = found.get("curCode", ""), found.get("parentCode", "")
        self._totals.all += 1
        shaped = self._judge_shape(line, code)
        layer = self._layer(line, code, found.get("packLayer", ""))
        flag = found.get("flag", "")
        if flag not in _FLAGS:
            self.add(line, _differs("flag", flag, "0, 1, 2, 3"))
            flag = "0"
        key = _key(code)
        if key in self._units or key in self._parents:
            self.add(line, say("{code} stands in the file twice.", code=code))
            return None
        self._totals.largest += not parent
        self._totals.smallest += layer == 1
        if layer == 1:
            self._units.add(key)
        else:
            self._parents[key] = _Parent(line, code, layer, int(flag))
        if layer:
            self._judge_parent(line, code, layer, parent)
        lot = next(reversed(self._totals.lots), "")
        return RelationRow(code, layer, parent, int(flag), lot) if shaped else None

    def _judge_shape(self, line: int, code: str) -> bool:
        """Tell whether it is a code of 20 digits; element strings of devices are judged by nobody here."""
        if self._single and code.startswith("01"):
            return False
        if len(code) == _DIGITS and code.isascii() and code.isdigit():
            if code[0] == _FIRST:
                return True
            self.add(line, say("{code} begins with {found}, expected 8.", code=code, found=code[0]))
            return False
        self.add(
            line,
            say(
                "curCode “{code}” has {found} characters, expected 20 digits.",
                code=code[:80],
                found=len(code),
            ),
        )
        return False

    def _layer(self, line: int, code: str, text: str) -> int:
        """Return the level, 0 if it is none."""
        top = self._top
        if text.isascii() and text.isdigit() and len(text) == 1 and 1 <= int(text) <= top:
            return int(text)
        self.add(
            line,
            say("packLayer of {code} is “{found}”, expected 1 to {top}.", code=code, found=text, top=top),
        )
        return 0

    @property
    def _top(self) -> int:
        if self._single:
            return 1
        return _PLACES if self._packing is None else len(self._packing.children)

    def _judge_parent(self, line: int, code: str, layer: int, parent: str) -> None:
        if not parent:
            if layer < self._top and self._packing is not None:
                self.add(
                    line,
                    say("{code} of packLayer {layer} has no parentCode.", code=code, layer=layer),
                )
            return
        if parent == code:
            self.add(line, say("{code} is its own parent.", code=code))
            return
        known = self._parents.get(_key(parent))
        if known is None and _key(parent) not in self._units:
            if len(self._waiting) < NAMED:
                self._waiting.append((line, code, parent))
            else:
                self._totals.faults += 1
            return
        found = 1 if known is None else known.layer
        if known is not None:
            known.count += 1
        if found != layer + 1:
            self.add(
                line,
                say(
                    "{code} of packLayer {layer} lies in {parent} of packLayer {found}, expected {expected}.",
                    code=code,
                    layer=layer,
                    parent=parent,
                    found=found,
                    expected=layer + 1,
                ),
            )

    def _judge_filling(self, one: _Parent) -> None:
        if not one.layer or self._packing is None:
            return
        room = self._packing.children[one.layer - 1]
        if not one.count:
            self.add(one.line, say("nothing lies in {code}.", code=one.code))
        elif one.count > room:
            self.add(
                one.line,
                say(
                    "{found} packs lie in {code}; by cascade there is room for {room}.",
                    found=one.count,
                    code=one.code,
                    room=room,
                ),
            )
        elif one.count < room and not one.flag & _PARTIAL:
            self.add(
                one.line,
                say(
                    "{found} packs lie in {code} and {room} have room, but its flag {flag} does not say "
                    "partial.",
                    found=one.count,
                    code=one.code,
                    room=room,
                    flag=one.flag,
                ),
            )


def _key(code: str) -> int | str:
    """Return what a code is remembered by: a number takes half the memory of its digits."""
    return int(code) if len(code) == _DIGITS and code.isascii() and code.isdigit() else code


def _differs(attribute: str, found: str, expected: str) -> Text:
    return say(
        "{attribute} is “{found}”, expected {expected}.",
        attribute=attribute,
        found=found[:80],
        expected=expected,
    )
