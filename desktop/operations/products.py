"""Products: what is known of them, their import, and what the platform does not know of them.

The door to all that concerns products; versions, rules and files have modules of their own.
"""

from desktop.changes import Changes, Kind
from desktop.codes.gtin import Gtin
from desktop.operations import product_saving
from desktop.operations.plant import Plant
from desktop.operations.product_exchange import ProductsImported, import_products
from desktop.operations.product_rows import ProductRow, as_record, find_product, list_products, product
from desktop.products.version import Master
from desktop.storage.products import completed

__all__ = [
    "ProductRow",
    "ProductsImported",
    "as_record",
    "complete_product",
    "find_product",
    "import_products",
    "list_products",
    "product",
]


def complete_product(
    plant: Plant, product_id: int, *, gtin: str | None, shelf_life_months: int | None
) -> Changes:
    """Add what products.xml does not carry: the GTIN of the unit and the shelf life.

    Args:
        plant: where.
        product_id: which.
        gtin: GTIN of level 1, or None to leave it as it is.
        shelf_life_months: 1 to 120, or None to leave it as it is.

    Raises:
        InputError: the GTIN or the shelf life is not one.
        Refused: the GTIN belongs to another product, is retired, or is not licensed to the site.
    """
    checked = None if gtin is None else Gtin.parse(gtin)
    with plant.store.change(
        plant.actor, "product.complete", f"product {product_id}", reason="completed"
    ) as change:
        known = product_saving.newest_master(change, product_id)
        wanted = completed(known.product, gtin=checked, shelf_life_months=shelf_life_months)
        product_saving.save(change, product_id, Master(wanted, known.details)).tell(change)
    return Changes.of(Kind.PRODUCTS)
