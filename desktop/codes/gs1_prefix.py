"""GS1 prefixes: who numbers the items that begin so, and which no product of a plant may begin with.

A GS1 prefix tells which member organisation licensed the company prefix, never where a product was made.
Only what concerns a Chinese plant is listed; all else is another member organisation's.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.texts import Text, say


class PrefixUse(StrEnum):
    """What numbers with a prefix are for."""

    COMPANY = "company"
    """Trade items of companies."""
    RESTRICTED = "restricted"
    """Numbers that a shop or a company gives itself."""
    COUPON = "coupon"
    REFUND = "refund"
    PUBLICATION = "publication"
    """Periodicals (ISSN) and books (ISBN)."""
    RESERVED = "reserved"


@dataclass(frozen=True, slots=True)
class PrefixRow:
    """The numbers from ``first`` to ``last``, compared digit by digit with a GTIN-13.

    Attributes:
        trusted: whether the row was read in a published table. What is only remembered is shown to
            nobody as a rule and refuses nothing.
    """

    first: str
    last: str
    use: PrefixUse
    source: str
    trusted: bool = True

    def covers(self, number: str) -> bool:
        """Tell whether the GTIN-13 (or any 13 digits that begin with a company prefix) is one of these."""
        return self.first <= number[: len(self.first)] <= self.last


_PUBLISHED = "GS1 prefix list as published by GS1 and carried by biip 5.2.0"

PREFIXES = (
    PrefixRow("0000000", "0000000", PrefixUse.RESTRICTED, _PUBLISHED),
    PrefixRow("020", "029", PrefixUse.RESTRICTED, _PUBLISHED),
    PrefixRow("040", "049", PrefixUse.RESTRICTED, _PUBLISHED),
    PrefixRow("050", "059", PrefixUse.RESERVED, _PUBLISHED),
    PrefixRow("200", "299", PrefixUse.RESTRICTED, _PUBLISHED),
    PrefixRow("471", "471", PrefixUse.COMPANY, _PUBLISHED),
    PrefixRow("489", "489", PrefixUse.COMPANY, _PUBLISHED),
    PrefixRow("680", "681", PrefixUse.COMPANY, "GS1 China; biip 5.2.0 (680-699 are GS1 China's)"),
    PrefixRow("690", "699", PrefixUse.COMPANY, "GS1 China; source document S001 for 690 to 693"),
    PrefixRow("958", "958", PrefixUse.COMPANY, _PUBLISHED),
    PrefixRow("977", "977", PrefixUse.PUBLICATION, _PUBLISHED),
    PrefixRow("978", "979", PrefixUse.PUBLICATION, _PUBLISHED),
    PrefixRow("980", "980", PrefixUse.REFUND, _PUBLISHED),
    PrefixRow("981", "983", PrefixUse.COUPON, _PUBLISHED),
    PrefixRow("984", "984", PrefixUse.COUPON, "remembered; the published list ends at 983", trusted=False),
    PrefixRow("99", "99", PrefixUse.COUPON, _PUBLISHED),
)


def row_of(number: str) -> PrefixRow | None:
    """Return the row that ``number`` (13 digits as in a GTIN-13) belongs to, or None."""
    return next((row for row in PREFIXES if row.covers(number)), None)


def kept_for(number: str) -> Text | None:
    """Say for what the numbers like ``number`` are kept, or None if products may have them."""
    row = row_of(number)
    if row is None or not row.trusted:
        return None
    return {
        PrefixUse.RESTRICTED: say("numbers that a shop gives itself"),
        PrefixUse.COUPON: say("coupons"),
        PrefixUse.REFUND: say("refund receipts"),
        PrefixUse.PUBLICATION: say("periodicals and books"),
    }.get(row.use)


def issuer_of(number: str) -> Text:
    """Name the GS1 organisation that licensed the company prefix which ``number`` begins with."""
    row = row_of(number)
    offices = {
        "680": say("GS1 China"),
        "690": say("GS1 China"),
        "471": say("GS1 Chinese Taipei"),
        "489": say("GS1 Hong Kong, China"),
        "958": say("GS1 Macau, China"),
    }
    return offices.get(row.first if row else "", say("another GS1 organisation"))


def is_gs1_china(number: str) -> bool:
    """Tell whether ``number`` begins with a prefix of GS1 China (680, 681, 690 to 699)."""
    return number[:3] in {"680", "681"} or "690" <= number[:3] <= "699"
