"""How large a symbol must be and how much free space it needs, by its symbology and by what it is used for.

A symbology has limits of its own; GS1 has tables of symbol specifications (SST) for each use besides. The
tables are data, ``resources/gs1/symbol_specifications.csv``, with how far each row can be trusted: a row
that is not read for certain warns, and forbids nothing.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

import resources
from desktop.errors import InputError
from desktop.symbols.rules import DRUG_CODE, Confidence, DotChoice, Limit, Strength
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say
from desktop.units import Resolution

_EPSILON = 1e-9
_WIDEST_MM = 2.0
"""Modules that are wider than this are not offered where no rule sets an end."""

_GUIDE = "GS1 Sweden, Guidelines for size (of the GS1 General Specifications)"
_DRUG_CODE = "CN-DESC"


@dataclass(frozen=True, slots=True)
class SymbolLimits:
    """What a symbol must keep. What is None is not limited by any source that was read.

    Attributes:
        symbology: of the symbol.
        specification: the row of the symbol specification tables, empty for the symbology's own limits.
        x_minimum, x_target, x_maximum: limits of the X-dimension in mm. The target binds nobody.
        height: of the bars; in mm, or in X where it grows with the symbol (EAN and UPC).
        left, right, top, bottom: quiet zones in X; above and below a drug code in mm.
        grade: the least print quality, such as ``1.5/06/660``: grade, aperture, wavelength; may be empty.
        grade_confidence: how far ``grade`` can be trusted.
    """

    symbology: Symbology
    specification: str
    x_minimum: Limit | None
    x_target: Limit | None
    x_maximum: Limit | None
    height: Limit | None
    left: Limit | None
    right: Limit | None
    top: Limit | None
    bottom: Limit | None
    grade: str = ""
    grade_confidence: Confidence = Confidence.READ

    def height_mm(self, x_mm: float) -> float:
        """Return the least height of the bars in mm for modules of ``x_mm``; 0 if there is none."""
        if self.height is None:
            return 0.0
        return self.height.value * x_mm if self.height.unit == "X" else self.height.value

    @property
    def quiet_modules(self) -> int:
        """How many modules the quiet zones left and right take together."""
        return ceil(sum(limit.value for limit in (self.left, self.right) if limit))


@dataclass(frozen=True, slots=True)
class _Own:
    """The limits of a symbology, whatever it is used for; 0 where there is none."""

    symbology: Symbology
    left: float
    right: float
    vertical: float
    source: str
    x_least: float = 0.0
    x_target: float = 0.0
    x_most: float = 0.0
    height_x: float = 0.0


_EAN_13_HEIGHT_X = 69.24
"""22.85 mm at modules of 0.330 mm, 18.28 mm at 0.264 mm: the height grows with the symbol."""
_EAN_8_HEIGHT_X = 55.24
"""18.23 mm at modules of 0.330 mm."""

_OWN = (
    _Own(Symbology.CODE_128, 10, 10, 0, "ISO/IEC 15417:2007"),
    _Own(Symbology.GS1_128, 10, 10, 0, _GUIDE),
    _Own(Symbology.EAN_13, 11, 7, 0, _GUIDE, 0.264, 0.330, 0.660, height_x=_EAN_13_HEIGHT_X),
    _Own(Symbology.EAN_8, 7, 7, 0, _GUIDE, 0.264, 0.330, 0.660, height_x=_EAN_8_HEIGHT_X),
    _Own(Symbology.UPC_A, 9, 9, 0, _GUIDE, 0.264, 0.330, 0.660, height_x=_EAN_13_HEIGHT_X),
    _Own(Symbology.ITF_14, 10, 10, 0, _GUIDE),
    _Own(Symbology.DATA_MATRIX, 1, 1, 1, "ISO/IEC 16022:2006"),
    _Own(Symbology.GS1_DATA_MATRIX, 1, 1, 1, "ISO/IEC 16022:2006"),
    _Own(Symbology.QR, 4, 4, 4, "ISO/IEC 18004:2015"),
    _Own(Symbology.GS1_QR, 4, 4, 4, "ISO/IEC 18004:2015"),
)

_GROWING = frozenset({Symbology.EAN_13, Symbology.EAN_8, Symbology.UPC_A})
"""Their tables tell the height for the target X-dimension; it grows with the symbol."""

_NAMED = {"Code128C": Symbology.CODE_128} | {symbology.value: symbology for symbology in Symbology}


def rule_for(symbology: Symbology, specification: str = "") -> SymbolLimits:
    """Return what a symbol must keep.

    Args:
        symbology: of the symbol.
        specification: one of ``specifications(symbology)``, or empty for the symbology's own limits.

    Raises:
        InputError: the specification has no row for this symbology.
    """
    found = _rules().get((symbology, specification))
    if found is None:
        raise InputError(
            say(
                "There is no symbol specification {found} for {symbology}; there are {known}.",
                found=repr(specification[:20]),
                symbology=symbology.value,
                known=", ".join(specifications(symbology)) or "0",
            )
        )
    return found


def specifications(symbology: Symbology) -> tuple[str, ...]:
    """Return the names of the symbol specifications that have a row for a symbology.

    A table with several rows for it gives each a number: ``SST7.1``.

    >>> specifications(Symbology.EAN_8)
    ('SST1',)
    """
    return tuple(name for of, name in _rules() if of is symbology and name)


def legal_dots(resolution: Resolution, limits: SymbolLimits, modules: int = 0) -> tuple[DotChoice, ...]:
    """List the whole numbers of dots a module may have on a printer, smallest first.

    Args:
        resolution: of the printer.
        limits: what the symbol must keep.
        modules: width of the symbol without quiet zones, for the width of the whole.
    """
    most_mm = limits.x_maximum.value if limits.x_maximum else _WIDEST_MM
    least_mm = limits.x_minimum.value if limits.x_minimum else 0.0
    first = max(1, ceil(least_mm * resolution.dots_per_mm - _EPSILON))
    last = int(most_mm * resolution.dots_per_mm + _EPSILON)
    width = modules + limits.quiet_modules
    return tuple(
        DotChoice(dots, resolution.mm(dots), resolution.mm(dots * width)) for dots in range(first, last + 1)
    )


def nearest(resolution: Resolution, limits: SymbolLimits, target_mm: float, modules: int = 0) -> DotChoice:
    """Return the legal choice nearest to an X-dimension of ``target_mm``; the wider of two as near.

    Where a printer can make no legal one (DataMatrix by SST4 on 8 dots/mm) it is the nearest that it can
    make at all, so that a label can be shown and its finding says why it must not be printed.
    """
    choices = legal_dots(resolution, limits, modules)
    if not choices:
        choices = legal_dots(resolution, replace(limits, x_minimum=None, x_maximum=None), modules)
    return min(choices, key=lambda choice: (round(abs(choice.x_mm - target_mm), 9), -choice.dots))


def title_of(specification: str) -> Text:
    """Return what the symbols of a specification are used for.

    Raises:
        KeyError: there is no such specification.
    """
    return {
        "SST1": say("Retail, not in general distribution"),
        "SST2": say("General distribution only"),
        "SST3": say("Retail and general distribution"),
        "SST4": say("Not scanned in retail, general distribution or regulated healthcare"),
        "SST5": say("Logistic units in general distribution"),
        "SST6": say("Regulated healthcare, not retail, not general distribution: blisters, vials"),
        "SST7.1": say("Direct part marking: labels, not medical"),
        "SST7.2": say("Direct part marking with ink, not medical"),
        "SST7.3": say("Direct part marking of small instruments: laser or chemical etching"),
        "SST7.4": say("Direct part marking of small instruments: dot peen"),
        "SST8": say("Pharmacies, with general distribution"),
        "SST9": say("Documents, assets and locations"),
        "SST10": say("Regulated healthcare in retail, not general distribution: cartons in pharmacies"),
        "SST11": say("Service relations: wristbands of patients"),
        "CN-DESC": say("Drug code, by the printing rules of 2010"),
    }[specification]


@cache
def _rules() -> Mapping[tuple[Symbology, str], SymbolLimits]:
    rules = {(own.symbology, ""): _own_limits(own) for own in _OWN}
    rows = list(csv.DictReader(resources.read_text("gs1/symbol_specifications.csv").splitlines()))
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["table"], row["symbology"])
        seen[key] = seen.get(key, 0) + 1
        several = sum((one["table"], one["symbology"]) == key for one in rows) > 1
        name = f"{row['table']}.{seen[key]}" if several else row["table"]
        limits = _table_limits(name, row)
        rules[limits.symbology, name] = limits
    return rules


def _own_limits(own: _Own) -> SymbolLimits:
    def limit(
        value: float, unit: str, strength: Strength = Strength.ERROR, *, upper: bool = False
    ) -> Limit | None:
        return Limit(value, unit, strength, own.source, upper=upper) if value else None

    return SymbolLimits(
        own.symbology,
        "",
        limit(own.x_least, "mm"),
        limit(own.x_target, "mm", Strength.ADVICE),
        limit(own.x_most, "mm", upper=True),
        limit(own.height_x, "X", Strength.WARNING),
        limit(own.left, "X"),
        limit(own.right, "X"),
        limit(own.vertical, "X"),
        limit(own.vertical, "X"),
    )


def _table_limits(name: str, row: Mapping[str, str]) -> SymbolLimits:
    symbology = _NAMED[row["symbology"]]
    confidence, grade_confidence = _confidence(row["x_conf"]), _confidence(row["quality_conf"])
    if name == _DRUG_CODE:
        return _drug_code_limits(symbology, row["min_quality"], grade_confidence)
    binding = Strength.ERROR if confidence is Confidence.READ else Strength.WARNING
    source = f"GS1 General Specifications, symbol specification table {row['table'].removeprefix('SST')}"

    def limit(text: str, unit: str, strength: Strength = binding, *, upper: bool = False) -> Limit | None:
        if not text:
            return None
        return Limit(float(text), unit, strength, source, upper=upper, confidence=confidence)

    height = limit(row["height_min_mm"], "mm")
    if height and symbology in _GROWING:
        in_x = f"{height.value / float(row['x_target_mm']):.2f}"
        height = limit(in_x, "X", Strength.WARNING)
    around = row["qz_all_x"]
    return SymbolLimits(
        symbology,
        name,
        limit(row["x_min_mm"], "mm"),
        limit(row["x_target_mm"], "mm", Strength.ADVICE),
        limit(row["x_max_mm"], "mm", upper=True),
        height,
        limit(around or row["qz_left_x"], "X"),
        limit(around or row["qz_right_x"], "X"),
        limit(around, "X"),
        limit(around, "X"),
        row["min_quality"],
        grade_confidence,
    )


def _drug_code_limits(symbology: Symbology, grade: str, grade_confidence: Confidence) -> SymbolLimits:
    """Return the limits of a drug code that is drawn as any other symbol; a code block has them too."""
    least = DRUG_CODE.x_minimums[0]
    return SymbolLimits(
        symbology,
        _DRUG_CODE,
        least,
        None,
        Limit(DRUG_CODE.x_maximum_mm, "mm", Strength.WARNING, DRUG_CODE.x_minimums[-1].source, upper=True),
        DRUG_CODE.height,
        DRUG_CODE.side_quiet,
        DRUG_CODE.side_quiet,
        DRUG_CODE.vertical_quiet,
        DRUG_CODE.vertical_quiet,
        grade,
        grade_confidence,
    )


def _confidence(text: str) -> Confidence:
    """Read the first word of a mark such as ``conflict(0.330/0.660 in one source)``."""
    return Confidence(text.partition("(")[0])
