"""In and out bills (核注核销): what kinds there are, what must be filled in, and who scanned what.

Sources: the field table of S001 2.2.2.2 (``desktop.products.fields``, holder BILL) for what is required and
when; names of the events from the platform's terminal interface and numbers of the kinds from its circulation
interface (codes.md B5). Purchases are not here: the codes of other companies are not in this plant's pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from desktop.errors import InputError
from desktop.products.field_titles import title
from desktop.texts import Text, say

MAX_NUMBER = 40
MAX_VALUE = 200
PARTNER_ID = "partner_id"
"""The number that the platform gave to the other company (ToCorpID); the one field that S001 has not."""


class BillKind(StrEnum):
    """What a bill is for."""

    PRODUCE_IN = "produce-in"
    RETURN_IN = "return-in"
    ALLOCATE_IN = "allocate-in"
    SALES_OUT = "sales-out"
    RETURN_OUT = "return-out"
    ALLOCATE_OUT = "allocate-out"
    SAMPLE_OUT = "sample-out"
    DESTROY_OUT = "destroy-out"


class BillState(StrEnum):
    """How far a bill is."""

    OPEN = "open"
    """Packs are scanned."""
    CLOSED = "closed"
    """Its files are written; nothing changes any more."""


@dataclass(frozen=True, slots=True)
class BillRule:
    """What holds for a kind of bill.

    Attributes:
        event: its name in the XML, misspellings of the platform included.
        type_code: its number in the circulation interface.
        incoming: whether goods come into the warehouse.
        required: keys of fields that must be filled in.
        optional: keys of fields that may be.
        released: whether the batch must be released.
        from_packs: whether a pack may be named that still lies in a larger one.
    """

    kind: BillKind
    event: str
    type_code: int
    incoming: bool
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    released: bool = False
    from_packs: bool = False

    @property
    def main_action(self) -> str:
        """Return the action of the warehouse that the event stands for."""
        return "WareHouseIn" if self.incoming else "WareHouseOut"


TRANSPORT = ("carrier", "transport_permit", "transport_time")
"""Required for drugs under special control, else optional."""

RULES = (
    BillRule(BillKind.PRODUCE_IN, "ProduceWareHouseIn", 101, True, ("receipt_date",)),
    BillRule(
        BillKind.RETURN_IN,
        "ReturnWareHouseIn",
        103,
        True,
        ("receipt_date", "upstream_shipper", "return_reason", PARTNER_ID),
    ),
    BillRule(
        BillKind.ALLOCATE_IN,
        "AllocateWareHouseIn",
        104,
        True,
        ("receipt_date", "upstream_shipper", PARTNER_ID),
    ),
    BillRule(
        BillKind.SALES_OUT,
        "SalesWareHouseOut",
        201,
        False,
        ("dispatch_date", "purchaser", PARTNER_ID),
        ("selling_price", *TRANSPORT),
        released=True,
    ),
    BillRule(
        BillKind.RETURN_OUT,
        "ReturnWareHouseOut",
        202,
        False,
        ("dispatch_date", "purchaser", "return_reason", PARTNER_ID),
        TRANSPORT,
    ),
    BillRule(
        BillKind.ALLOCATE_OUT,
        "AllocateWareHouseOut",
        203,
        False,
        ("dispatch_date", "purchaser", PARTNER_ID),
        TRANSPORT,
        released=True,
    ),
    BillRule(BillKind.DESTROY_OUT, "DestoryWareHouseOut", 205, False, ("dispatch_date", "destroy_reason"),
             TRANSPORT, from_packs=True),
    BillRule(BillKind.SAMPLE_OUT, "CheckWareHouseOut", 206, False, ("dispatch_date",), TRANSPORT,
             from_packs=True),
)  # fmt: skip
_BY_KIND = {rule.kind: rule for rule in RULES}
DATES = frozenset({"receipt_date", "dispatch_date"})
"""Keys of fields that hold a day."""


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill.

    Attributes:
        number: as the warehouse or the ERP calls it.
        values: by key of its field, in the order of the rule.
        special: whether its goods are under special control, so that transport must be told.
    """

    kind: BillKind
    number: str
    values: tuple[tuple[str, str], ...]
    special: bool = False

    @classmethod
    def build(
        cls, kind: BillKind, number: str, values: Mapping[str, str], *, special: bool = False
    ) -> "Bill":
        """Make a bill of what was filled in; empty values are left out.

        Raises:
            InputError: the number is none, or fields are missing, unknown or no dates: one detail each.
        """
        number = number.strip()
        fault = number_fault(number)
        if fault is not None:
            raise InputError(fault)
        kept = {key: value.strip() for key, value in values.items() if value.strip()}
        faults = field_faults(kind, kept, special=special)
        if faults:
            raise InputError(say("Bill {number} cannot be made so:", number=number), tuple(faults.values()))
        rule = rule_of(kind)
        ordered = tuple((key, kept[key]) for key in (*rule.required, *rule.optional) if key in kept)
        return cls(kind, number, ordered, special)

    @property
    def rule(self) -> BillRule:
        """What holds for its kind."""
        return rule_of(self.kind)

    def get(self, key: str) -> str:
        """Return the value of a field, or an empty text."""
        return dict(self.values).get(key, "")


