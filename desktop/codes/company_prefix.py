"""The GS1 company prefix: the digits that a GS1 organisation licensed to a company."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.codes.characters import DIGITS, OUTER_SPACE, are_digits, first_foreign, name_of
from desktop.codes.gs1_prefix import is_gs1_china, issuer_of, kept_for
from desktop.codes.gtin import BODY_LENGTH, Gtin
from desktop.errors import InputError
from desktop.texts import Text, say


@dataclass(frozen=True, slots=True)
class PrefixLength:
    """How many digits a company prefix may have."""

    least: int
    most: int
    source: str


GS1_CHINA = PrefixLength(7, 10, "GS1 China: company prefixes of 7 to 10 digits")
ELSEWHERE = PrefixLength(4, 12, "GS1 company prefix length table (4 to 12 digits)")


@dataclass(frozen=True, slots=True)
class CompanyPrefix:
    """One licensed company prefix."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "CompanyPrefix":
        """Read a company prefix as typed; spaces around it are taken off.

        Raises:
            InputError: it is empty, holds something but 0-9, or its length or GS1 prefix cannot be.
        """
        return cls(text.strip(OUTER_SPACE))

    @property
    def item_digits(self) -> int:
        """How many digits are left for the item reference of a GTIN-13; 0 to 8."""
        return BODY_LENGTH - len(self.value)

    @property
    def issuer(self) -> Text:
        """The GS1 organisation that licensed it."""
        return issuer_of(self.value)

    def owns(self, gtin: Gtin) -> bool:
        """Tell whether ``gtin`` is built on this prefix."""
        return gtin.body.startswith(self.value)

    def gtin(self, item: str) -> Gtin:
        """Make the GTIN-13 of an item reference.

        >>> CompanyPrefix("6948710").gtin("40001").value
        '6948710400014'
        """
        if len(item) != self.item_digits or not are_digits(item):
            raise InputError(
                say(
                    "Item reference {item}: expected {expected} digits behind company prefix {prefix}.",
                    item=item,
                    expected=self.item_digits,
                    prefix=self.value,
                )
            )
        return Gtin.build(self.value + item)


def licensed(gtin: Gtin, prefixes: Iterable[CompanyPrefix]) -> CompanyPrefix | None:
    """Return the longest of ``prefixes`` that ``gtin`` is built on, or None if there is none."""
    owners = [prefix for prefix in prefixes if prefix.owns(gtin)]
    return max(owners, key=lambda prefix: len(prefix.value), default=None)


def require_licensed(gtin: Gtin, prefixes: Iterable[CompanyPrefix]) -> CompanyPrefix:
    """Return the prefix that ``gtin`` is built on.

    Raises:
        InputError: it is none of ``prefixes``, those licensed to the plant.
    """
    known = tuple(prefixes)
    found = licensed(gtin, known)
    if found is None:
        raise InputError(
            say(
                "GTIN {gtin}: its company prefix is none of those licensed to this plant ({prefixes}). "
                "If it is a customer's, choose the customer; otherwise check the GTIN.",
                gtin=gtin.value,
                prefixes=", ".join(prefix.value for prefix in known) or say("none is entered"),
            )
        )
    return found


def _fault_of(value: str) -> Text | None:
    if not value:
        return say("No company prefix was given: expected the digits of the GS1 certificate.")
    index = first_foreign(value, DIGITS)
    if index is not None:
        return say(
            "Company prefix: character {position} is {character}, only 0-9 are allowed.",
            position=index + 1,
            character=name_of(value[index]),
        )
    allowed = GS1_CHINA if is_gs1_china(value) else ELSEWHERE
    if not allowed.least <= len(value) <= allowed.most:
        return say(
            "Company prefix {prefix}: found {found} digits, expected {least} to {most}.",
            prefix=value,
            found=len(value),
            least=allowed.least,
            most=allowed.most,
        )
    meant_for = kept_for(value)
    if meant_for is None:
        return None
    return say(
        "Company prefix {prefix}: numbers that begin so are kept for {meant_for}, not for companies.",
        prefix=value,
        meant_for=meant_for,
    )
