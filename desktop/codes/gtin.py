"""The Global Trade Item Number: GTIN-8, -12, -13 and -14, and its check digit."""

from dataclasses import dataclass

from desktop.codes.characters import DIGITS, OUTER_SPACE, are_digits, first_foreign, is_full_width, name_of
from desktop.codes.gs1_prefix import issuer_of, kept_for
from desktop.errors import InputError
from desktop.texts import Text, say

LENGTHS = (8, 12, 13, 14)
"""Digits of a GTIN (GS1 General Specifications)."""

INDICATORS = range(9)
"""Indicators of packs with a fixed content: 0 the item itself, 1 to 8 its higher packs; 9 is for a
variable measure."""

BODY_LENGTH = 12
"""Digits of a GTIN-13 without its check digit: company prefix and item reference."""


def check_digit(body: str) -> int:
    """Compute the GS1 check digit (mod 10, weights 3 and 1 from the right).

    Args:
        body: the digits without the check digit.

    >>> check_digit("693283360010")
    9
    """
    total = sum(int(digit) * (3, 1)[index % 2] for index, digit in enumerate(reversed(body)))
    return -total % 10


@dataclass(frozen=True, slots=True)
class Gtin:
    """A GTIN with as many digits as it was given with. Two are the same item if ``as_14`` is equal."""

    value: str

    def __post_init__(self) -> None:
        fault = _fault_of(self.value)
        if fault is not None:
            raise InputError(fault)

    @classmethod
    def parse(cls, text: str) -> "Gtin":
        """Read a GTIN as typed or scanned. Spaces around it are taken off, nothing within is.

        Raises:
            InputError: it is empty, holds something but 0-9, has another length or another check digit.
        """
        return cls(text.strip(OUTER_SPACE))

    @classmethod
    def of_length(cls, text: str, digits: int) -> "Gtin":
        """Read a GTIN that must have ``digits`` digits (8, 12, 13 or 14).

        Raises:
            InputError: it is no GTIN or one of another length.

        >>> Gtin.of_length("6932833600109", 13).value
        '6932833600109'
        """
        value = text.strip(OUTER_SPACE)
        if are_digits(value) and len(value) != digits:
            raise InputError(
                say(
                    "{found} digits found; GTIN-{expected} needs {expected} (the last is the check digit).",
                    found=len(value),
                    expected=digits,
                )
            )
        return cls(value)

    @classmethod
    def build(cls, body: str, *, indicator: int | None = None) -> "Gtin":
        """Make a GTIN-13, or a GTIN-14 with an ``indicator``, by computing its check digit.

        Args:
            body: company prefix and item reference, 12 digits.
            indicator: 0 to 8, the pack level's own digit in front.

        >>> Gtin.build("693283360010", indicator=1).value
        '16932833600106'
        """
        if len(body) != BODY_LENGTH or not are_digits(body):
            raise InputError(
                say(
                    "GTIN: company prefix and item reference are {found}, expected {expected} digits "
                    "together.",
                    found=body,
                    expected=BODY_LENGTH,
                )
            )
        if indicator is not None and indicator not in INDICATORS:
            raise InputError(_indicator_fault(indicator))
        front = f"{'' if indicator is None else indicator}{body}"
        return cls(f"{front}{check_digit(front)}")

    @property
    def as_14(self) -> str:
        """The number in 14 digits, as data carriers and databases hold it."""
        return self.value.zfill(14)

    @property
    def indicator(self) -> int:
        """The pack level's own digit: 0 for the item itself, 1 to 8 for higher packs."""
        return int(self.as_14[0])

    @property
    def body(self) -> str:
        """Company prefix and item reference, 12 digits; equal on all packs of an item."""
        return self.as_14[1:13]

    @property
    def issuer(self) -> Text | None:
        """The GS1 organisation that licensed the company prefix, None for a GTIN-8."""
        return None if self._is_short else issuer_of(self.as_14[1:])

    def higher_pack(self, indicator: int) -> "Gtin":
        """Make the GTIN-14 of a higher pack of this item; the check digit is computed anew.

        Args:
            indicator: 1 to 8.

        >>> Gtin("6932833600109").higher_pack(1).value
        '16932833600106'
        """
        if indicator == 0:
            raise InputError(_indicator_fault(indicator))
        return Gtin.build(self.body, indicator=indicator)

    @property
    def restriction(self) -> Text | None:
        """Why no product of a plant can have this number, or None if one can."""
        if len(self.value) == 14 and self.value[0] == "9":
            return say(
                "GTIN {gtin}: indicator 9 means a variable measure, which no drug pack has.", gtin=self.value
            )
        meant_for = None if self._is_short else kept_for(self.as_14[1:])
        if meant_for is None:
            return None
        return say(
            "GTIN {gtin}: prefix {prefix} is kept for {meant_for}, not for products.",
            gtin=self.value,
            prefix=self.as_14[1:4],
            meant_for=meant_for,
        )

    @property
    def _is_short(self) -> bool:
        """Whether this is a GTIN-8, also when it is written with zeros in front."""
        return self.as_14.startswith("000000")


