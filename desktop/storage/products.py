"""Products and their pack levels."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update
from sqlalchemy import insert as insert_into

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.product import PackLevel, Product
from desktop.storage.tables import pack_level, product
from desktop.texts import say

_GTIN_LENGTHS = range(8, 15)

_MASTER_DATA = (
    "code",
    "type_no",
    "name",
    "authorized_no",
    "form",
    "spec",
    "package_spec",
    "pack_unit",
    "shelf_life_months",
)
"""Columns of ``product`` that are fields of ``Product`` under the same name."""


@dataclass(frozen=True, slots=True)
class StoredProduct:
    """A product and its number in this plant."""

    id: int
    product: Product


@dataclass(frozen=True, slots=True)
class PrefixOwner:
    """Whose codes start with a prefix."""

    product_id: int
    level: int


def insert(connection: Connection, new: Product) -> int:
    """Add a product and return its id.

    Raises:
        Refused: its type number or one of its prefixes is known already.
    """
    if by_type_no(connection, new.type_no) is not None:
        raise Refused(say("The product with type number {type_no} is known already.", type_no=new.type_no))
    for level in new.levels:
        _require_free(connection, level.prefix)
    key = connection.execute(
        insert_into(product).values({name: getattr(new, name) for name in _MASTER_DATA})
    ).inserted_primary_key
    assert key is not None
    product_id: int = key[0]
    connection.execute(insert_into(pack_level), [_level_row(product_id, level) for level in new.levels])
    return product_id


def get(connection: Connection, product_id: int) -> StoredProduct:
    """Return one product.

    Raises:
        InputError: there is none.
    """
    found = _with_ids(connection, [product_id])
    if not found:
        raise InputError(say("There is no product number {id}.", id=product_id))
    return found[0]


def list_all(connection: Connection) -> tuple[StoredProduct, ...]:
    """Return all products by name."""
    return _with_ids(connection, None)


def find(connection: Connection, key: str) -> tuple[StoredProduct, ...]:
    """Find products by GTIN (8 to 14 digits), 7-digit code prefix, type number or exact name."""
    same_name = select(product.c.id).where(or_(product.c.type_no == key, product.c.name == key))
    same_level = select(pack_level.c.product_id).where(pack_level.c.prefix == key)
    ids = {*connection.scalars(same_name), *connection.scalars(same_level)}
    if key.isascii() and key.isdigit() and len(key) in _GTIN_LENGTHS:
        same_gtin = select(pack_level.c.product_id).where(pack_level.c.gtin_14 == key.zfill(14))
        ids.update(connection.scalars(same_gtin))
    return _with_ids(connection, ids) if ids else ()


def by_type_no(connection: Connection, type_no: str) -> StoredProduct | None:
    """Return the product of that type number, which is unique."""
    product_id = connection.scalar(select(product.c.id).where(product.c.type_no == type_no))
    return None if product_id is None else get(connection, product_id)


def level_of_prefix(connection: Connection, prefix: str) -> PrefixOwner | None:
    """Return the product and pack level whose codes start with the seven digits ``prefix``."""
    row = connection.execute(
        select(pack_level.c.product_id, pack_level.c.level).where(pack_level.c.prefix == prefix)
    ).one_or_none()
    return None if row is None else PrefixOwner(row.product_id, row.level)


def complete(
    connection: Connection, product_id: int, *, gtin: Gtin | None, shelf_life_months: int | None
) -> None:
    """Add the GTIN of level 1 and the shelf life; None leaves what is there."""
    if gtin is not None:
        connection.execute(
            update(pack_level)
            .where(pack_level.c.product_id == product_id, pack_level.c.level == 1)
            .values(gtin=gtin.value, gtin_14=gtin.as_14)
        )
    if shelf_life_months is not None:
        connection.execute(
            update(product).where(product.c.id == product_id).values(shelf_life_months=shelf_life_months)
        )


def _require_free(connection: Connection, prefix: str) -> None:
    owner = level_of_prefix(connection, prefix)
    if owner is not None:
        raise Refused(
            say(
                "Prefix {prefix} belongs to {name}, level {level}, already.",
                prefix=prefix,
                name=get(connection, owner.product_id).product.name,
                level=owner.level,
            )
        )


def _level_row(product_id: int, level: PackLevel) -> dict[str, object]:
    return {
        "product_id": product_id,
        "level": level.level,
        "prefix": level.prefix,
        "children": level.children,
        "gtin": level.gtin.value if level.gtin else None,
        "gtin_14": level.gtin.as_14 if level.gtin else None,
    }


def _with_ids(connection: Connection, ids: Iterable[int] | None) -> tuple[StoredProduct, ...]:
    """Return the products with these ids, all of them for None, by name."""
    products = select(product).order_by(product.c.name, product.c.id)
    levels = select(pack_level).order_by(pack_level.c.product_id, pack_level.c.level)
    if ids is not None:
        wanted = sorted(ids)
        products = products.where(product.c.id.in_(wanted))
        levels = levels.where(pack_level.c.product_id.in_(wanted))
    by_product: dict[int, list[PackLevel]] = {}
    for row in connection.execute(levels):
        gtin = Gtin(row.gtin) if row.gtin else None
        by_product.setdefault(row.product_id, []).append(PackLevel(row.level, row.prefix, row.children, gtin))
    return tuple(
        StoredProduct(
            row.id,
            Product(
                **{name: getattr(row, name) for name in _MASTER_DATA},
                levels=tuple(by_product.get(row.id, ())),
            ),
        )
        for row in connection.execute(products)
    )
