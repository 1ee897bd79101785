"""MA codes (IDcode, ZIIOT): ``MA.country.industry.registrant.product`` and production data behind it.

Sources: public answers of the issuing agency and of UDI registers. The algorithm of the check character
has not been published, so it is not verified.
"""

from dataclasses import dataclass

from desktop.codes.characters import OUTER_SPACE, are_digits, first_foreign, name_of
from desktop.errors import InputError
from desktop.texts import Text, say

DI_PARTS = 5
_TAGS = "LSMEVD"
_DATE_TAGS = "MEV"
_CAPITALS_AND_DIGITS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def tag_title(tag: str) -> Text:
    """Name the production datum that a letter announces."""
    return {
        "L": say("lot"),
        "S": say("serial number"),
        "M": say("production date"),
        "E": say("expiry date"),
        "V": say("valid until"),
        "D": say("sterilisation lot"),
    }[tag]


@dataclass(frozen=True, slots=True)
class MaCode:
    """One MA code with the shape of a medical device's (industry M0).

    Attributes:
        registrant: six characters.
        product: pack level (1), item (6), check character (1).
        production: letter and value, in the order given.
    """

    country: str
    registrant: str
    product: str
    production: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> "MaCode":
        """Read an MA code; spaces around it are taken off.

        Raises:
            InputError: a part is missing or has another shape.
        """
        parts = text.strip(OUTER_SPACE).split(".")
        if parts[0] != "MA":
            raise InputError(say("MA code: begins with {found}, expected MA.", found=parts[0]))
        if len(parts) < DI_PARTS:
            raise InputError(
                say(
                    "MA code: {found} of {expected} parts found: MA.156.M0.registrant.product.",
                    found=len(parts),
                    expected=DI_PARTS,
                )
            )
        _, country, industry, registrant, product, *rest = parts
        if len(country) != 3 or not are_digits(country):
            raise InputError(
                say("MA code: country {found}, expected three digits such as 156.", found=country)
            )
        if industry != "M0":
            raise InputError(say("MA code: industry {found}, expected M0 (medical devices).", found=industry))
        _require(registrant, 6, say("registrant"))
        _require(product, 8, say("product"))
        return cls(country, registrant, product, tuple(_production(part) for part in rest))

    @property
    def di(self) -> str:
        """The device identifier: the code without production data."""
        return f"MA.{self.country}.M0.{self.registrant}.{self.product}"

    @property
    def text(self) -> str:
        """The whole code as it is encoded."""
        return ".".join((self.di, *(f"{tag}{value}" for tag, value in self.production)))

    @property
    def pack_level(self) -> str:
        """The first character of the product part."""
        return self.product[0]


def _require(part: str, length: int, name: Text) -> None:
    index = first_foreign(part, _CAPITALS_AND_DIGITS)
    if index is not None:
        raise InputError(
            say(
                "MA code: character {position} of the {part} is {character}, "
                "only 0-9 and capital letters are allowed.",
                position=index + 1,
                part=name,
                character=name_of(part[index]),
            )
        )
    if len(part) != length:
        raise InputError(
            say(
                "MA code: {part} {value} has {found} characters, expected {expected}.",
                part=name,
                value=part,
                found=len(part),
                expected=length,
            )
        )


def _production(part: str) -> tuple[str, str]:
    tag, value = part[:1], part[1:]
    if not value or tag not in _TAGS:
        raise InputError(
            say(
                "MA code: part {part}, expected one of the letters L, S, M, E, V, D and a value behind it.",
                part=part,
            )
        )
    if tag in _DATE_TAGS and not (are_digits(value) and len(value) in {6, 8}):
        raise InputError(
            say(
                "MA code: {part} {value}, expected a date of 6 or 8 digits.", part=tag_title(tag), value=value
            )
        )
    return tag, value


def refuse_ahm() -> InputError:
    """Make the answer to a code of the AHM agency (AliHealth), whose layout has not been published."""
    return InputError(
        say("AHM codes (AliHealth) are not supported: their layout has not been published. Use GS1 or MA.")
    )
