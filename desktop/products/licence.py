"""GS1 company prefixes that the site may use: its own, and those of customers it packs for."""

from collections.abc import Collection
from dataclasses import dataclass

from desktop.codes.company_prefix import CompanyPrefix, require_licensed
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class LicensedPrefix:
    """A company prefix and who holds it."""

    prefix: str
    holder: str
    customer: bool = False
    """Held by a company that this site packs for, not by the site."""

    def __post_init__(self) -> None:
        CompanyPrefix(self.prefix)
        if not self.holder.strip() or not self.holder.isprintable():
            raise InputError(
                say("Company prefix {prefix}: name the company that holds it.", prefix=self.prefix)
            )


def fault_of_licence(gtin: Gtin, licensed: Collection[LicensedPrefix], customer: str) -> Text | None:
    """Say why the site may not use a GTIN, or None.

    A GTIN-8 holds no company prefix; where no prefix of the site is known, none can be compared.

    Args:
        gtin: the number on a pack.
        licensed: all prefixes that the site knows.
        customer: the company for which the product is made, or empty for the site itself.
    """
    if len(gtin.value) == 8 or not licensed:
        return None
    ours = [row for row in licensed if (row.holder == customer if customer else not row.customer)]
    try:
        require_licensed(gtin, [CompanyPrefix(row.prefix) for row in ours])
    except InputError as error:
        if not customer:
            return error.text
        return say(
            "GTIN {gtin}: its company prefix is none of those of the customer {customer} ({prefixes}). "
            "Correct the GTIN, or enter the customer's prefix.",
            gtin=gtin.value,
            customer=customer,
            prefixes=", ".join(row.prefix for row in ours) or say("none is entered"),
        )
    return None
