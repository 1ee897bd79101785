"""Serials the plant makes itself, for GTINs and SSCCs: each is issued once and remembered for ever."""

from dataclasses import dataclass
from pathlib import Path

from desktop.changes import Changes, Kind
from desktop.codes.company_prefix import CompanyPrefix
from desktop.codes.gtin import Gtin
from desktop.codes.profiles import market_profile
from desktop.codes.serials import UNAMBIGUOUS_30, random_serials, sequential_serials, sscc_series
from desktop.errors import Refused
from desktop.exchange.new_file import write_new
from desktop.operations.plant import Plant
from desktop.storage import serials as stored
from desktop.storage.serials import SerialIssue, StoredHistory
from desktop.texts import say

__all__ = ["SerialIssue", "SerialOrder", "issue_serials", "issue_ssccs", "list_issues", "write_serials"]

SSCC_MARKET = "sscc"
"""In place of a market: SSCCs are the same everywhere."""


@dataclass(frozen=True, slots=True)
class SerialOrder:
    """What serials are wanted.

    Attributes:
        gtin: of the packs.
        market: key of a market profile, such as ``eu_fmd``.
        amount: how many.
        length: characters of one serial.
        first: the first number of a sequence; None: serials by chance.
    """

    gtin: str
    market: str
    amount: int
    length: int = 12
    first: int | None = None


def issue_serials(plant: Plant, order: SerialOrder) -> tuple[SerialIssue, Changes]:
    """Make serials for a GTIN under a market's rule, none of which the plant ever issued for it.

    Raises:
        Refused: the market forbids a sequence or takes its serials from elsewhere, or too many are
            wanted to be unguessable.
        InputError: the GTIN, the market, the length or the amount is not allowed.
    """
    item = Gtin.parse(order.gtin).as_14
    rule = market_profile(order.market).serial
    if rule is None:
        raise Refused(
            say(
                "Codes of the market {market} are issued by its platform, never made here.",
                market=order.market,
            )
        )
    with plant.store.change(plant.actor, "serials.issue", f"GTIN {item}") as change:
        history = StoredHistory(change.connection, item)
        if order.first is None:
            values = random_serials(
                rule,
                history,
                amount=order.amount,
                length=order.length,
                alphabet="".join(sign for sign in UNAMBIGUOUS_30 if sign in rule.alphabet),
            )
        else:
            values = sequential_serials(
                rule, history, amount=order.amount, first=order.first, length=order.length
            )
        issued = stored.issue(change, item, order.market, values)
        change.new = {"issue": issued.id, "market": order.market, "count": issued.count}
    return issued, Changes.of(Kind.CODES)


def issue_ssccs(
    plant: Plant, prefix: str, *, extension: int, first: int, amount: int
) -> tuple[SerialIssue, Changes]:
    """Count SSCCs up behind a company prefix, none of which the plant ever issued.

    Raises:
        Refused: one was issued before, or the serial references do not suffice.
        InputError: the prefix, the extension or the amount is not allowed.
    """
    company = CompanyPrefix(prefix)
    with plant.store.change(plant.actor, "serials.issue", f"SSCC {prefix}") as change:
        history = StoredHistory(change.connection, prefix)
        values = sscc_series(history, prefix=company, extension=extension, first=first, amount=amount)
        issued = stored.issue(change, prefix, SSCC_MARKET, values)
        change.new = {"issue": issued.id, "count": issued.count}
    return issued, Changes.of(Kind.CODES)


def list_issues(plant: Plant) -> tuple[SerialIssue, ...]:
    """Return every issue of serials, newest first."""
    with plant.store.read() as connection:
        return stored.list_all(connection)


def write_serials(plant: Plant, issue_id: int, path: Path) -> int:
    """Write the serials of an issue, one a line, and return how many there are.

    The history is written before the file, so a crash in between wastes serials and never repeats one;
    the file of an issue can be written at any later time.

    Raises:
        InputError: there is no such issue.
        Refused: the file exists.
    """
    with plant.store.read() as connection:
        stored.get(connection, issue_id)
        lines = [f"{value}\n" for value in stored.values_of(connection, issue_id)]
    write_new(path, "".join(lines).encode("ascii"))
    return len(lines)
