"""What the drug code's printing rules demand of a symbol, and which sizes a printer can make of that.

The rules are rows with their source. A printer makes a bar of whole dots only, so of all widths that
the rules allow there are a handful for each resolution: ``legal_module_dots`` lists them.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import InputError
from desktop.symbols.code128 import module_count
from desktop.texts import say
from desktop.units import Resolution

_EPSILON = 1e-9


class Scheme(StrEnum):
    """What kind of code a symbol carries: it decides which rules hold."""

    DRUG_CODE = "drug_code"


class Strength(StrEnum):
    """How binding a limit is."""

    ERROR = "error"
    """What breaks it must not be printed."""
    WARNING = "warning"
    """A person must look."""
    ADVICE = "advice"
    """Good practice; nothing is reported."""


class Confidence(StrEnum):
    """How far a number can be trusted; what is not read for certain is at most a warning."""

    READ = "read"
    """It stands so in its source."""
    MEDIUM = "medium"
    """Read in sources that are not the standard itself, or only one of several."""
    LOW = "low"
    """To be confirmed."""
    CONFLICT = "conflict"
    """Sources say different things."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One number of a rule: at least ``value`` (at most it where ``upper``), or more where ``exclusive``."""

    value: float
    unit: str
    """"mm", or "X" for multiples of the X-dimension."""
    strength: Strength
    source: str
    exclusive: bool = False
    upper: bool = False
    confidence: Confidence = Confidence.READ

    def met_by(self, measured: float) -> bool:
        """Tell whether ``measured``, in the limit's own unit, is enough."""
        if self.upper:
            return measured <= self.value + _EPSILON
        if self.exclusive:
            return measured > self.value + _EPSILON
        return measured >= self.value - _EPSILON


@dataclass(frozen=True, slots=True)
class SymbolRule:
    """All that a scheme demands of its linear symbol.

    Attributes:
        digits: how many digits the code has.
        x_minimums: lower limits of the X-dimension, the most binding first.
        x_maximum_mm: above this no choice is offered (symbols no hand scanner can take in).
        height: of the bars.
        side_quiet: free space left and right of the bars.
        vertical_quiet: free space above and below the bars.
        groupings: how the human-readable digits may be grouped, by name.
        hri_source: who demands that the digits say what the bars say.
    """

    scheme: Scheme
    digits: int
    x_minimums: tuple[Limit, ...]
    x_maximum_mm: float
    height: Limit
    side_quiet: Limit
    vertical_quiet: Limit
    groupings: tuple[tuple[str, tuple[int, ...]], ...]
    hri_source: str

    @property
    def modules_with_quiet_zones(self) -> int:
        """Width of the symbol in modules, both side quiet zones included."""
        return module_count(self.digits) + 2 * int(self.side_quiet.value)

    def broken_x_limit(self, x_mm: float) -> Limit | None:
        """Return the most binding limit that an X-dimension of ``x_mm`` breaks, or None."""
        return next(
            (
                limit
                for limit in self.x_minimums
                if limit.strength is not Strength.ADVICE and not limit.met_by(x_mm)
            ),
            None,
        )

    def grouping(self, name: str) -> tuple[int, ...]:
        """Return the sizes of the digit groups of the grouping ``name``.

        Raises:
            InputError: the scheme has no such grouping.
        """
        for known, sizes in self.groupings:
            if known == name:
                return sizes
        raise InputError(
            say(
                'There is no digit grouping "{found}"; there are {known}.',
                found=name,
                known=", ".join(known for known, _ in self.groupings),
            )
        )


# The rules themselves are not public; the article that gives them counts the clauses.
_SYMBOL_CLAUSE = "《监管码条码印刷技术规范》 (《浅谈药品电子监管码》 2013, 3.3.2)"
_QUIET_CLAUSE = "《监管码条码印刷技术规范》 (《浅谈药品电子监管码》 2013, 3.3.3)"
_QUALITY_CLAUSE = "《监管码条码印刷技术规范》 (《浅谈药品电子监管码》 2013, 3.3.4)"
_TRADE_SHEET = "LYNX-CAPA data sheet on drug code symbols"

DRUG_CODE = SymbolRule(
    scheme=Scheme.DRUG_CODE,
    digits=20,
    x_minimums=(
        # The clause on quiet zones says X >= 0.17 mm, the one on density says 7 mil, which is more.
        Limit(0.17, "mm", Strength.ERROR, _QUIET_CLAUSE),
        Limit(0.1778, "mm", Strength.WARNING, _SYMBOL_CLAUSE),
        Limit(0.25, "mm", Strength.ADVICE, _TRADE_SHEET, exclusive=True),
    ),
    x_maximum_mm=0.5,  # the same data sheet
    height=Limit(8.0, "mm", Strength.ERROR, _SYMBOL_CLAUSE),
    side_quiet=Limit(10.0, "X", Strength.ERROR, _QUIET_CLAUSE),
    vertical_quiet=Limit(1.0, "mm", Strength.ERROR, _QUIET_CLAUSE),
    groupings=(("1-6-9-4", (1, 6, 9, 4)), ("7-13", (7, 13))),
    hri_source=_QUALITY_CLAUSE,
)
"""The drug code as a Code 128 symbol of 20 digits. 1-6-9-4 is drawn in the printing rules; 7-13 parts
the drug identification code from the serial number, as packs since NMPAB/T 1011-2022 do."""

_RULES = {DRUG_CODE.scheme: DRUG_CODE}


def rule_of(scheme: Scheme) -> SymbolRule:
    """Return what ``scheme`` demands."""
    return _RULES[scheme]


@dataclass(frozen=True, slots=True)
class DotChoice:
    """One width of bars that a printer can make and the rules allow.

    Attributes:
        dots: dots a module.
        x_mm: the X-dimension that this prints.
        width_mm: of the whole symbol with both quiet zones.
    """

    dots: int
    x_mm: float
    width_mm: float


def legal_module_dots(resolution: Resolution, rule: SymbolRule) -> tuple[DotChoice, ...]:
    """List the whole numbers of dots a module may have at ``resolution``, smallest first.

    >>> [choice.dots for choice in legal_module_dots(Resolution(12), DRUG_CODE)]
    [3, 4, 5, 6]
    """
    most = int(rule.x_maximum_mm * resolution.dots_per_mm + _EPSILON)
    return tuple(
        DotChoice(dots, resolution.mm(dots), resolution.mm(dots * rule.modules_with_quiet_zones))
        for dots in range(1, most + 1)
        if all(
            limit.met_by(resolution.mm(dots)) for limit in rule.x_minimums if limit.strength is Strength.ERROR
        )
    )


def nearest_legal(resolution: Resolution, rule: SymbolRule, target_mm: float) -> DotChoice:
    """Return the legal choice nearest to an X-dimension of ``target_mm``; the wider of two as near."""
    return min(
        legal_module_dots(resolution, rule),
        key=lambda choice: (round(abs(choice.x_mm - target_mm), 9), -choice.dots),
    )
