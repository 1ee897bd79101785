"""What a batch needs of the pool, before anything is taken from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from desktop.operations.plant import Plant
from desktop.products import code_plan
from desktop.products.packing import Packing, counted_packs
from desktop.storage import codes, products
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a plan needs on one pack level, and what the pool has."""

    level: int
    needed: int
    spare: int
    total: int
    available: int
    missing: int
    full: int
    last: int
    """Packs in the last pack of this level if it is not full, else 0."""
    of: int
    last_pack: Text | None


@dataclass(frozen=True, slots=True)
class CodePlan:
    """The codes for a number of smallest packs."""

    product_id: int
    product: str
    units: int
    rows: tuple[PlanRow, ...]
    sentence: Text

    @property
    def enough(self) -> bool:
        """Tell whether the pool has all of them."""
        return not any(row.missing for row in self.rows)


def plan_codes(
    plant: Plant, product_id: int, units: int, spare_percent: float | Mapping[int, float] = 0
) -> CodePlan:
    """Say how many codes ``units`` smallest packs need on each level, and whether the pool has them.

    Args:
        plant: where.
        product_id: whose packing counts.
        units: smallest packs.
        spare_percent: how many more to have at hand, 0 to 100 %, for all levels or by level.

    Raises:
        InputError: there is no such product, or a number is out of its range.
    """
    with plant.store.read() as connection:
        product = products.get(connection, product_id).product
        available = {
            level.level: codes.available(connection, product_id, level.level) for level in product.levels
        }
    if not isinstance(spare_percent, Mapping):
        spare_percent = dict.fromkeys(available, spare_percent)
    spare = {level: Fraction(str(percent)) for level, percent in spare_percent.items()}
    rows = tuple(
        PlanRow(
            need.level,
            need.needed,
            need.spare,
            need.total,
            available[need.level],
            max(0, need.total - available[need.level]),
            need.full,
            need.last,
            need.of,
            need.last_pack,
        )
        for need in code_plan.plan(Packing.of(product.levels), units, spare)
    )
    return CodePlan(product_id, product.name, units, rows, _sentence(units, rows))


def _sentence(units: int, rows: tuple[PlanRow, ...]) -> Text:
    short = next((row for row in rows if row.missing), None)
    if short is not None:
        return say(
            "Level {level} needs {total} codes; the pool has {available}, {missing} are missing.",
            level=short.level,
            total=short.total,
            available=short.available,
            missing=short.missing,
        )
    return say("The pool has all codes for {packs}.", packs=counted_packs(1, units))
