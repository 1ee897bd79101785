"""The rules of one symbol by itself: its size, its length, and that its digits say what it says."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.errors import InputError
from desktop.labels import mends
from desktop.labels.elements import CodeBlock, SymbolElement
from desktop.labels.findings import HOUSE, Finding, Mend, Severity
from desktop.labels.gs1_checks import elements_of
from desktop.labels.hri import grouped
from desktop.labels.parts import Part
from desktop.labels.primitives import Area, Bars, Matrix, Symbology, TextRun, Turn
from desktop.labels.turning import turned_modules
from desktop.symbols.decode_back import read_back
from desktop.symbols.encoder import LinearSymbol, MatrixSymbol
from desktop.symbols.rules import DotChoice, Limit, Strength, legal_module_dots, nearest_legal
from desktop.symbols.symbol_rules import legal_dots, nearest
from desktop.symbols.symbology import is_link
from desktop.texts import Text, say
from desktop.units import Resolution

SEVERITIES = {
    Strength.ERROR: Severity.ERROR,
    Strength.WARNING: Severity.WARNING,
    Strength.ADVICE: Severity.ADVICE,
}

LONGEST = Limit(165.0, "mm", Strength.ERROR, "GS1 General Specifications, 5.4 (GS1-128: 165 mm)", upper=True)
"""Total length of a GS1-128 symbol, its quiet zones included."""

LEAST_HRI_MM = 1.2
"""Height of digits that can be read from a hand's distance; good practice that was never read as a rule."""

_GROUPS = {
    Symbology.EAN_13: (1, 6, 6),
    Symbology.EAN_8: (4, 4),
    Symbology.UPC_A: (1, 5, 5, 1),
    Symbology.ITF_14: (1, 2, 5, 5, 1),
}
_HRI_SOURCE = "GS1 General Specifications, 4.14 (human readable interpretation)"


def check_symbol(
    part: Part, symbol: Bars | Matrix, runs: Sequence[TextRun], resolution: Resolution
) -> Iterator[Finding]:
    """Check one symbol.

    Args:
        part: the element, as it was laid out.
        symbol: what is printed of it.
        runs: all texts of the element.
        resolution: of the printer.
    """
    yield from _check_module(part, symbol, resolution)
    if isinstance(symbol, Bars):
        yield from _check_height(part, symbol, resolution)
        yield from _check_length(part, symbol, resolution)
    yield from _check_digits(part, symbol, runs)
    yield from _check_digit_size(part, symbol, resolution, runs)


def _choices(part: Part, symbol: Bars | Matrix, resolution: Resolution) -> tuple[DotChoice, ...]:
    if part.block:
        return legal_module_dots(resolution, part.block.rule)
    assert part.symbol
    modules = len(symbol.modules) if isinstance(symbol, Bars) else len(symbol.rows[0])
    return legal_dots(resolution, part.symbol.limits, modules)


def _legal(part: Part, symbol: Bars | Matrix, resolution: Resolution) -> Text:
    """Name the legal widths around the present one and what they come to."""
    choices = _choices(part, symbol, resolution)
    near = sorted(choices, key=lambda choice: abs(choice.dots - symbol.module_dots))[:4]
    return say(
        "Legal on this printer, with the width of the symbol: {choices}.",
        choices="; ".join(
            f"{choice.dots} = {choice.x_mm:.3f} mm ({choice.width_mm:.1f} mm)"
            for choice in sorted(near, key=lambda choice: choice.dots)
        ),
    )


def _broken_x(part: Part, x_mm: float) -> Limit | None:
    if part.block:
        return part.block.rule.broken_x_limit(x_mm)
    assert part.symbol
    limits = (part.symbol.limits.x_minimum, part.symbol.limits.x_maximum)
    return next((limit for limit in limits if limit and not limit.met_by(x_mm)), None)


