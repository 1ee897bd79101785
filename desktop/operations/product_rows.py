"""Products as they are listed: the newest version of each, with its filing."""

from dataclasses import dataclass
from datetime import date

from desktop.errors import InputError
from desktop.operations.plant import Plant
from desktop.products.completeness import Completeness, completeness, schemes_of
from desktop.products.details import NO_DETAILS, Details
from desktop.products.filing import Filing
from desktop.products.product import Product
from desktop.products.version import Master, ProductVersion
from desktop.storage import product_rules, product_versions
from desktop.storage import products as stored
from desktop.texts import say

_NOT_FILED = Filing()


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product as stored. ``version``: number of its newest version, which all else is of."""

    id: int
    product: Product
    details: Details = NO_DETAILS
    version: int = 1
    effective_from: date | None = None
    """The first day on which jobs take this version; None: from the beginning."""
    filing: Filing = _NOT_FILED

    @property
    def master(self) -> Master:
        """The data that an editor starts from."""
        return Master(self.product, self.details)

    @property
    def completeness(self) -> Completeness:
        """How much of it is filled in."""
        return completeness(self.product, self.details)


def list_products(plant: Plant) -> tuple[ProductRow, ...]:
    """Return all products by name."""
    with plant.store.read() as connection:
        newest = product_versions.newest_of_all(connection)
        filings = product_rules.filings(connection)
        return tuple(
            _row(newest[row.id], filings.get(row.id, _NOT_FILED)) for row in stored.list_all(connection)
        )


def product(plant: Plant, product_id: int) -> ProductRow:
    """Return one product. InputError if there is none."""
    with plant.store.read() as connection:
        newest = product_versions.newest(connection, product_id)
        return _row(newest, product_rules.filing_of(connection, product_id))


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
    return product(plant, found[0].id)


def as_record(row: ProductRow) -> dict[str, object]:
    """Return a product as plain values for JSON and CSV."""
    known, filing, meter = row.product, row.filing, row.completeness
    return {
        "id": row.id,
        "code": known.code,
        "type_no": known.type_no,
        "name": known.name,
        "authorized_no": known.authorized_no,
        "form": known.form,
        "spec": known.spec,
        "package_spec": known.package_spec,
        "pack_unit": known.pack_unit,
        "specimen": known.specimen,
        "shelf_life_months": known.shelf_life_months,
        "levels": [
            {
                "level": level.level,
                "prefix": level.prefix,
                "children": level.children,
                "gtin": level.gtin.value if level.gtin else None,
            }
            for level in known.levels
        ],
        "details": row.details.as_dict(),
        "schemes": [scheme.value for scheme in schemes_of(known, row.details)],
        "version": row.version,
        "effective_from": row.effective_from.isoformat() if row.effective_from else None,
        "filing": {
            "status": filing.status.value,
            "number": filing.number,
            "date": filing.on.isoformat() if filing.on else None,
        },
        "completeness": {"done": meter.done, "of": meter.of, "missing": list(meter.missing_keys)},
    }


def _row(newest: ProductVersion, filing: Filing) -> ProductRow:
    return ProductRow(
        newest.product_id, newest.product, newest.details, newest.number, newest.effective_from, filing
    )
