"""How many codes a batch needs on each pack level, with spare ones, and how full the last pack is."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from desktop.errors import InputError
from desktop.products.packing import Packing, counted_packs
from desktop.texts import Text, say

MOST_UNITS = 100_000_000
"""Smallest packs of one plan. No standard's number: what is more is a typing error."""

MOST_SPARE = 100
"""Percent. No standard's number: twice what is needed is the most that anybody would waste."""


@dataclass(frozen=True, slots=True)
class LevelNeed:
    """The codes of one pack level."""

    level: int
    needed: int
    """Packs, the partial one too."""
    spare: int
    """The percentage of these, rounded up."""
    of: int
    """Packs of the next lower level that fill one."""
    last: int
    """How many of them the last pack holds; 0: it is full."""

    @property
    def total(self) -> int:
        """Codes to allocate."""
        return self.needed + self.spare

    @property
    def full(self) -> int:
        """Packs that are full."""
        return self.needed - (1 if self.last else 0)

    @property
    def last_pack(self) -> Text | None:
        """What a person must know of the last pack; None if it is full."""
        if not self.last:
            return None
        return say(
            "The last of {packs} holds {held} of {capacity}.",
            packs=counted_packs(self.level, self.needed),
            held=self.last,
            capacity=self.of,
        )


def plan(packing: Packing, units: int, spare: Mapping[int, Fraction]) -> tuple[LevelNeed, ...]:
    """Return the needs of each level, level 1 first.

    Args:
        packing: packs in a pack.
        units: smallest packs to be packed, 1 to 100 000 000.
        spare: percent of spare codes by level, 0 to 100; none where nothing is said.

    Raises:
        InputError: a number is out of its range.

    >>> [need.total for need in plan(Packing.parse("1:2:10"), 1000, {})]
    [1000, 200, 100]
    """
    if not 1 <= units <= MOST_UNITS:
        raise InputError(
            say("{found} packs to plan for: expected 1 to {most}.", found=units, most=MOST_UNITS)
        )
    for level, percent in spare.items():
        if not 0 <= percent <= MOST_SPARE:
            raise InputError(
                say(
                    "Level {level}: {found} % of spare codes, expected 0 to {most}.",
                    level=level,
                    found=f"{float(percent):g}",
                    most=MOST_SPARE,
                )
            )
    needs = []
    below = units
    for level, (needed, of) in enumerate(zip(packing.packs_for(units), packing.children, strict=True), 1):
        share = needed * spare.get(level, Fraction(0)) / 100
        needs.append(LevelNeed(level, needed, -int(-share // 1), of, below % of))
        below = needed
    return tuple(needs)
