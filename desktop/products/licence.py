"""GS1 company prefixes that the site may use: its own, and those of customers it packs for."""

from collections.abc import Collection
from dataclasses import dataclass

from desktop.codes.characters import are_digits
from desktop.codes.gtin import Gtin
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTHS = range(4, 13)
"""Digits of a GS1 company prefix (GS1 General Specifications); GS1 China gives 7 to 10."""


@dataclass(frozen=True, slots=True)
class LicensedPrefix:
    """A company prefix and whose it is. ``customer``: of a company that this site packs for."""

    prefix: str
    holder: str
    customer: bool = False

    def __post_init__(self) -> None:
        if len(self.prefix) not in LENGTHS or not are_digits(self.prefix):
            raise InputError(
                say(
                    "Company prefix “{found}”: expected {least} to {most} digits.",
                    found=self.prefix,
                    least=LENGTHS[0],
                    most=LENGTHS[-1],
                )
            )
        if not self.holder.strip() or not self.holder.isprintable():
            raise InputError(
                say("Company prefix {prefix}: name the company that holds it.", prefix=self.prefix)
            )

    def covers(self, gtin: Gtin) -> bool:
        """Tell whether the GTIN begins with this prefix, behind the indicator digit of its 14 digits."""
        return gtin.as_14[1:].startswith(self.prefix)


def fault_of_licence(gtin: Gtin, licensed: Collection[LicensedPrefix], customer: str) -> Text | None:
    """Say why the site may not use a GTIN, or None.

    A GTIN-8 holds no company prefix; where no prefix of the site is known, none can be compared.

    Args:
        gtin: the number on a pack.
        licensed: all prefixes that the site knows.
        customer: the company for which the product is made, or empty for the site itself.
    """
    own = [row for row in licensed if (row.holder == customer if customer else not row.customer)]
    if len(gtin.value) == 8 or not licensed or any(row.covers(gtin) for row in own):
        return None
    prefixes = ", ".join(sorted(row.prefix for row in own)) or "-"
    if customer:
        return say(
            "GTIN {gtin}: none of the company prefixes of {customer} ({prefixes}) stands in it. Correct the "
            "GTIN, or enter the customer's prefix.",
            gtin=gtin.value,
            customer=customer,
            prefixes=prefixes,
        )
    return say(
        "GTIN {gtin}: none of the company prefixes licensed to this site ({prefixes}) stands in it. Correct "
        "the GTIN, or choose the customer for whom the product is made.",
        gtin=gtin.value,
        prefixes=prefixes,
    )
