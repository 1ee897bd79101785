"""What a change of master data must not do: rules over what was printed, who holds what, and when."""

from datetime import date

from desktop.codes.gtin import Gtin
from desktop.errors import InputError, Refused
from desktop.products.di_rules import Decision, changes_between, judge
from desktop.products.licence import fault_of_licence
from desktop.products.packing import Packing
from desktop.products.version import Master, ProductVersion
from desktop.storage import product_rules, product_versions
from desktop.storage.store import Change
from desktop.texts import say


def printed_gtins(change: Change, product_id: int) -> dict[str, int]:
    """Return the GTINs (14 digits) of a product that stand on labels, each with its pack level."""
    printed: dict[str, int] = {}
    for version in product_versions.of_product(change.connection, product_id):
        for number in product_versions.printed_levels(change.connection, version.id):
            gtin = version.product.level(number).gtin
            if gtin is not None:
                printed[gtin.as_14] = number
    return printed


def require_usable_gtins(change: Change, old: Master | None, new: Master) -> None:
    """Refuse GTINs that are retired or not licensed; those that stay as they are were judged before.

    Raises:
        Refused: the sentence names the GTIN and what to do.
    """
    same_customer = old is not None and old.details.get("customer") == new.details.get("customer")
    known = _gtins(old) if old is not None and same_customer else {}
    licensed = product_rules.licensed(change.connection)
    for gtin_14, (gtin, _) in _gtins(new).items():
        if gtin_14 in known:
            continue
        retired = product_rules.retirement_of(change.connection, gtin)
        if retired is not None:
            raise Refused(
                say(
                    "GTIN {gtin} was retired on {when} by {who} and is never used again. If the same product "
                    "comes back unchanged, relaunch it and give the reason.",
                    gtin=gtin.value,
                    when=f"{retired.retired_at:%Y-%m-%d}",
                    who=retired.retired_by,
                )
            )
        fault = fault_of_licence(gtin, licensed, new.details.get("customer"))
        if fault is not None:
            raise Refused(fault)


def require_steady_keys(change: Change, old: ProductVersion, new: Master) -> None:
    """Refuse another type number, prefix or level where codes were imported.

    Raises:
        Refused: the sentence names the level and its prefix.
    """
    with_codes = product_versions.levels_with_codes(change.connection, old.product_id)
    for number in sorted(with_codes):
        before = old.product.level(number).prefix
        now = next((level.prefix for level in new.product.levels if level.level == number), "")
        if now != before:
            raise Refused(
                say(
                    "Level {level} of {product}: codes that begin with {prefix} were imported, so its prefix "
                    "stays. What has another prefix is another product.",
                    level=number,
                    product=old.product.name,
                    prefix=before,
                )
            )
    if with_codes and new.product.type_no != old.product.type_no:
        raise Refused(
            say(
                "Codes of {product} were imported for type number {type_no}, so it stays. What has another "
                "type number is another product.",
                product=old.product.name,
                type_no=old.product.type_no,
            )
        )


def require_honest_gtins(change: Change, old: ProductVersion, new: Master) -> None:
    """Refuse to let a printed GTIN stand for something else than when it was printed (S004, rules 3 to 8).

    Raises:
        Refused: the sentence says which GTIN and why a new one is needed.
    """
    printed = printed_gtins(change, old.product_id)
    for gtin_14, (gtin, number) in _gtins(new).items():
        if gtin_14 not in printed:
            continue
        if printed[gtin_14] != number:
            raise Refused(
                say(
                    "GTIN {gtin} is printed on packs of level {printed}; it cannot stand for level {level}. "
                    "Give level {level} a new GTIN.",
                    gtin=gtin.value,
                    printed=printed[gtin_14],
                    level=number,
                )
            )
        verdict = judge(changes_between(old.master, new, number))
        if verdict.decision is Decision.NEW:
            raise Refused(
                say(
                    "GTIN {gtin} of level {level} is printed already and cannot stand for another product: "
                    "{because}. Give level {level} a new GTIN together with this change.",
                    gtin=gtin.value,
                    level=number,
                    because=verdict.because,
                )
            )


def require_steady_ratio(change: Change, old: ProductVersion, new: Master, starts_later: bool) -> None:
    """Refuse another pack ratio while jobs of the product are open, unless it takes effect later.

    Raises:
        Refused: the sentence names the job and its ratio.
    """
    before, now = Packing.of(old.product.levels), Packing.of(new.product.levels)
    if before == now or starts_later:
        return
    open_jobs = product_versions.open_jobs(change.connection, old.product_id)
    if open_jobs:
        raise Refused(
            say(
                "Job {job} of {product} is open and packs {ratio}, which stays frozen in it. Close it first, "
                "or let the new ratio take effect on a later day.",
                job=open_jobs[0],
                product=old.product.name,
                ratio=before.ratio(),
            )
        )


def require_room(new: Master) -> None:
    """Refuse a ratio that puts more into the largest pack than it takes by size and weight.

    Raises:
        Refused: it does; nothing where no capacity is given.
    """
    capacity, top = new.details.get("case_capacity"), new.product.levels[-1]
    if capacity and top.children > int(capacity):
        raise Refused(
            say(
                "The largest pack of {product} holds {found} packs by its ratio, but only {capacity} fit "
                "into it: correct the pack ratio or the capacity.",
                product=new.product.name,
                found=top.children,
                capacity=int(capacity),
            )
        )


def require_order(old: ProductVersion, effective_from: date, today: date) -> None:
    """Refuse a new version that would take effect in the past or before the one it succeeds.

    Raises:
        InputError: the sentence names the first possible day.
    """
    earliest = max(today, old.effective_from or today)
    if effective_from < earliest:
        raise InputError(
            say(
                "A new version of {product} cannot take effect on {found}: {earliest} is the first possible "
                "day.",
                product=old.product.name,
                found=effective_from.isoformat(),
                earliest=earliest.isoformat(),
            )
        )


def _gtins(master: Master) -> dict[str, tuple[Gtin, int]]:
    return {level.gtin.as_14: (level.gtin, level.level) for level in master.product.levels if level.gtin}
