"""How master data comes into the store: edited while no job or order froze it, else a version succeeds it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.operations import product_checks
from desktop.products.version import Master, ProductVersion, differences
from desktop.storage import product_rules, product_versions, products
from desktop.storage.store import Change


class Saved(StrEnum):
    """What saving did."""

    UNCHANGED = "unchanged"
    EDITED = "edited"
    SUCCEEDED = "succeeded"


@dataclass(frozen=True, slots=True)
class Saving:
    """What saving did, and to which version; ``old`` and ``new`` hold the fields that differ."""

    what: Saved
    number: int
    old: dict[str, str]
    new: dict[str, str]

    def tell(self, change: Change) -> None:
        """Write it into the audit record of the change."""
        change.old = self.old
        change.new = {"version": self.number, **self.new}


def newest_master(change: Change, product_id: int) -> Master:
    """Return what the newest version of a product says. InputError if there is no such product."""
    return product_versions.newest(change.connection, product_id).master


def add(change: Change, master: Master, effective_from: date | None = None) -> int:
    """Add a product and return its id.

    Raises:
        Refused: a key of it is another's, a GTIN is retired or not licensed.
    """
    product_checks.require_room(master)
    product_checks.require_usable_gtins(change, None, master)
    return products.insert(
        change.connection, master.product, master.details, effective_from=effective_from, change=change
    )


def save(change: Change, product_id: int, master: Master, effective_from: date | None = None) -> Saving:
    """Edit the newest version of a product, or make the next one where a job or an order froze it.

    Raises:
        InputError: ``effective_from`` is too early.
        Refused: a rule forbids it (``product_checks``), or a key is another product's.
    """
    newest = product_versions.newest(change.connection, product_id)
    differing = differences(newest.master, master)
    frozen = product_versions.is_frozen(change.connection, newest.id)
    if not differing and effective_from in {None, newest.effective_from}:
        return Saving(Saved.UNCHANGED, newest.number, {}, {})
    today = change.at.date()
    starts = effective_from or (today if frozen else newest.effective_from)
    if frozen and starts is not None:
        product_checks.require_order(newest, max(starts, newest.effective_from or starts), today)
    _check(change, newest, master, starts_later=frozen and starts is not None and starts > today)
    _retire_dropped(change, newest, master)
    products.replace(change.connection, product_id, master.product)
    if frozen:
        product_versions.insert(change.connection, product_id, master, effective_from=starts, change=change)
    else:
        product_versions.replace(change.connection, newest.id, master, starts)
    return Saving(
        Saved.SUCCEEDED if frozen else Saved.EDITED,
        newest.number + frozen,
        {row.field: row.old for row in differing},
        {row.field: row.new for row in differing},
    )


def _check(change: Change, newest: ProductVersion, master: Master, *, starts_later: bool) -> None:
    product_checks.require_room(master)
    product_checks.require_steady_keys(change, newest, master)
    product_checks.require_honest_gtins(change, newest, master)
    product_checks.require_steady_ratio(change, newest, master, starts_later)
    product_checks.require_usable_gtins(change, newest.master, master)


def _retire_dropped(change: Change, newest: ProductVersion, master: Master) -> None:
    """A printed GTIN that no pack carries any more is never used again (S004, rule 8)."""
    printed = product_checks.printed_gtins(change, newest.product_id)
    kept = {level.gtin.as_14 for level in master.product.levels if level.gtin}
    for level in newest.product.levels:
        if level.gtin is not None and level.gtin.as_14 in printed and level.gtin.as_14 not in kept:
            product_rules.retire(change, newest.product_id, level.level, level.gtin, change.reason)
