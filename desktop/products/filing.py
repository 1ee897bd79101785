"""The filing of a product at its traceability platform, without which no pack of it may be coded.

Source S002: only after the filing has passed may the authorisation holder put codes on a product.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.errors import InputError
from desktop.products.completeness import completeness
from desktop.products.details import Details
from desktop.products.product import Product
from desktop.texts import Text, say


class FilingStatus(StrEnum):
    """How far the filing is."""

    NONE = "none"
    SUBMITTED = "submitted"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Filing:
    """Status with the number that the platform gave and the day on which it became so."""

    status: FilingStatus = FilingStatus.NONE
    number: str = ""
    on: date | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault is not None:
            raise InputError(fault)

    def _fault(self) -> Text | None:
        if not self.number.isprintable() or self.number != self.number.strip() or len(self.number) > 100:
            return say(
                "Filing number {found}: expected up to 100 characters without spaces around them.",
                found=ascii(self.number),
            )
        if self.status is FilingStatus.PASSED and not self.number:
            return say("A filing that has passed has a number: give the one that the platform shows.")
        if self.status is not FilingStatus.NONE and self.on is None:
            return say("Give the day on which the filing was {status}.", status=filing_title(self.status))
        if self.status is FilingStatus.NONE and (self.number or self.on):
            return say("A product that was not filed has neither filing number nor date.")
        return None


def filing_title(status: FilingStatus) -> Text:
    """Return the word for a filing status."""
    return {
        FilingStatus.NONE: say("not filed"),
        FilingStatus.SUBMITTED: say("submitted"),
        FilingStatus.PASSED: say("passed"),
    }[status]


def gate(product: Product, details: Details, filing: Filing) -> Text | None:
    """Say why no job may be created for the product, or None if one may. Specimens need neither.

    Nothing is filed with required data missing (S001 2.2.2.2), so a gap shows that this is not the data
    that was filed.
    """
    if product.specimen:
        return None
    if filing.status is FilingStatus.PASSED:
        missing = completeness(product, details).missing
        return None if not missing else _incomplete(product, missing)
    return say(
        "{product} ({type_no}) cannot be printed yet: its filing at the traceability platform is {status}, "
        "and only a filing that has passed allows codes on packs. Enter its number and date on the product's "
        "page once it has passed.",
        product=product.name,
        type_no=product.type_no,
        status=filing_title(filing.status),
    )


def _incomplete(product: Product, missing: tuple[Text, ...]) -> Text:
    named = missing[0]
    for field in missing[1:]:
        named = say("{some}, {more}", some=named, more=field)
    return say(
        "{product} ({type_no}) cannot be printed yet: required data is missing ({fields}). Fill it in on the "
        "product's page.",
        product=product.name,
        type_no=product.type_no,
        fields=named,
    )
