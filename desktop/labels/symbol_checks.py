"""The rules of a linear symbol: its size, the free space around it, and that its digits say what it says."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from desktop.errors import InputError
from desktop.labels.code_block import PlannedBlock
from desktop.labels.findings import Finding, Severity
from desktop.labels.primitives import Area, Bars, Primitive, TextRun
from desktop.symbols.code128 import decode
from desktop.symbols.rules import Limit, Strength, SymbolRule, legal_module_dots
from desktop.texts import Text, say
from desktop.units import Resolution

_ENCODATION = "ISO/IEC 15417:2007"
_SEVERITY = {Strength.ERROR: Severity.ERROR, Strength.WARNING: Severity.WARNING}


def check_symbol(
    bars: Bars, block: PlannedBlock, drawn: Sequence[Primitive], label: Area, resolution: Resolution
) -> Iterator[Finding]:
    """Check one symbol among all that is drawn on its label.

    Args:
        bars: the symbol.
        block: as which it was laid out: its rule and the grouping of its digits.
        drawn: everything on the label, the symbol too.
        label: the label itself.
        resolution: of the printer.
    """
    yield from _check_module(bars, block, resolution)
    yield from _check_height(bars, block.rule, resolution)
    others = [primitive for primitive in drawn if primitive is not bars]
    yield from _check_sides(bars, block.rule.side_quiet, others, label)
    yield from _check_above_and_below(bars, block.rule.vertical_quiet, others, label, resolution)
    yield from _check_digits(bars, block, drawn)


def _check_module(bars: Bars, block: PlannedBlock, resolution: Resolution) -> Iterator[Finding]:
    rule = block.rule
    legal = ", ".join(
        f"{choice.dots} = {choice.x_mm:.3f} mm" for choice in legal_module_dots(resolution, rule)
    )
    x_mm = resolution.mm(bars.module_dots)
    limit = rule.broken_x_limit(x_mm)
    if limit:
        yield _below(
            "x-dimension",
            bars,
            round(x_mm, 4),
            limit,
            say(
                'The modules of "{element}" are {dots} dots = {measured} mm wide; at least {required} mm is '
                "needed. Dots a module that are legal on this printer: {legal}.",
                element=bars.element,
                dots=bars.module_dots,
                measured=f"{x_mm:.3f}",
                required=f"{limit.value:g}",
                legal=legal,
            ),
            bars.area,
        )
    wanted = rule.broken_x_limit(block.design.module_mm)
    if wanted and not limit:
        yield Finding(
            "x-dimension",
            Severity.WARNING,
            bars.element,
            block.design.module_mm,
            wanted.value,
            "mm",
            wanted.source,
            say(
                'The design asks for modules of {wanted} mm in "{element}", less than {required} mm; '
                "{printed} mm will be printed. Dots a module that are legal on this printer: {legal}.",
                wanted=f"{block.design.module_mm:g}",
                element=bars.element,
                required=f"{wanted.value:g}",
                printed=f"{x_mm:.3f}",
                legal=legal,
            ),
            bars.area,
        )


def _check_height(bars: Bars, rule: SymbolRule, resolution: Resolution) -> Iterator[Finding]:
    height_mm = resolution.mm(bars.height)
    if not rule.height.met_by(height_mm):
        yield _below(
            "bar-height",
            bars,
            round(height_mm, 4),
            rule.height,
            say(
                'The bars of "{element}" are {measured} mm high; at least {required} mm = {dots} dots are '
                "needed.",
                element=bars.element,
                measured=f"{height_mm:.2f}",
                required=f"{rule.height.value:g}",
                dots=ceil(rule.height.value * resolution.dots_per_mm),
            ),
            bars.area,
        )


@dataclass(frozen=True, slots=True)
class _Zone:
    """Where nothing may stand beside a symbol, and how far a thing that does is from the bars."""

    side: Text
    area: Area
    to_edge: int
    distance: Callable[[Area], int]

    def intruders(self, needed: int, others: Sequence[Primitive]) -> dict[str, int]:
        """Return how many dots are free up to each thing that is too near; the label's edge is ""."""
        found = {"": self.to_edge} if self.to_edge < needed else {}
        for other in others:
            if other.area.overlaps(self.area):
                free = self.distance(other.area)
                found[other.element] = min(free, found.get(other.element, free))
        return found


