"""Puts together what a file says of a product and what the plant knows of it."""

from dataclasses import replace

from desktop.products.product import PackLevel, Product
from desktop.products.version import PLATFORM_FIELDS, Master


def merged(known: Master, incoming: Master) -> Master:
    """Return ``incoming`` with its gaps filled from ``known``: what a file leaves empty erases nothing.

    Pack levels are those of ``incoming``.
    """
    product = replace(
        incoming.product,
        **{
            key: getattr(incoming.product, key) or getattr(known.product, key)
            for key in (*PLATFORM_FIELDS, "shelf_life_months")
        },
        levels=tuple(_level(known.product, level) for level in incoming.product.levels),
    )
    return Master(product, incoming.details.filled_from(known.details))


def _level(known: Product, level: PackLevel) -> PackLevel:
    before = next((row for row in known.levels if row.level == level.level), level)
    return replace(level, prefix=level.prefix or before.prefix, gtin=level.gtin or before.gtin)
