"""How many packs go into one pack, level by level, and the platform's way to write that.

The platform writes a pack ratio from the largest pack to the smallest, such as ``1:10:100``. Read
cumulatively, each number counts packs in one largest pack: a case of 10 bundles and 100 units. Read
nested, each number counts packs in the next larger one: 10 bundles of 100 units. All ratios seen in
public files divide evenly level by level, which speaks for the cumulative reading; it is the default,
and a person confirms the sentence. What is stored is the children of each level, never the string.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from desktop.codes.characters import are_digits, is_full_width, name_of
from desktop.errors import InputError
from desktop.products.product import MAX_CHILDREN, MAX_LEVELS, MIN_LEVELS, PackLevel
from desktop.texts import Text, say, say_count

_MAX_DIGITS = 17
"""Five levels of `MAX_CHILDREN` packs each need so many; what is longer is no number of packs."""


class Reading(StrEnum):
    """What the numbers of a ratio count."""

    CUMULATIVE = "cumulative"
    """Packs in one largest pack."""
    NESTED = "nested"
    """Packs in one pack of the next larger level."""


@dataclass(frozen=True, slots=True)
class Packing:
    """Packs in one pack of each level. ``children`` begins with level 1, which is always 1."""

    children: tuple[int, ...]

    def __post_init__(self) -> None:
        sound = (
            MIN_LEVELS <= len(self.children) <= MAX_LEVELS
            and self.children[0] == 1
            and all(1 <= count <= MAX_CHILDREN for count in self.children)
        )
        if not sound:
            raise InputError(
                say(
                    "Packs in one pack, from level 1 upwards: {found}. Expected {least} to {most} numbers "
                    "from 1 to {limit}, the first of them 1.",
                    found=", ".join(map(str, self.children)) or "-",
                    least=MIN_LEVELS,
                    most=MAX_LEVELS,
                    limit=MAX_CHILDREN,
                )
            )

    @classmethod
    def of(cls, levels: tuple[PackLevel, ...]) -> "Packing":
        """Take the packing of a product's levels."""
        return cls(tuple(level.children for level in levels))

    @classmethod
    def parse(cls, ratio: str, reading: Reading = Reading.CUMULATIVE) -> "Packing":
        """Read the platform's ratio.

        Raises:
            InputError: it is no ratio, or does not divide evenly in the cumulative reading.

        >>> Packing.parse("1:2:10").children, Packing.parse("1:2:10", Reading.NESTED).children
        ((1, 5, 2), (1, 10, 2))
        """
        numbers = _numbers(ratio)
        if reading is Reading.CUMULATIVE:
            _require_even(ratio, numbers)
            steps = [lower // upper for upper, lower in pairwise(numbers)]
        else:
            steps = numbers[1:]
        for step in steps:
            if step > MAX_CHILDREN:
                raise InputError(
                    say(
                        "Pack ratio {ratio}: {found} packs in one pack, expected at most {most}.",
                        ratio=ratio,
                        found=step,
                        most=MAX_CHILDREN,
                    )
                )
        return cls((1, *reversed(steps)))

    def ratio(self, reading: Reading = Reading.CUMULATIVE) -> str:
        """Write the packing as the platform does.

        >>> Packing((1, 10, 10)).ratio(), Packing((1, 10, 10)).ratio(Reading.NESTED)
        ('1:10:100', '1:10:10')
        """
        steps = tuple(reversed(self.children[1:]))
        numbers = self._in_largest() if reading is Reading.CUMULATIVE else (1, *steps)
        return ":".join(map(str, numbers))

    def packs_for(self, units: int) -> tuple[int, ...]:
        """Return how many packs of each level ``units`` smallest packs need; a partial one counts.

        >>> Packing((1, 5, 2)).packs_for(1001)
        (1001, 201, 101)
        """
        counts = [units]
        for children in self.children[1:]:
            counts.append(-(-counts[-1] // children))
        return tuple(counts)

    @property
    def sentence(self) -> Text:
        """The packing in words, to be confirmed by a person: 1 case = 10 bundles = 100 units."""
        levels = range(len(self.children), 0, -1)
        parts = [counted_packs(level, n) for level, n in zip(levels, self._in_largest(), strict=True)]
        text = parts[0]
        for part in parts[1:]:
            text = say("{larger} = {smaller}", larger=text, smaller=part)
        return text

    def _in_largest(self) -> tuple[int, ...]:
        """Packs of each level in one largest pack, the largest first."""
        counts = [1]
        for step in reversed(self.children[1:]):
            counts.append(counts[-1] * step)
        return tuple(counts)


def counted_packs(level: int, n: int) -> Text:
    """Say ``n`` packs of ``level`` in words: 1 unit, 10 bundles, 2 cases."""
    words = (
        say_count("{n} unit", "{n} units", n=n),
        say_count("{n} bundle", "{n} bundles", n=n),
        say_count("{n} case", "{n} cases", n=n),
        say_count("{n} pallet", "{n} pallets", n=n),
        say_count("{n} pack of level 5", "{n} packs of level 5", n=n),
    )
    return words[level - 1]


def _numbers(ratio: str) -> list[int]:
    """Take a ratio apart. Positive, from 1, never falling."""
    if not ratio.strip():
        raise InputError(say("No pack ratio was given: expected one like 1:10:100."))
    wide = next((character for character in ratio if is_full_width(character)), None)
    if wide is not None:
        raise InputError(
            say(
                "Pack ratio {ratio}: {character} stands in it. Switch the input method to English and "
                "write it like 1:10:100.",
                ratio=ratio,
                character=name_of(wide),
            )
        )
    parts = ratio.split(":")
    numbers = [_number(ratio, part) for part in parts]
    if numbers[0] != 1:
        raise InputError(
            say("Pack ratio {ratio}: starts with {found}, must start with 1.", ratio=ratio, found=numbers[0])
        )
    if 0 in numbers:
        raise InputError(say("Pack ratio {ratio}: 0 packs in a pack, expected 1 or more.", ratio=ratio))
    if not MIN_LEVELS <= len(numbers) <= MAX_LEVELS:
        raise InputError(
            say(
                "Pack ratio {ratio}: levels found: {found}, expected {least} to {most}.",
                ratio=ratio,
                found=len(numbers),
                least=MIN_LEVELS,
                most=MAX_LEVELS,
            )
        )
    for upper, lower in pairwise(numbers):
        if lower < upper:
            raise InputError(
                say(
                    "Pack ratio {ratio}: {lower} follows {upper}; the numbers must not fall "
                    "from the largest pack to the smallest.",
                    ratio=ratio,
                    lower=lower,
                    upper=upper,
                )
            )
    return numbers


def _number(ratio: str, part: str) -> int:
    if are_digits(part) and len(part) <= _MAX_DIGITS:
        return int(part)
    if not part:
        raise InputError(say("Pack ratio {ratio}: a number is missing beside a colon.", ratio=ratio))
    if part[0] == "-" and are_digits(part[1:]):
        raise InputError(
            say("Pack ratio {ratio}: {found} is negative, expected 1 or more.", ratio=ratio, found=part)
        )
    raise InputError(
        say("Pack ratio {ratio}: '{found}' is no whole number of packs.", ratio=ratio, found=part)
    )


def _require_even(ratio: str, numbers: list[int]) -> None:
    for upper, lower in pairwise(numbers):
        if lower % upper:
            raise InputError(
                say(
                    "Pack ratio {ratio}: {lower} packs do not fill {upper} packs evenly. If {lower} go into "
                    "each of the {upper}, choose the nested reading.",
                    ratio=ratio,
                    lower=lower,
                    upper=upper,
                )
            )