def _check_sides(bars: Bars, limit: Limit, others: Sequence[Primitive], label: Area) -> Iterator[Finding]:
    room = bars.area
    needed = ceil(limit.value * bars.module_dots)
    for zone in (
        _Zone(
            say("left of"),
            Area(room.x - needed, room.y, needed, room.height),
            room.x - label.x,
            lambda other: room.x - other.right,
        ),
        _Zone(
            say("right of"),
            Area(room.right, room.y, needed, room.height),
            label.right - room.right,
            lambda other: other.x - room.right,
        ),
    ):
        for name, dots in zone.intruders(needed, others).items():
            free = round(max(dots, 0) / bars.module_dots, 2)
            message = say(
                'The quiet zone {side} the bars of "{element}" is {measured} X, up to {other}; '
                "{required} X is needed.",
                side=zone.side,
                element=bars.element,
                measured=free,
                other=_named(name),
                required=f"{limit.value:g}",
            )
            yield _below("side-quiet-zone", bars, free, limit, message, zone.area)


def _check_above_and_below(
    bars: Bars, limit: Limit, others: Sequence[Primitive], label: Area, resolution: Resolution
) -> Iterator[Finding]:
    room = bars.area
    needed = ceil(limit.value * resolution.dots_per_mm)
    for zone in (
        _Zone(
            say("above"),
            Area(room.x, room.y - needed, room.width, needed),
            room.y - label.y,
            lambda other: room.y - other.bottom,
        ),
        _Zone(
            say("below"),
            Area(room.x, room.bottom, room.width, needed),
            label.bottom - room.bottom,
            lambda other: other.y - room.bottom,
        ),
    ):
        for name, dots in zone.intruders(needed, others).items():
            free = round(max(resolution.mm(dots), 0.0), 3)
            message = say(
                'The free space {side} the bars of "{element}" is {measured} mm, up to {other}; '
                "{required} mm is needed.",
                side=zone.side,
                element=bars.element,
                measured=free,
                other=_named(name),
                required=f"{limit.value:g}",
            )
            yield _below("vertical-margin", bars, free, limit, message, zone.area)


def _check_digits(bars: Bars, block: PlannedBlock, drawn: Sequence[Primitive]) -> Iterator[Finding]:
    """Compare what the bars really say with what the digits below really show."""
    try:
        read = decode(bars.modules)[1]
    except InputError as error:
        yield Finding(
            "symbol-data",
            Severity.ERROR,
            bars.element,
            "",
            bars.data,
            "",
            _ENCODATION,
            say('The bars of "{element}" cannot be read: {reason}', element=bars.element, reason=error.text),
            bars.area,
        )
        return
    run = next(
        (one for one in drawn if isinstance(one, TextRun) and one.element == block.hri_element),
        TextRun(block.hri_element, "", bars.area, ()),
    )
    shown = "".join(placed.glyph.character for placed in run.glyphs)
    if shown != read:
        message = say(
            'The bars of "{element}" say {read}, the digits below say {shown}.',
            element=bars.element,
            read=read,
            shown=shown or say("nothing"),
        )
        yield _differs("hri-data", run, shown, read, block.rule.hri_source, message)
        return
    grouped = " ".join(_groups(read, block.groups))
    if run.text != grouped:
        message = say(
            'The digits of "{element}" are grouped as {shown}; the design says {grouped}.',
            element=bars.element,
            shown=run.text,
            grouped=grouped,
        )
        yield _differs("hri-grouping", run, run.text, grouped, block.rule.hri_source, message)


def _groups(digits: str, sizes: Sequence[int]) -> Iterator[str]:
    start = 0
    for size in sizes:
        yield digits[start : start + size]
        start += size


def _named(element: str) -> Text | str:
    return f'"{element}"' if element else say("the edge of the label")


def _below(rule: str, bars: Bars, measured: float, limit: Limit, message: Text, area: Area) -> Finding:
    return Finding(
        rule,
        _SEVERITY[limit.strength],
        bars.element,
        measured,
        limit.value,
        limit.unit,
        limit.source,
        message,
        area,
    )


def _differs(rule: str, run: TextRun, measured: str, required: str, source: str, message: Text) -> Finding:
    return Finding(rule, Severity.ERROR, run.element, measured, required, "", source, message, run.area)
