"""Products and the rules around them: filing, licensed company prefixes, retired GTINs, UDI decisions."""

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from desktop.changes import Changes, Kind
from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.operations import product_saving
from desktop.operations.plant import Plant
from desktop.products.di_rules import DiDialogue, changes_between
from desktop.products.filing import Filing, gate
from desktop.products.licence import LicensedPrefix
from desktop.products.product import Product
from desktop.products.version import Master, ProductVersion
from desktop.storage import product_rules as stored
from desktop.storage import product_versions, products
from desktop.storage.store import Change
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class RetiredGtin:
    """A GTIN that is never used again, as the windows list it."""

    gtin: Gtin
    product_id: int
    product: str
    level: int
    retired_at: datetime
    retired_by: str
    reason: str


def set_filing(plant: Plant, product_id: int, filing: Filing) -> Changes:
    """Note how far the filing of a product at its traceability platform is.

    Raises:
        InputError: the day is in the future, or there is no such product.
    """
    today = plant.clock.now().date()
    if filing.on is not None and filing.on > today:
        raise InputError(
            say("{found} is in the future: give the day on which it happened.", found=filing.on.isoformat())
        )
    with plant.store.change(plant.actor, "product.filing", f"product {product_id}") as change:
        products.get(change.connection, product_id)
        change.old = _filing_record(stored.filing_of(change.connection, product_id))
        stored.set_filing(change.connection, product_id, filing)
        change.new = _filing_record(filing)
    return Changes.of(Kind.PRODUCTS)


def filing_gate(plant: Plant, product_id: int) -> Text | None:
    """Say why no job of the product may be created, or None if one may."""
    with plant.store.read() as connection:
        newest = product_versions.newest(connection, product_id)
        version = product_versions.effective(connection, product_id, plant.clock.now().date()) or newest
        return gate(version.product, version.details, stored.filing_of(connection, product_id))


def licensed_prefixes(plant: Plant) -> tuple[LicensedPrefix, ...]:
    """Return the GS1 company prefixes of the site and of its customers."""
    with plant.store.read() as connection:
        return stored.licensed(connection)


def license_prefix(plant: Plant, prefix: LicensedPrefix) -> Changes:
    """Add a GS1 company prefix.

    Raises:
        Refused: it covers the same numbers as one that is known.
    """
    with plant.store.change(plant.actor, "site.license", f"company prefix {prefix.prefix}") as change:
        stored.license_prefix(change.connection, prefix)
        change.new = {"holder": prefix.holder, "customer": prefix.customer}
    return Changes.of(Kind.PRODUCTS)


def withdraw_prefix(plant: Plant, prefix: str) -> Changes:
    """Take a company prefix off the list; GTINs that stand on packs already stay.

    Raises:
        InputError: it is not on it.
    """
    with plant.store.change(plant.actor, "site.withdraw", f"company prefix {prefix}") as change:
        stored.withdraw_prefix(change.connection, prefix)
    return Changes.of(Kind.PRODUCTS)


def retired_gtins(plant: Plant) -> tuple[RetiredGtin, ...]:
    """Return the GTINs that are never used again, the latest first."""
    with plant.store.read() as connection:
        names = {row.id: row.product.name for row in products.list_all(connection)}
        return tuple(
            RetiredGtin(
                row.gtin,
                row.product_id,
                names[row.product_id],
                row.level,
                row.retired_at,
                row.retired_by,
                row.reason,
            )
            for row in stored.retired(connection)
        )


def retire_gtin(plant: Plant, product_id: int, level: int, *, reason: str) -> Changes:
    """Take a GTIN off a pack level for good; no pack may carry it again.

    Raises:
        InputError: no reason is given, or the level has no GTIN.
    """
    with plant.store.change(
        plant.actor, "gtin.retire", f"product {product_id}", reason=_required(reason)
    ) as change:
        newest = product_versions.newest(change.connection, product_id)
        gtin = next((row.gtin for row in newest.product.levels if row.level == level), None)
        if gtin is None:
            raise InputError(
                say("Level {level} of {product} has no GTIN.", level=level, product=newest.product.name)
            )
        product_saving.save(change, product_id, _with_gtin(newest.master, level, None))
        if stored.retirement_of(change.connection, gtin) is None:
            stored.retire(change, product_id, level, gtin, change.reason)
        change.old = {"level": level, "gtin": gtin.value}
    return Changes.of(Kind.PRODUCTS)


def relaunch_gtin(plant: Plant, product_id: int, level: int, gtin: str, *, reason: str) -> Changes:
    """Use a retired GTIN again, for the very product that it stood for (S004, rule 8).

    Raises:
        InputError: no reason is given, or the text is no GTIN.
        Refused: it is not retired, was another product's or level's, or the product has changed since.
    """
    number = Gtin.parse(gtin)
    with plant.store.change(
        plant.actor, "gtin.relaunch", f"product {product_id}", reason=_required(reason)
    ) as change:
        newest = product_versions.newest(change.connection, product_id)
        _require_unchanged(change, newest, level, number)
        stored.unretire(change.connection, number)
        product_saving.save(change, product_id, _with_gtin(newest.master, level, number))
        change.new = {"level": level, "gtin": number.value}
    return Changes.of(Kind.PRODUCTS)


def record_di_decision(plant: Plant, product_id: int, dialogue: DiDialogue) -> Changes:
    """Put the answers and the verdict of the identifier dialogue on record.

    Raises:
        InputError: a question is still open.
    """
    verdict = dialogue.verdict
    if verdict is None:
        raise InputError(say("A question about the device identifier is still open: answer it first."))
    with plant.store.change(plant.actor, "product.identifier", f"product {product_id}") as change:
        products.get(change.connection, product_id)
        change.new = {
            "answers": {question.value: answer for question, answer in dialogue.answered},
            "decision": verdict.decision.value,
            "because": str(verdict.because),
        }
    return Changes.of(Kind.PRODUCTS)


def _require_unchanged(change: Change, newest: ProductVersion, level: int, gtin: Gtin) -> None:
    retired = stored.retirement_of(change.connection, gtin)
    if retired is None:
        raise Refused(say("GTIN {gtin} is not retired.", gtin=gtin.value))
    if (retired.product_id, retired.level) != (newest.product_id, level):
        owner = products.get(change.connection, retired.product_id).product
        raise Refused(
            say(
                "GTIN {gtin} stood for level {level} of {product}; only that may carry it again.",
                gtin=gtin.value,
                level=retired.level,
                product=owner.name,
            )
        )
    carried = next(
        (
            row
            for row in product_versions.of_product(change.connection, newest.product_id)
            if any(one.gtin == gtin for one in row.product.levels)
        ),
        None,
    )
    if carried is not None and changes_between(carried.master, newest.master, level):
        raise Refused(
            say(
                "{product} has changed since it carried GTIN {gtin}; only an unchanged product may carry it "
                "again. Give it a new GTIN.",
                product=newest.product.name,
                gtin=gtin.value,
            )
        )


def _with_gtin(master: Master, level: int, gtin: Gtin | None) -> Master:
    levels = tuple(
        dataclasses.replace(row, gtin=gtin) if row.level == level else row for row in master.product.levels
    )
    product: Product = dataclasses.replace(master.product, levels=levels)
    return dataclasses.replace(master, product=product)


def _required(reason: str) -> str:
    if not reason.strip():
        raise InputError(say("Give the reason: it goes on record."))
    return reason.strip()


def _filing_record(filing: Filing) -> dict[str, object]:
    return {
        "status": filing.status.value,
        "number": filing.number,
        "date": filing.on.isoformat() if filing.on else None,
    }