def _check_module(part: Part, symbol: Bars | Matrix, resolution: Resolution) -> Iterator[Finding]:
    x_mm = resolution.mm(symbol.module_dots)
    limit = _broken_x(part, x_mm)
    if limit:
        message = say(
            'The modules of "{element}" are {dots} dots = {measured} mm wide; {bound} {required} mm is '
            "needed. {legal}",
            element=symbol.element,
            dots=symbol.module_dots,
            measured=f"{x_mm:.3f}",
            bound=say("at most") if limit.upper else say("at least"),
            required=f"{limit.value:g}",
            legal=_legal(part, symbol, resolution),
        )
        yield broken("x-dimension", symbol.element, round(x_mm, 4), limit, message, symbol.area)
        return
    wanted_mm = _design_of(part).module_mm
    wanted = _broken_x(part, wanted_mm)
    if wanted:
        yield Finding(
            "x-dimension",
            Severity.WARNING,
            symbol.element,
            wanted_mm,
            wanted.value,
            "mm",
            wanted.source,
            say(
                'The design asks for modules of {wanted} mm in "{element}"; {bound} {required} mm is needed, '
                "and {printed} mm will be printed. {legal}",
                wanted=f"{wanted_mm:g}",
                element=symbol.element,
                bound=say("at most") if wanted.upper else say("at least"),
                required=f"{wanted.value:g}",
                printed=f"{x_mm:.3f}",
                legal=_legal(part, symbol, resolution),
            ),
            symbol.area,
            mends.with_module(_design_of(part), _nearest(part, wanted_mm, resolution).x_mm),
        )


def _design_of(part: Part) -> CodeBlock | SymbolElement:
    if part.block:
        return part.block.design
    assert part.symbol
    return part.symbol.design


def _nearest(part: Part, wanted_mm: float, resolution: Resolution) -> DotChoice:
    if part.block:
        return nearest_legal(resolution, part.block.rule, wanted_mm)
    assert part.symbol
    return nearest(resolution, part.symbol.limits, wanted_mm)


