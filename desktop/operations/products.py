"""Products: import the platform's products.xml, list, complete what the platform does not know."""

from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes
from desktop.operations.plant import Plant
from desktop.products.product import Product


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as stored."""

    id: int
    product: Product


@dataclass(frozen=True, slots=True)
class ProductsImported:
    """What an import of products.xml did."""

    added: int
    unchanged: int
    changes: Changes


def import_products(plant: Plant, path: Path) -> ProductsImported:
    """Import the platform's ``products.xml``: all of it or nothing.

    Raises:
        InputError: the file is no products.xml, or lines of it are wrong (each is named).
        Refused: it contradicts a product that is already known.
    """
    raise NotImplementedError


def list_products(plant: Plant) -> tuple[ProductRow, ...]:
    """Return all products by name."""
    raise NotImplementedError


def find_product(plant: Plant, key: str) -> ProductRow:
    """Find a product by GTIN, by 7-digit code prefix, by typeNo or by exact name.

    Raises:
        InputError: there is none, or several.
    """
    raise NotImplementedError


def complete_product(plant: Plant, product_id: int, *, gtin: str | None, shelf_life_months: int | None) -> Changes:
    """Add what products.xml does not carry: the GTIN of the unit and the shelf life."""
    raise NotImplementedError