@dataclass(frozen=True, slots=True)
class BillLine:
    """One pack that was scanned for a bill."""

    code: str
    level: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found, beside what should be there.

    Attributes:
        missing: expected and not found, in their order.
        surplus: found and not expected.
        doubled: found more than once.
    """

    missing: tuple[str, ...]
    surplus: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Tell whether each pack is there, once, and no other."""
        return not (self.missing or self.surplus or self.doubled)


def compare(expected: tuple[str, ...], found: tuple[str, ...]) -> Comparison:
    """Compare an independent scan with what should be there.

    >>> compare(("a", "b"), ("b", "c", "c"))
    Comparison(missing=('a',), surplus=('c',), doubled=('c',))
    """
    wanted, seen = frozenset(expected), dict.fromkeys(found, 0)
    for code in found:
        seen[code] += 1
    return Comparison(
        tuple(code for code in expected if code not in seen),
        tuple(code for code in seen if code not in wanted),
        tuple(code for code, count in seen.items() if count > 1),
    )


def rule_of(kind: BillKind) -> BillRule:
    """Return what holds for a kind of bill."""
    return _BY_KIND[kind]


def kind_name(kind: BillKind) -> Text:
    """Return what people call a kind of bill."""
    return {
        BillKind.PRODUCE_IN: say("warehouse-in from production"),
        BillKind.RETURN_IN: say("warehouse-in of returned goods"),
        BillKind.ALLOCATE_IN: say("warehouse-in from another site"),
        BillKind.SALES_OUT: say("out for sale"),
        BillKind.RETURN_OUT: say("out as returned goods"),
        BillKind.ALLOCATE_OUT: say("out to another site"),
        BillKind.SAMPLE_OUT: say("out for sampling"),
        BillKind.DESTROY_OUT: say("out for destruction"),
    }[kind]


def field_name(key: str) -> Text:
    """Return what people call a field of a bill."""
    return say("Number of the company on the platform") if key == PARTNER_ID else title(key)


def needed_fields(kind: BillKind, *, special: bool) -> tuple[str, ...]:
    """Return the keys of fields that must be filled in; ``special``: goods are under special control."""
    rule = rule_of(kind)
    return (*rule.required, *(TRANSPORT if special and not rule.incoming else ()))


def number_fault(number: str) -> Text | None:
    """Tell why a text is no number of a bill; None: it is one."""
    if number and len(number) <= MAX_NUMBER and number.isprintable() and not _foreign(number):
        return None
    return say(
        "“{found}” is no number of a bill: expected 1 to {most} characters that a file name can hold.",
        found=ascii(number)[1:-1][:MAX_NUMBER],
        most=MAX_NUMBER,
    )


def field_faults(kind: BillKind, values: Mapping[str, str], *, special: bool) -> dict[str, Text]:
    """Return what is wrong with the fields of a bill, by key; empty values are missing."""
    rule = rule_of(kind)
    needed = needed_fields(kind, special=special)
    faults: dict[str, Text] = {}
    for key in needed:
        if not values.get(key, ""):
            faults[key] = say("{field} ({key}) is missing.", field=field_name(key), key=key)
    for key, value in values.items():
        if key not in {*rule.required, *rule.optional, *needed}:
            faults[key] = say(
                "This kind of bill has no field {key}; it has: {known}.", key=key, known=_listed(rule)
            )
        elif value and (fault := _fault_of_value(key, value)) is not None:
            faults[key] = fault
    return faults


def _foreign(number: str) -> bool:
    return any(sign in number for sign in '/\\:*?"<>|') or number.startswith(".")


def _fault_of_value(key: str, value: str) -> Text | None:
    if not value.isprintable() or len(value) > MAX_VALUE:
        return say(
            "{field}: expected at most {most} characters without line breaks.",
            field=field_name(key),
            most=MAX_VALUE,
        )
    if key in DATES and not _is_date(value):
        return say(
            "{field}: expected a day like 2026-01-31, found “{found}”.", field=field_name(key), found=value
        )
    return None


def _listed(rule: BillRule) -> str:
    return ", ".join((*rule.required, *rule.optional))


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def kept_as(number: str) -> str:
    """Return what marks the kept files of the bill of that number among those of its orders."""
    return f"bill {number}"