def _check_height(part: Part, bars: Bars, resolution: Resolution) -> Iterator[Finding]:
    limit = part.block.rule.height if part.block else part.symbol.limits.height if part.symbol else None
    if limit is None:
        return
    x_mm, height_mm = resolution.mm(bars.module_dots), resolution.mm(bars.height)
    needed = round(limit.value * x_mm if limit.unit == "X" else limit.value, 3)
    if height_mm >= needed - 1e-9:
        return
    mend = mends.with_height(_design_of(part), needed, resolution)
    yield Finding(
        "bar-height",
        SEVERITIES[limit.strength],
        bars.element,
        round(height_mm, 4),
        needed,
        "mm",
        limit.source,
        say(
            'The bars of "{element}" are {measured} mm high; at least {required} mm = {dots} dots are '
            "needed.",
            element=bars.element,
            measured=f"{height_mm:.2f}",
            required=f"{needed:g}",
            dots=-int(-needed * resolution.dots_per_mm // 1),
        ),
        bars.area,
        mend,
    )


def _check_length(part: Part, bars: Bars, resolution: Resolution) -> Iterator[Finding]:
    if part.symbol is None or bars.symbology is not Symbology.GS1_128:
        return
    modules = len(bars.modules) + part.symbol.limits.quiet_modules
    length_mm = resolution.mm(modules * bars.module_dots)
    if LONGEST.met_by(length_mm):
        return
    narrower = [choice for choice in _choices(part, bars, resolution) if LONGEST.met_by(choice.width_mm)]
    yield Finding(
        "total-length",
        Severity.ERROR,
        bars.element,
        round(length_mm, 2),
        LONGEST.value,
        "mm",
        LONGEST.source,
        say(
            '"{element}" is {measured} mm long with its quiet zones; at most {required} mm is allowed. Use '
            "narrower modules, or a GS1 DataMatrix.",
            element=bars.element,
            measured=f"{length_mm:.1f}",
            required=f"{LONGEST.value:g}",
        ),
        bars.area,
        mends.with_module(part.symbol.design, narrower[-1].x_mm) if narrower else None,
    )


def read_symbol(symbol: Bars | Matrix, turn: Turn) -> str:
    """Return what a symbol says by its modules. InputError."""
    if isinstance(symbol, Bars):
        return read_back(LinearSymbol(symbol.symbology, symbol.modules, symbol.data, (), ""))[1]
    back = Turn((360 - turn) % 360)
    return read_back(MatrixSymbol(symbol.symbology, turned_modules(symbol.rows, back), symbol.data))[1]


def _check_digits(part: Part, symbol: Bars | Matrix, runs: Sequence[TextRun]) -> Iterator[Finding]:
    """Compare what a symbol really says with what the digits beside it really show."""
    try:
        read = read_symbol(symbol, _design_of(part).turn)
    except InputError as error:
        yield Finding(
            "symbol-data",
            Severity.ERROR,
            symbol.element,
            "",
            symbol.data,
            "",
            "ISO/IEC 15417:2007" if symbol.symbology is Symbology.CODE_128 else HOUSE,
            say('The symbol "{element}" cannot be read: {reason}', element=symbol.element, reason=error.text),
            symbol.area,
        )
        return
    if part.symbol and not part.symbol.hri.lines:
        return
    name = part.block.hri_element if part.block else f"{symbol.element}.hri"
    lines = [run for run in runs if run.element == name]
    source = part.block.rule.hri_source if part.block else _HRI_SOURCE
    area = lines[0].area if lines else symbol.area
    shown = "".join(placed.glyph.character for run in lines for placed in run.glyphs)
    wanted = _interpretation(symbol.symbology, read)
    if shown != wanted.replace(" ", ""):
        message = say(
            'The symbol of "{element}" says {read}, the digits beside it say {shown}.',
            element=symbol.element,
            read=wanted,
            shown=shown or say("nothing"),
        )
        yield _differs("hri-data", name, shown, wanted, source, message, area)
        return
    groups = part.block.groups if part.block else _GROUPS.get(symbol.symbology)
    text = " ".join(run.text for run in lines)
    if groups and text != (parted := grouped(read, groups)):
        message = say(
            'The digits of "{element}" are grouped as {shown}; they should be {grouped}.',
            element=symbol.element,
            shown=text,
            grouped=parted,
        )
        yield _differs("hri-grouping", name, text, parted, source, message, area)


def _interpretation(symbology: Symbology, read: str) -> str:
    if symbology.gs1 and not is_link(read):
        return "".join(f"({ai}){value}" for ai, value in elements_of(read))
    return read


def _check_digit_size(
    part: Part, symbol: Bars | Matrix, resolution: Resolution, runs: Iterable[TextRun]
) -> Iterator[Finding]:
    name = f"{symbol.element}.hri"
    turned = _design_of(part).turn in {Turn.RIGHT, Turn.LEFT}
    heights = [
        placed.glyph.width if turned else placed.glyph.height
        for run in runs
        if run.element == name
        for placed in run.glyphs
        if placed.glyph.character.isdigit()
    ]
    if not heights or resolution.mm(max(heights)) >= LEAST_HRI_MM - 1e-9:
        return
    height_mm = round(resolution.mm(max(heights)), 3)
    design = _design_of(part)
    yield Finding(
        "hri-size",
        Severity.ADVICE,
        name,
        height_mm,
        LEAST_HRI_MM,
        "mm",
        HOUSE,
        say(
            'The digits of "{element}" are {measured} mm high. {required} mm and more is good practice; no '
            "rule with a number is known to this program.",
            element=symbol.element,
            measured=f"{height_mm:g}",
            required=f"{LEAST_HRI_MM:g}",
        ),
        symbol.area,
        mends.with_hri_size(design, _hri_size(max(heights), design.hri_size_mm, resolution)),
    )


def _hri_size(dots: int, size_mm: float, resolution: Resolution) -> float:
    """Return the size at which digits of now ``dots`` dots are high enough, with a dot to spare."""
    factor = LEAST_HRI_MM * resolution.dots_per_mm / dots
    return resolution.mm(resolution.dots(size_mm * factor) + 2)


def broken(
    rule: str,
    element: str,
    measured: float,
    limit: Limit,
    message: Text,
    area: Area,
    mend: Mend | None = None,
) -> Finding:
    """Return the finding of a limit that is not kept."""
    severity = SEVERITIES[limit.strength]
    return Finding(
        rule, severity, element, measured, limit.value, limit.unit, limit.source, message, area, mend
    )


def _differs(
    rule: str, element: str, measured: str, required: str, source: str, message: Text, area: Area
) -> Finding:
    return Finding(rule, Severity.ERROR, element, measured, required, "", source, message, area)
