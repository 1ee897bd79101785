"""Whatever a person scans or types to trace: a code, the lot of a batch, the number of a work order."""

from dataclasses import dataclass

from desktop.codes.characters import are_digits
from desktop.codes.drug_code import LENGTH
from desktop.codes.gs1.explain import parse
from desktop.errors import InputError
from desktop.operations import batches, codes, work_orders
from desktop.operations.batches import BatchRow
from desktop.operations.codes import FoundCode
from desktop.operations.plant import Plant
from desktop.operations.scanned import scanned_code
from desktop.operations.work_orders import OrderRow
from desktop.texts import say

_LOT = "10"
_LEAST_DIGITS = 8
"""Fewer first digits of a code name a product, and not a few codes of it."""
_MOST = 200


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found.

    Attributes:
        text: that was searched for.
        code: the one code it is, or empty; then nothing else is searched.
        codes: that begin with it, 200 at most.
        batches, orders: whose lot or number holds it, 200 at most.
    """

    text: str
    code: str = ""
    codes: tuple[FoundCode, ...] = ()
    batches: tuple[BatchRow, ...] = ()
    orders: tuple[OrderRow, ...] = ()


def search(plant: Plant, text: str) -> Hits:
    """Return what ``text`` may mean: a code, or lists of what it is a part of.

    Args:
        plant: where.
        text: a code, an element string with a serial number (21) or a lot (10), the beginning of a code, or a
            part of a lot or an order number.

    Raises:
        InputError: nothing of that kind is known here.
    """
    text = text.strip()
    try:
        return Hits(text, code=scanned_code(text))
    except InputError as refusal:
        found = _lists(plant, text)
        if found.codes or found.batches or found.orders:
            return found
        if len(text) >= _LEAST_DIGITS and are_digits(text):
            raise
        raise InputError(
            say(
                "Nothing here is called {text}: scan a code, or type its 20 digits, a lot or the number of a "
                "work order.",
                text=text[:130],
            )
        ) from refusal


def _lists(plant: Plant, text: str) -> Hits:
    wanted = tuple(one.casefold() for one in (text, _lot(text)) if one)

    def holds(name: str) -> bool:
        return any(one in name.casefold() for one in wanted)

    lots = (row for row in batches.list_batches(plant) if holds(row.batch.lot))
    orders = (
        row
        for row in work_orders.list_orders(plant)
        if holds(row.number) or (row.batch is not None and holds(row.batch.lot))
    )
    return Hits(text, "", _begin(plant, text), tuple(lots)[:_MOST], tuple(orders)[:_MOST])


def _begin(plant: Plant, text: str) -> tuple[FoundCode, ...]:
    digits = text.replace(" ", "").replace("-", "")
    if not (_LEAST_DIGITS <= len(digits) <= LENGTH and are_digits(digits)):
        return ()
    return codes.search_codes(plant, digits, limit=_MOST)


def _lot(text: str) -> str:
    try:
        return parse(text, whole_item=False).value_of(_LOT) or ""
    except InputError:
        return ""
