"""Versions of a product: what it was when, what changed between them, and how one is written down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desktop.codes.gtin import Gtin
from desktop.products.details import NO_DETAILS, Details
from desktop.products.field_titles import title
from desktop.products.product import PackLevel, Product
from desktop.texts import Text, say

PLATFORM_FIELDS: tuple[str, ...] = (
    "code",
    "type_no",
    "name",
    "authorized_no",
    "form",
    "spec",
    "package_spec",
    "pack_unit",
)
"""Fields of ``Product`` that are texts and that the traceability platform gives."""


@dataclass(frozen=True, slots=True)
class Master:
    """All master data of a product: what is edited, and what is frozen into a job."""

    product: Product
    details: Details = NO_DETAILS


@dataclass(frozen=True, slots=True)
class ProductVersion:
    """One version. What was ordered or printed from it never changes; a new version succeeds it."""

    id: int
    product_id: int
    number: int
    """From 1 upwards for each product."""
    effective_from: date | None
    """The first day on which jobs take it; None: from the beginning."""
    product: Product
    details: Details
    created_at: datetime | None
    """None where the program of that time did not note it."""
    created_by: str
    reason: str

    @property
    def master(self) -> Master:
        """What the version says of the product."""
        return Master(self.product, self.details)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs. ``old`` and ``new`` are as written; empty where there is no value."""

    field: str
    """Key of the field; ``level_2.gtin`` and the like for pack levels."""
    title: Text
    old: str
    new: str


def differences(old: Master, new: Master) -> tuple[Difference, ...]:
    """Return every field that differs, in the order of the form, pack levels last."""
    before = {key: (text, value) for key, text, value in _rows(old)}
    after = {key: (text, value) for key, text, value in _rows(new)}
    return tuple(
        Difference(key, (before.get(key) or after[key])[0], was, becomes)
        for key in dict.fromkeys((*before, *after))
        if (was := before.get(key, (None, ""))[1]) != (becomes := after.get(key, (None, ""))[1])
    )


def _rows(master: Master) -> Iterator[tuple[str, Text, str]]:
    product = master.product
    for key in PLATFORM_FIELDS:
        yield key, title(key), str(getattr(product, key))
    months = product.shelf_life_months
    yield "shelf_life_months", title("shelf_life_months"), "" if months is None else str(months)
    for key, value in master.details:
        yield key, title(key), value
    for level in product.levels:
        place = f"level_{level.level}"
        yield f"{place}.prefix", say("Level {level}: code prefix", level=level.level), level.prefix
        yield f"{place}.children", say("Level {level}: packs in one", level=level.level), str(level.children)
        gtin = level.gtin.value if level.gtin else ""
        yield f"{place}.gtin", say("Level {level}: GTIN", level=level.level), gtin


def to_document(master: Master) -> str:
    """Write master data as canonical JSON: the same data is the same text."""
    product = master.product
    return json.dumps(
        {
            "format": 1,
            "product": {key: getattr(product, key) for key in (*PLATFORM_FIELDS, "shelf_life_months")},
            "levels": [
                {
                    "prefix": level.prefix,
                    "children": level.children,
                    "gtin": level.gtin.value if level.gtin else None,
                }
                for level in product.levels
            ],
            "details": master.details.as_dict(),
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def from_document(text: str) -> Master:
    """Read what ``to_document`` wrote.

    Raises:
        InputError: a value is not what its field holds.
        KeyError, TypeError, ValueError: it is another JSON.
    """
    stored = json.loads(text)
    levels = tuple(
        PackLevel(number, row["prefix"], row["children"], Gtin(row["gtin"]) if row["gtin"] else None)
        for number, row in enumerate(stored["levels"], start=1)
    )
    return Master(Product(**stored["product"], levels=levels), Details.build(stored["details"]))
