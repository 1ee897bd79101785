"""How much of the master data of a product is filled in, and what is missing."""

from dataclasses import dataclass

from desktop.products.details import NO_DETAILS, Details
from desktop.products.field_titles import title
from desktop.products.fields import FIELDS, Field, Holder, Need, When
from desktop.products.product import Product
from desktop.products.schemes import CodeScheme
from desktop.texts import Text

_HELD_HERE = frozenset({Holder.PRODUCT, Holder.LEVEL, Holder.DETAILS})


@dataclass(frozen=True, slots=True)
class Completeness:
    """``done`` of the ``of`` fields that this product needs are filled in."""

    done: int
    of: int
    missing_keys: tuple[str, ...]

    @property
    def missing(self) -> tuple[Text, ...]:
        """The names of the fields without a value."""
        return tuple(title(key) for key in self.missing_keys)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only if nothing is missing."""
        return 100 * self.done // self.of

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing_keys


def schemes_of(product: Product, details: Details) -> tuple[CodeScheme, ...]:
    """Return the code schemes of a product: those chosen, else those its pack levels have numbers for."""
    if details.schemes:
        return details.schemes
    derived = (
        (CodeScheme.DRUG_CODE, any(level.prefix for level in product.levels)),
        (CodeScheme.GS1, any(level.gtin for level in product.levels)),
    )
    return tuple(scheme for scheme, used in derived if used)


def completeness(product: Product, details: Details = NO_DETAILS) -> Completeness:
    """Count the fields of the product's master data that are required of this very product.

    Fields of batches and bills are not counted: they are filled in there.
    """
    needed = [row for row in FIELDS if row.holder in _HELD_HERE and _is_needed(row, product, details)]
    missing = tuple(row.key for row in needed if not _value(row, product, details))
    return Completeness(len(needed) - len(missing), len(needed), missing)


def _is_needed(row: Field, product: Product, details: Details) -> bool:
    if row.need is not Need.CONDITIONAL:
        return row.need is Need.REQUIRED
    schemes = schemes_of(product, details)
    match row.when:
        case When.GS1_OR_UDI:
            return CodeScheme.GS1 in schemes or CodeScheme.UDI in schemes
        case When.UDI:
            return CodeScheme.UDI in schemes
        case When.TRACE_2017:
            return CodeScheme.TRACE_2017 in schemes
        case When.SEVERAL_UNITS:
            return int(details.get("units_of_use") or 1) > 1
    return False


def _value(row: Field, product: Product, details: Details) -> str:
    if row.holder is Holder.DETAILS:
        return details.get(row.key)
    if row.holder is Holder.LEVEL:
        gtin = next((level.gtin for level in product.levels if level.gtin), None)
        return gtin.value if gtin else ""
    value = getattr(product, row.key)
    return "" if value is None else str(value).strip()