def difference(first: str, second: str) -> Text | None:
    """Say where two entries of the same number differ, or None if they are equal.

    A check digit of this kind does not see every swap of neighbours (``unseen_swaps``), so a number that
    is typed is typed twice. Spaces around the entries do not count.

    >>> str(difference("6920161234561", "6920611234561"))
    'The two entries differ: digit 5 is 1 in the first and 6 in the second. Type the number again.'
    """
    first, second = first.strip(OUTER_SPACE), second.strip(OUTER_SPACE)
    if len(first) != len(second):
        return say(
            "The two entries differ: the first has {first} characters, the second {second}. "
            "Type the number again.",
            first=len(first),
            second=len(second),
        )
    for position, (one, other) in enumerate(zip(first, second, strict=True), start=1):
        if one != other:
            return say(
                "The two entries differ: digit {position} is {first} in the first and {second} in the "
                "second. "
                "Type the number again.",
                position=position,
                first=one,
                second=other,
            )
    return None


def typed_twice(first: str, second: str) -> Gtin:
    """Read a GTIN that a person typed twice.

    Raises:
        InputError: the entries differ, or they are no GTIN.
    """
    gtin = Gtin.parse(first)
    fault = difference(first, second)
    if fault is not None:
        raise InputError(fault)
    return gtin


def unseen_swaps(value: str) -> tuple[int, ...]:
    """Return the places (of the left digit, from 1) where a swap of neighbours leaves the check digit right.

    Weights 3 and 1 tell two neighbours apart except when they differ by 5.

    >>> unseen_swaps("6920161234561")
    (5, 6, 12)
    """
    return tuple(
        index + 1 for index in range(len(value) - 1) if abs(int(value[index]) - int(value[index + 1])) == 5
    )


def _fault_of(value: str) -> Text | None:
    if not value:
        return say("No GTIN was given: expected 8, 12, 13 or 14 digits.")
    index = first_foreign(value, DIGITS)
    if index is not None:
        return _foreign_character(value, index)
    if len(value) not in LENGTHS:
        return say(
            "GTIN {gtin}: found {found} digits, expected 8, 12, 13 or 14 (the last is the check digit).",
            gtin=value,
            found=len(value),
        )
    expected = check_digit(value[:-1])
    return None if int(value[-1]) == expected else _wrong_check_digit(value, expected)


def _indicator_fault(indicator: int) -> Text:
    if indicator == 9:
        return say("GTIN-14: indicator 9 means a variable measure, which no drug pack has.")
    return say("GTIN-14: indicator {indicator}, expected 1 to 8 for a higher pack.", indicator=indicator)


def _foreign_character(value: str, index: int) -> Text:
    if is_full_width(value[index]):
        return say(
            "GTIN: character {position} is {character}, only 0-9 are allowed. "
            "Switch the input method to English.",
            position=index + 1,
            character=name_of(value[index]),
        )
    return say(
        "GTIN: character {position} is {character}, only 0-9 are allowed.",
        position=index + 1,
        character=name_of(value[index]),
    )


def _wrong_check_digit(value: str, expected: int) -> Text:
    corrected = f"{value[:-1]}{expected}"
    if len(value) == 12:
        return say(
            "GTIN {gtin}: 12 digits found; GTIN-13 needs 13 (the last is the check digit). "
            "As a GTIN-12 its check digit is {found}, must be {expected}.",
            gtin=value,
            found=value[-1],
            expected=expected,
        )
    if len(value) == 14 and int(value[-1]) == check_digit(value[1:-1]):
        return say(
            "GTIN {gtin}: check digit is {found}, must be {expected}: the indicator in front changes it. "
            "The GTIN-14 of {inner} with indicator {indicator} is {corrected}.",
            gtin=value,
            found=value[-1],
            expected=expected,
            inner=value[1:],
            indicator=value[0],
            corrected=corrected,
        )
    return say(
        "GTIN {gtin}: check digit is {found}, must be {expected}.",
        gtin=value,
        found=value[-1],
        expected=expected,
    )
