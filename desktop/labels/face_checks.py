"""The rules of a label's face as a whole: colours, symbols side by side, codes written out, the typeface."""

import colorsys
import re
from collections.abc import Iterator, Sequence

from desktop.errors import StorageError
from desktop.labels import mends
from desktop.labels.elements import TextElement
from desktop.labels.findings import HOUSE, Finding, Mend, Severity
from desktop.labels.font_digest import typeface_digest
from desktop.labels.free_space import Scene
from desktop.labels.hri import grouped
from desktop.labels.layout import LabelPlan
from desktop.labels.parts import Part
from desktop.labels.primitives import Bars, Matrix, Symbology, TextRun, Turn
from desktop.symbols.rules import DRUG_CODE
from desktop.texts import Text, say

_PRINT_RULES = "《监管码条码印刷技术规范》 (《浅谈药品电子监管码》 2013, 3.3.2)"
_PLACE_RULES = "《浅谈药品电子监管码》 2013, 3.3"
_CONTRAST_SOURCE = "ISO/IEC 15416 (symbol contrast), estimated from the red channel at 660 nm"
LEAST_CONTRAST = 40
"""Percent of symbol contrast for grade C (ISO/IEC 15416: 70, 55, 40, 20 % for A, B, C, D)."""
_BLACK_MOST = 0x40
_RETAIL = frozenset({Symbology.EAN_13, Symbology.EAN_8, Symbology.UPC_A})
_DRUG_CODE = "CN-DESC"
_WRITTEN_CODE = re.compile(r"(?<![0-9])8[0-9](?:[ \u00a0-]?[0-9]){18}(?![0-9])")


def is_drug_code(part: Part) -> bool:
    """Tell whether an element is the symbol of a drug code."""
    return part.block is not None or (
        part.symbol is not None and part.symbol.design.specification == _DRUG_CODE
    )


def check_colours(plan: LabelPlan, symbols: Sequence[Bars | Matrix]) -> Iterator[Finding]:
    """Find inks and stocks on which a scanner sees too little, or that the drug code's rules do not know."""
    if not symbols:
        return
    stock, ink = plan.design.stock, plan.design.ink
    element = symbols[0].element
    contrast = round(100 * (_reflectance(stock) - _reflectance(ink)))
    mend = mends.with_colours()
    if contrast < 0:
        yield _colour(
            "inverted-symbol",
            Severity.ERROR,
            element,
            ink,
            stock,
            say(
                "The ink {ink} is lighter to a scanner than the stock {stock}: its symbols are inverted.",
                ink=ink,
                stock=stock,
            ),
            _CONTRAST_SOURCE,
            mend,
        )
    elif contrast < LEAST_CONTRAST:
        yield Finding(
            "contrast",
            Severity.ERROR,
            element,
            float(contrast),
            float(LEAST_CONTRAST),
            "%",
            _CONTRAST_SOURCE,
            say(
                "Bars of {ink} on {stock} have about {measured} % contrast in the red light of a scanner; "
                "{required} % is needed for grade C. This is an estimate; a verifier measures it.",
                ink=ink,
                stock=stock,
                measured=contrast,
                required=LEAST_CONTRAST,
            ),
            None,
            mend,
        )
    drug_code = next((part for part in plan.parts if is_drug_code(part)), None)
    if drug_code is None:
        return
    name = drug_code.element.name
    if max(_channels(ink)) > _BLACK_MOST:
        message = say("The bars of a drug code are black; this ink is {ink}.", ink=ink)
        yield _colour("ink-colour", Severity.ERROR, name, ink, "#000000", message, _PRINT_RULES, mend)
    if not _is_allowed_stock(stock):
        message = say(
            "A drug code is printed on white, yellow, orange or red; this stock is {stock}.", stock=stock
        )
        yield _colour("stock-colour", Severity.ERROR, name, stock, "#ffffff", message, _PRINT_RULES, mend)


def _colour(
    rule: str,
    severity: Severity,
    element: str,
    measured: str,
    required: str,
    message: Text,
    source: str,
    mend: Mend,
) -> Finding:
    return Finding(rule, severity, element, measured, required, "", source, message, None, mend)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _reflectance(colour: str) -> float:
    """Estimate the share of red light that a colour sends back: its red channel, made linear (sRGB)."""
    red = _channels(colour)[0] / 255
    return red / 12.92 if red <= 0.04045 else ((red + 0.055) / 1.055) ** 2.4


def _is_allowed_stock(colour: str) -> bool:
    hue, saturation, value = colorsys.rgb_to_hsv(*(channel / 255 for channel in _channels(colour)))
    if value < 0.7:
        return False
    return saturation < 0.15 or hue <= 70 / 360 or hue >= 345 / 360


