"""How grades are worded and marked on the quality page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from desktop.grading.editions import is_matrix
from desktop.grading.formal import PASSES_FROM, at_most, letter
from desktop.grading.model import Edition, Name, Parameter, SymbolGrade
from desktop.grading.words import title
from desktop.products.quality import minimum_grade
from desktop.texts import Text, say
from ui.style import Colours
from ui.wording import Mark

_GOOD = 2.5
"""From here a parameter is good (A, B); below, but not failing, it is worth a look."""
_SAYS_ITSELF = frozenset({Name.DECODE, Name.EDGES, Name.PRINT_GROWTH})
"""Parameters whose short name says no more than their title."""
_LONGEST = 60
_LIGHT = ("#b3261e", "#e07b39", "#eebd5a", "#b9dcd6", "#e6f3f0")
_DARK = ("#ff6b60", "#c9702f", "#8d6f2b", "#2f5a5c", "#1d3438")


@dataclass(frozen=True, eq=False, slots=True)
class GradedSymbol:
    """One symbol of a picture by every edition that grades it, the default first.

    Attributes:
        needed: the least grade that passes.
    """

    editions: tuple[SymbolGrade, ...]
    needed: float = PASSES_FROM

    @property
    def first(self) -> SymbolGrade:
        """What it is worth by the default edition."""
        return self.editions[0]

    def by(self, edition: Edition) -> SymbolGrade:
        """Return what it is worth by an edition; by the default one if that does not grade it."""
        return next((one for one in self.editions if one.edition is edition), self.first)


def grouped(symbols: Sequence[SymbolGrade], asked: float = 0.0) -> tuple[GradedSymbol, ...]:
    """Put the grades of each symbol by several editions together, from top to bottom of the picture.

    Args:
        symbols: as graded.
        asked: the least grade that the plant asks of the product; 0: the rules alone say what is needed.
    """
    found: dict[tuple[bool, int], list[SymbolGrade]] = {}
    counters: dict[Edition, count[int]] = {}
    for one in symbols:
        # The symbols of a picture come in the same order by each edition of their kind.
        number = next(counters.setdefault(one.edition, count()))
        found.setdefault((is_matrix(one.symbology), number), []).append(one)
    ordered = sorted(found.values(), key=lambda same: min(y for _, y in same[0].corners))
    return tuple(GradedSymbol(tuple(same), minimum_grade(same[0].symbology, asked=asked)) for same in ordered)


def verdict(symbol: SymbolGrade, least: float = PASSES_FROM) -> tuple[Mark, Text]:
    """Return whether a symbol is good enough, as mark and word."""
    if symbol.grade is None:
        return Mark.UNKNOWN, say("Not measurable")
    return (Mark.DONE, say("Passes")) if symbol.grade >= least else (Mark.STOPPED, say("Fails"))


def mark_of(grade: float | None, least: float = PASSES_FROM) -> Mark:
    """Return the mark of one parameter's grade; None, what only informs, is idle."""
    if grade is None:
        return Mark.IDLE
    if grade < least:
        return Mark.STOPPED
    return Mark.DONE if grade >= _GOOD else Mark.ATTENTION


def graded(grade: float) -> str:
    """Write a grade with its letter: ``2.8 (B)``."""
    return f"{grade:.1f} ({letter(grade)})"


def short_grade(symbol: SymbolGrade) -> Text:
    """Say in few words what a symbol is worth."""
    if symbol.grade is not None:
        return say("{grade}", grade=graded(symbol.grade))
    most = at_most(symbol)
    return say("no grade") if most is None else say("at most {grade}", grade=graded(most))


def parameter_title(name: str) -> Text:
    """Name a parameter in words with the letters that the standards write."""
    if name in _SAYS_ITSELF or name not in set(Name):
        return title(name)
    return say("{title} {short}", title=title(name), short=str(name))


def value_of(parameter: Parameter) -> str:
    """Write the value of a parameter: percent, except the mean grade of the fixed pattern."""
    if parameter.value is None:
        return ""
    return f"{parameter.value:.1f}" if parameter.name == Name.AG else f"{parameter.value:.1f} %"


def plain_data(data: str) -> str:
    """Return decoded data in one line that fits; separators are shown."""
    shown = "".join(char if char.isprintable() else f"<{ord(char):02X}>" for char in data)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def module_colours(colours: Colours) -> tuple[str, ...]:
    """Return the colours of grades 0 to 4: each is also lighter or darker than the one before."""
    return _DARK if colours.dark else _LIGHT
