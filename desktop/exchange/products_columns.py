"""The columns of a product table, and by which headings they are known."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from desktop.products.field_titles import title
from desktop.products.fields import FIELDS, Holder, Kind
from desktop.products.packing import Packing
from desktop.products.product import MAX_LEVELS
from desktop.products.version import Master
from desktop.texts import LANGUAGES, Text, say

RATIO = "ratio"
NEEDED = ("code", "type_no", "name", RATIO)
"""Without these columns a table is none of products."""

_PLATFORM_NAMES = {
    "productCode": "code",
    "typeNo": "type_no",
    "productName": "name",
    "authorizedNo": "authorized_no",
    "type": "form",
    "packageSpec": "package_spec",
    "packUnit": "pack_unit",
    "pkgRatio": RATIO,
}
"""Attributes of products.xml, which people take for headings too."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``value``: what stands in it for a product; empty where there is none."""

    key: str
    title: Text
    kind: Kind
    value: Callable[[Master], str]


def columns() -> tuple[Column, ...]:
    """Return all columns in the order in which they are written."""
    own = [
        Column(row.key, title(row), row.kind, partial(_of_product, row.key))
        for row in FIELDS
        if row.holder is Holder.PRODUCT
    ]
    details = [
        Column(row.key, title(row), row.kind, partial(_of_details, row.key))
        for row in FIELDS
        if row.holder is Holder.DETAILS
    ]
    return (*own, Column(RATIO, say("Pack ratio"), Kind.RATIO, _ratio), *_level_columns(), *details)


def known_headings() -> dict[str, str]:
    """Return the key of a column by each heading that means it: key, English, Chinese, the platform's."""
    by_heading = {heading.casefold(): key for heading, key in _PLATFORM_NAMES.items()}
    for column in columns():
        by_heading[column.key.casefold()] = column.key
        for language in LANGUAGES:
            by_heading[column.title.in_language(language).casefold()] = column.key
    return by_heading


def _level_columns() -> list[Column]:
    made = []
    for number in range(1, MAX_LEVELS + 1):
        prefix = say("Level {level}: code prefix", level=number)
        gtin = say("Level {level}: GTIN", level=number)
        made.append(Column(f"level_{number}.prefix", prefix, Kind.PREFIX, partial(_prefix, number)))
        made.append(Column(f"level_{number}.gtin", gtin, Kind.GTIN, partial(_gtin, number)))
    return made


def _of_product(key: str, master: Master) -> str:
    value = getattr(master.product, key)
    return "" if value is None else str(value)


def _of_details(key: str, master: Master) -> str:
    return master.details.get(key)


def _ratio(master: Master) -> str:
    return Packing.of(master.product.levels).ratio()


def _prefix(number: int, master: Master) -> str:
    return next((level.prefix for level in master.product.levels if level.level == number), "")


def _gtin(number: int, master: Master) -> str:
    found = next((level.gtin for level in master.product.levels if level.level == number), None)
    return found.value if found else ""