def check_parallel(plan: LabelPlan, scene: Scene, symbols: Sequence[Bars | Matrix]) -> Iterator[Finding]:
    """Find drug codes that run parallel to a retail symbol: a scanner may take one for the other."""
    parts = {part.element.name: part for part in plan.parts}
    retail = [one for one in symbols if isinstance(one, Bars) and one.symbology in _RETAIL]
    for symbol in symbols:
        part = parts[symbol.element]
        if not isinstance(symbol, Bars) or not is_drug_code(part):
            continue
        beside = next((one for one in retail if _upright(one) == _upright(symbol)), None)
        if beside is None:
            continue
        design = part.block.design if part.block else part.symbol.design if part.symbol else None
        mend = mends.turned(design, part.extent, scene.label, plan.resolution) if design else None
        yield Finding(
            "parallel-codes",
            Severity.WARNING,
            symbol.element,
            beside.element,
            "",
            "",
            _PLACE_RULES,
            say(
                'The drug code "{element}" runs parallel to "{other}" on the same face, so that a scanner '
                "may read the wrong one. Turn one of them by 90 degrees, or put it on another face.",
                element=symbol.element,
                other=beside.element,
            ),
            symbol.area,
            mend,
        )


def _upright(bars: Bars) -> bool:
    return bars.turn in {Turn.RIGHT, Turn.LEFT}


def check_written_codes(plan: LabelPlan, scene: Scene, symbols: Sequence[Bars | Matrix]) -> Iterator[Finding]:
    """Find drug codes in texts: they must be those of the symbols, and grouped as the rules draw them."""
    parts = {part.element.name: part for part in plan.parts}
    codes = {symbol.data for symbol in symbols if is_drug_code(parts[symbol.element])}
    if not codes:
        return
    for run in scene.drawn:
        if not isinstance(run, TextRun) or "." in run.element:
            continue
        for match in _WRITTEN_CODE.finditer(run.text):
            shown = match[0]
            digits = re.sub("[^0-9]", "", shown)
            if digits not in codes:
                message = say(
                    '"{element}" shows the drug code {shown}, which no symbol on the label says.',
                    element=run.element,
                    shown=shown,
                )
                yield _written("hri-data", Severity.ERROR, run, shown, ", ".join(sorted(codes)), message)
            elif _groups(shown) not in {*(sizes for _, sizes in DRUG_CODE.groupings), (20,)}:
                known = ", ".join(name for name, _ in DRUG_CODE.groupings)
                message = say(
                    '"{element}" groups the digits of the drug code as {shown}; they are grouped {known}.',
                    element=run.element,
                    shown=shown,
                    known=known,
                )
                element = parts[run.element].element
                mend = None
                if isinstance(element, TextElement) and shown in element.text:
                    mend = mends.with_groups(element, shown, grouped(digits, DRUG_CODE.groupings[0][1]))
                yield _written("hri-grouping", Severity.WARNING, run, shown, known, message, mend)


def _groups(shown: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.split("[^0-9]", shown))


def _written(
    rule: str,
    severity: Severity,
    run: TextRun,
    measured: str,
    required: str,
    message: Text,
    mend: Mend | None = None,
) -> Finding:
    source = DRUG_CODE.hri_source
    return Finding(rule, severity, run.element, measured, required, "", source, message, run.area, mend)


def check_typeface(plan: LabelPlan) -> Iterator[Finding]:
    """Find another typeface, or another edition of it, than the design was made with."""
    design, used = plan.design, plan.typeface
    if design.font_family and design.font_family != used.family:
        yield _typeface(
            used.family,
            design.font_family,
            say(
                "The design asks for the font {wanted}, which this program does not find on this computer; "
                "{used} is used, and the label looks different.",
                wanted=design.font_family,
                used=used.family,
            ),
        )
    elif design.font_digest:
        try:
            found = typeface_digest(used)
        except StorageError as error:
            yield _typeface("", design.font_digest, error.text)
            return
        if found != design.font_digest:
            message = say(
                "The font {family} on this computer is another edition than the one the design was frozen "
                "with; the label may look different. Compare a proof, and freeze the design anew.",
                family=used.family,
            )
            yield _typeface(found[:12], design.font_digest[:12], message)


def _typeface(measured: str, required: str, message: Text) -> Finding:
    return Finding("typeface", Severity.WARNING, "", measured, required, "", HOUSE, message, None)


def check_resolution(plan: LabelPlan) -> Iterator[Finding]:
    """Find a printer for which the design is not meant."""
    meant, found = plan.design.resolutions, plan.resolution.dots_per_mm
    if meant and found not in meant:
        known = ", ".join(str(dots) for dots in meant)
        yield Finding(
            "resolution",
            Severity.WARNING,
            "",
            float(found),
            known,
            "dots/mm",
            HOUSE,
            say(
                "The design is meant for printers with {known} dots/mm; this one has {found}.",
                known=known,
                found=found,
            ),
            None,
        )
