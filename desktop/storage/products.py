"""Products and their pack levels."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, or_, select, update
from sqlalchemy import insert as insert_into

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.details import NO_DETAILS, Details
from desktop.products.product import PackLevel, Product
from desktop.products.version import Master
from desktop.storage import product_versions
from desktop.storage.store import Change
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


@dataclass(frozen=True, slots=True)
class GtinOwner:
    """On which pack a GTIN stands."""

    product: StoredProduct
    level: int


def insert(
    connection: Connection,
    new: Product,
    details: Details = NO_DETAILS,
    *,
    effective_from: date | None = None,
    change: Change | None = None,
) -> int:
    """Add a product with its first version and return its id.

    Args:
        connection: in the transaction of the change.
        new: the product.
        details: what else is known of it.
        effective_from: the first day on which jobs take it; None: from the beginning.
        change: tells who adds it, when and why; None where that is not known.

    Raises:
        Refused: its type number, one of its prefixes or one of its GTINs is known already.
    """
    _require_free(connection, new, None)
    key = connection.execute(
        insert_into(product).values({name: getattr(new, name) for name in _MASTER_DATA})
    ).inserted_primary_key
    assert key is not None
    product_id: int = key[0]
    connection.execute(insert_into(pack_level), [_level_row(product_id, level) for level in new.levels])
    product_versions.insert(
        connection, product_id, Master(new, details), effective_from=effective_from, change=change
    )
    return product_id


def replace(connection: Connection, product_id: int, new: Product) -> None:
    """Make a product say what its newest version says.

    Raises:
        Refused: its type number, one of its prefixes or one of its GTINs is another product's.
    """
    _require_free(connection, new, product_id)
    connection.execute(
        update(product)
        .where(product.c.id == product_id)
        .values({name: getattr(new, name) for name in _MASTER_DATA})
    )
    connection.execute(delete(pack_level).where(pack_level.c.product_id == product_id))
    connection.execute(insert_into(pack_level), [_level_row(product_id, level) for level in new.levels])


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


def level_of_gtin(connection: Connection, gtin: Gtin) -> GtinOwner | None:
    """Return the product and pack level that carry a GTIN, in however many digits it is written."""
    row = connection.execute(
        select(pack_level.c.product_id, pack_level.c.level).where(pack_level.c.gtin_14 == gtin.as_14)
    ).one_or_none()
    return None if row is None else GtinOwner(get(connection, row.product_id), row.level)


def complete(
    connection: Connection, product_id: int, *, gtin: Gtin | None, shelf_life_months: int | None
) -> None:
    """Add the GTIN of level 1 and the shelf life; None leaves what is there.

    The newest version is changed: the caller knows that no job froze it.
    """
    newest = product_versions.newest(connection, product_id)
    new = completed(newest.product, gtin=gtin, shelf_life_months=shelf_life_months)
    replace(connection, product_id, new)
    product_versions.replace(connection, newest.id, Master(new, newest.details), newest.effective_from)


def completed(old: Product, *, gtin: Gtin | None, shelf_life_months: int | None) -> Product:
    """Return a product with the GTIN of level 1 and the shelf life added; None leaves what is there.

    Raises:
        InputError: the product cannot have them.
    """
    levels = old.levels
    if gtin is not None:
        levels = (dataclasses.replace(levels[0], gtin=gtin), *levels[1:])
    months = old.shelf_life_months if shelf_life_months is None else shelf_life_months
    return dataclasses.replace(old, levels=levels, shelf_life_months=months)


def _require_free(connection: Connection, new: Product, product_id: int | None) -> None:
    """Refuse what another product than ``product_id`` has; the sentence names it."""
    known = by_type_no(connection, new.type_no)
    if known is not None and known.id != product_id:
        raise Refused(say("The product with type number {type_no} is known already.", type_no=new.type_no))
    for level in new.levels:
        _require_free_prefix(connection, level.prefix, product_id)
        if level.gtin is not None:
            _require_free_gtin(connection, level.gtin, product_id)


def _require_free_prefix(connection: Connection, prefix: str, product_id: int | None) -> None:
    owner = level_of_prefix(connection, prefix)
    if owner is not None and owner.product_id != product_id:
        raise Refused(
            say(
                "Prefix {prefix} belongs to {name}, level {level}, already.",
                prefix=prefix,
                name=get(connection, owner.product_id).product.name,
                level=owner.level,
            )
        )


def _require_free_gtin(connection: Connection, gtin: Gtin, product_id: int | None) -> None:
    owner = level_of_gtin(connection, gtin)
    if owner is not None and owner.product.id != product_id:
        raise Refused(
            say(
                "GTIN {gtin} is that of {name} ({type_no}), level {level}; each product and pack level has "
                "its own.",
                gtin=gtin.value,
                name=owner.product.product.name,
                type_no=owner.product.product.type_no,
                level=owner.level,
            )
        )


def _level_row(product_id: int, level: PackLevel) -> dict[str, object]:
    return {
        "product_id": product_id,
        "level": level.level,
        "prefix": level.prefix or None,
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
        by_product.setdefault(row.product_id, []).append(
            PackLevel(row.level, row.prefix or "", row.children, gtin)
        )
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
