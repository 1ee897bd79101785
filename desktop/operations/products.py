"""Products: import the platform's products.xml, list, complete what the platform does not know."""

from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.exchange.products_xml import read_products_file
from desktop.operations.plant import Plant
from desktop.products.product import Product
from desktop.storage import products as stored
from desktop.texts import say


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

    A product that is known already must be the same in everything the platform says of it; what the
    plant added (GTIN, shelf life) stays.

    Raises:
        InputError: the file is no products.xml, or lines of it are wrong (each is named).
        Refused: it contradicts a product that is already known.
    """
    products = read_products_file(path)
    added = []
    with plant.store.change(plant.actor, "products.import", path.name) as change:
        for product in products:
            known = stored.by_type_no(change.connection, product.type_no)
            if known is None:
                stored.insert(change.connection, product)
                added.append(product.type_no)
            elif not known.product.agrees_with(product):
                raise Refused(
                    say(
                        "Product {type_no} ({name}) is already known with other data. What was printed "
                        "cannot be changed; compare the file with the product's page.",
                        type_no=product.type_no,
                        name=product.name,
                    )
                )
        change.new = {"added": added, "unchanged": len(products) - len(added)}
    return ProductsImported(len(added), len(products) - len(added), Changes.of(Kind.PRODUCTS))


def list_products(plant: Plant) -> tuple[ProductRow, ...]:
    """Return all products by name."""
    with plant.store.read() as connection:
        return tuple(ProductRow(row.id, row.product) for row in stored.list_all(connection))


def find_product(plant: Plant, key: str) -> ProductRow:
    """Find a product by GTIN, by 7-digit code prefix, by typeNo or by exact name.

    Raises:
        InputError: there is none, or several.
    """
    with plant.store.read() as connection:
        found = stored.find(connection, key.strip())
    if len(found) != 1:
        raise InputError(
            say(
                "“{key}” names {count} products; give the GTIN, the 7-digit prefix or the typeNo of one.",
                key=key,
                count=len(found),
            )
        )
    return ProductRow(found[0].id, found[0].product)


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
        Refused: the GTIN belongs to another product.
    """
    checked = None if gtin is None else Gtin.parse(gtin)
    with plant.store.change(plant.actor, "product.complete", f"product {product_id}") as change:
        before = stored.get(change.connection, product_id).product
        if checked is not None:
            _refuse_gtin_of_another(plant, product_id, checked)
        change.old = _completion(before)
        stored.complete(change.connection, product_id, gtin=checked, shelf_life_months=shelf_life_months)
        change.new = _completion(stored.get(change.connection, product_id).product)
    return Changes.of(Kind.PRODUCTS)


def as_record(row: ProductRow) -> dict[str, object]:
    """Return a product as plain values for JSON and CSV."""
    product = row.product
    return {
        "id": row.id,
        "code": product.code,
        "type_no": product.type_no,
        "name": product.name,
        "authorized_no": product.authorized_no,
        "form": product.form,
        "spec": product.spec,
        "package_spec": product.package_spec,
        "pack_unit": product.pack_unit,
        "specimen": product.specimen,
        "shelf_life_months": product.shelf_life_months,
        "levels": [
            {
                "level": level.level,
                "prefix": level.prefix,
                "children": level.children,
                "gtin": level.gtin.value if level.gtin else None,
            }
            for level in product.levels
        ],
    }


def _refuse_gtin_of_another(plant: Plant, product_id: int, gtin: Gtin) -> None:
    with plant.store.read() as connection:
        for row in stored.find(connection, gtin.value):
            if row.id != product_id:
                raise Refused(
                    say(
                        "GTIN {gtin} belongs to {product} already.", gtin=gtin.value, product=row.product.name
                    )
                )


def _completion(product: Product) -> dict[str, object]:
    gtin = product.level(1).gtin
    return {"gtin": gtin.value if gtin else None, "shelf_life_months": product.shelf_life_months}
