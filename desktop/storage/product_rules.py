"""What products must keep: their filing, the company prefixes of the site, GTINs that are retired."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy import insert as insert_into

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.filing import Filing, FilingStatus
from desktop.products.licence import LicensedPrefix
from desktop.storage.store import Change
from desktop.storage.tables import filing, licensed_prefix, retired_gtin
from desktop.texts import say


@dataclass(frozen=True, slots=True)
class StoredRetirement:
    """A GTIN that no pack carries any more."""

    gtin: Gtin
    product_id: int
    level: int
    retired_at: datetime
    retired_by: str
    reason: str


def filing_of(connection: Connection, product_id: int) -> Filing:
    """Return the filing of a product; one without a row was not filed."""
    return filings(connection).get(product_id, Filing())


def filings(connection: Connection) -> dict[int, Filing]:
    """Return the filings of all products that have one."""
    return {
        row.product_id: Filing(FilingStatus(row.status), row.number, row.on)
        for row in connection.execute(select(filing))
    }


def set_filing(connection: Connection, product_id: int, new: Filing) -> None:
    """Replace the filing of a product."""
    connection.execute(delete(filing).where(filing.c.product_id == product_id))
    connection.execute(
        insert_into(filing).values(
            product_id=product_id, status=new.status.value, number=new.number, on=new.on
        )
    )


def licensed(connection: Connection) -> tuple[LicensedPrefix, ...]:
    """Return all company prefixes that the site knows, in order."""
    rows = connection.execute(select(licensed_prefix).order_by(licensed_prefix.c.prefix))
    return tuple(LicensedPrefix(row.prefix, row.holder, row.customer) for row in rows)


def license_prefix(connection: Connection, new: LicensedPrefix) -> None:
    """Add a company prefix.

    Raises:
        Refused: it, or one that it begins with or that begins with it, is known already: two companies
            cannot hold the same numbers.
    """
    for known in licensed(connection):
        if known.prefix.startswith(new.prefix) or new.prefix.startswith(known.prefix):
            raise Refused(
                say(
                    "Company prefix {prefix} and {known} of {holder} cover the same numbers; one company "
                    "holds each number.",
                    prefix=new.prefix,
                    known=known.prefix,
                    holder=known.holder,
                )
            )
    connection.execute(
        insert_into(licensed_prefix).values(prefix=new.prefix, holder=new.holder, customer=new.customer)
    )


def withdraw_prefix(connection: Connection, prefix: str) -> None:
    """Take a company prefix off the list.

    Raises:
        InputError: it is not on it.
    """
    if not connection.execute(delete(licensed_prefix).where(licensed_prefix.c.prefix == prefix)).rowcount:
        raise InputError(say("Company prefix {prefix} is not on the list of this site.", prefix=prefix))


def retire(change: Change, product_id: int, level: int, gtin: Gtin, reason: str) -> None:
    """Note that a GTIN is never used again."""
    change.connection.execute(
        insert_into(retired_gtin).values(
            gtin_14=gtin.as_14,
            gtin=gtin.value,
            product_id=product_id,
            level=level,
            retired_at=change.at,
            retired_by=change.actor,
            reason=reason,
        )
    )


def unretire(connection: Connection, gtin: Gtin) -> None:
    """Take a GTIN off the list, since its unchanged product comes back."""
    connection.execute(delete(retired_gtin).where(retired_gtin.c.gtin_14 == gtin.as_14))


def retired(connection: Connection) -> tuple[StoredRetirement, ...]:
    """Return all retired GTINs, the latest first."""
    rows = connection.execute(select(retired_gtin).order_by(retired_gtin.c.retired_at.desc()))
    return tuple(
        StoredRetirement(
            Gtin(row.gtin), row.product_id, row.level, row.retired_at, row.retired_by, row.reason
        )
        for row in rows
    )


def retirement_of(connection: Connection, gtin: Gtin) -> StoredRetirement | None:
    """Return when and why a GTIN was retired, or None if it was not."""
    return next((row for row in retired(connection) if row.gtin.as_14 == gtin.as_14), None)
