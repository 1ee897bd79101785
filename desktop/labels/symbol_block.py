"""A symbol of any symbology with its human-readable line and bearer bars, laid out once for a job.

Everything is laid out around the symbol's own frame, whose upper left module is at (0, 0) before it is
turned; what stands above or left of it has negative coordinates there.
"""

from dataclasses import dataclass
from math import ceil

from desktop.errors import InputError
from desktop.labels.code_block import HRI_SUFFIX, dots_up
from desktop.labels.element_data import SymbolData
from desktop.labels.elements import Bearer, HriPlace, SymbolElement
from desktop.labels.hri import HriSetter, Surroundings, least_gap, plan_hri, shown_texts
from desktop.labels.primitives import Area, Bars, Box, Matrix, TextRun
from desktop.labels.slots import Filled, MatrixSlot, Slot, SymbolSlot, TextSlot, Values
from desktop.labels.turning import Frame, turned_modules
from desktop.labels.typeface import Typeface
from desktop.labels.typesetting import union
from desktop.labels.worst_data import worst_data
from desktop.symbols.decode_back import verified
from desktop.symbols.encoder import LinearSymbol, MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.rules import Limit
from desktop.symbols.symbol_rules import SymbolLimits, nearest, rule_for
from desktop.units import Resolution

_GUARD_X = 5
"""How many modules longer the guard bars of EAN and UPC are (GS1 General Specifications, 5.2.3)."""
_SHORTER = (500, 24, 16, 12, 8, 4, 2, 1)
_BEARER_X = 2
"""Thickness of bearer bars that no printing plate makes, in modules, at least (ITF-14; remembered)."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Lengths on the four sides of a symbol before it is turned, in dots."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True, eq=False)
class PlannedSymbol:
    """How a symbol stands on the label, in dots.

    Attributes:
        design: the element.
        limits: what its symbology, or the specification table that holds, demands.
        module_dots: dots a module.
        size: of a matrix: the same on all labels.
        height: length of the bars; of a matrix its height before turning.
        longer: how much longer guard bars are.
        frame: of the symbol of the longest data.
        quiet: its quiet zones, before turning.
        bearers: bearer bars.
        hri: what sets the human-readable interpretation.
        extent: all of it, on the label.
        slots: the places of symbol and lines, where its data vary.
    """

    design: SymbolElement
    limits: SymbolLimits
    module_dots: int
    size: MatrixSize | None
    height: int
    longer: int
    frame: Frame
    quiet: Sides
    bearers: tuple[Box, ...]
    hri: HriSetter
    extent: Area
    slots: tuple[Slot, ...]

    @property
    def hri_element(self) -> str:
        """The name under which the human-readable interpretation is drawn."""
        return self.design.name + HRI_SUFFIX

    def draw(self, data: SymbolData, values: Values) -> tuple[Filled, ...]:
        """Return the symbol of one label and its human-readable lines.

        The symbol is decoded back from the very modules that are returned, before they are returned.

        Raises:
            InputError: a value is missing or unfit, the data do not fit into the size of the symbol, or
                it would not read as its data.
        """
        raw = data.word(values)
        return self.drawn(encoded(self.design, raw, self.size), data.hri(values))

    def drawn(self, symbol: LinearSymbol | MatrixSymbol, texts: tuple[str, ...]) -> tuple[Filled, ...]:
        """Place an encoded symbol and its human-readable lines; ``texts`` as ``SymbolData.hri`` has them."""
        design = self.design
        if isinstance(symbol, MatrixSymbol):
            rows = turned_modules(symbol.rows, design.turn)
            matrix = Matrix(
                design.name, design.symbology, self.frame.x, self.frame.y, self.module_dots, rows, symbol.data
            )
            return (matrix, *self.hri.set(texts, self.frame))
        bars = Bars(
            design.name,
            design.symbology,
            self.frame.x,
            self.frame.y,
            self.module_dots,
            self.height,
            symbol.modules,
            symbol.data,
            design.turn,
            symbol.long if self.longer else (),
            self.longer,
        )
        shown = shown_texts(design.symbology, symbol.hri, texts)
        return (bars, *self.hri.set(shown, Frame.of(bars.area, design.turn)))


def encoded(design: SymbolElement, raw: str, size: MatrixSize | None) -> LinearSymbol | MatrixSymbol:
    """Encode data and decode them back. InputError."""
    symbol = encode(design.symbology, raw, size=size, level=design.level)
    if isinstance(symbol, LinearSymbol):
        return verified(symbol)
    return verified(symbol)


def plan_symbol(
    element: SymbolElement,
    data: SymbolData,
    resolution: Resolution,
    typeface: Typeface,
    worst: Values,
    certain: frozenset[str] = frozenset(),
) -> PlannedSymbol:
    """Lay a symbol out for a printer.

    Args:
        element: the symbol.
        data: its data, shared values filled in.
        resolution: of the printer.
        typeface: of the human-readable interpretation.
        worst: the longest values of the fields that vary.
        certain: those of them that are known to come; a symbol that cannot hold them is refused.

    Raises:
        InputError: data that are already known do not suit the symbology or the size.
    """
    limits = rule_for(element.symbology, element.specification)
    dots = nearest(resolution, limits, element.module_mm).dots
    longest, texts = _longest(element, data, worst, certain)
    if isinstance(longest, LinearSymbol):
        columns, height = len(longest.modules), dots_up(element.height_mm, resolution)
        longer = _GUARD_X * dots if longest.long and element.hri is HriPlace.BELOW else 0
        texts = shown_texts(element.symbology, longest.hri, texts)
    else:
        columns, height, longer = longest.size.columns, longest.size.rows * dots, 0
    frame = Frame(
        resolution.dots(element.x_mm),
        resolution.dots(element.y_mm),
        columns * dots,
        height + longer,
        element.turn,
    )
    quiet = quiet_dots(limits, dots, resolution)
    bearers = _bearers(element, frame, dots, height, quiet)
    thick = _BEARER_X * dots if bearers else 0
    gap = least_gap(resolution)
    around = Surroundings(
        height,
        max(quiet.left, gap) + thick,
        max(quiet.top, gap) + thick,
        max(quiet.right, gap) + thick,
        max(quiet.bottom, gap) + thick,
        dots,
    )
    hri = plan_hri(element, texts, frame.width, around, resolution, typeface)
    runs = hri.set(texts, frame)
    return PlannedSymbol(
        element,
        limits,
        dots,
        None if isinstance(longest, LinearSymbol) else longest.size,
        height,
        longer,
        frame,
        quiet,
        bearers,
        hri,
        union([frame.area, *(box.area for box in bearers), *(run.area for run in runs if run.glyphs)]),
        _slots(element, longest, frame, dots, height, longer, runs) if data.names else (),
    )


def _longest(
    element: SymbolElement, data: SymbolData, worst: Values, certain: frozenset[str]
) -> tuple[LinearSymbol | MatrixSymbol, tuple[str, ...]]:
    """Draw the longest data, and say what a person reads; an automatic size is the one that they need."""
    size = None
    if element.size and not element.symbology.linear:
        size = MatrixSize.parse(element.size)
    # What could be in all fields together may be more than a symbol takes; true data rarely are.
    attempts = _SHORTER if data.names - certain else _SHORTER[:1]
    for most in attempts:
        longest = {
            name: text if name in certain or _is_date(text) else text[:most] for name, text in worst.items()
        }
        raw, texts = worst_data(element.symbology, data, longest)
        try:
            return encode(element.symbology, raw, size=size, level=element.level), texts
        except InputError:
            if most == attempts[-1]:
                raise
    raise AssertionError  # the last attempt returns or raises


def _is_date(text: str) -> bool:
    return len(text) == len("2026-01-31") and text[4::3] == "--"


def quiet_dots(limits: SymbolLimits, dots: int, resolution: Resolution) -> Sides:
    """Return the quiet zones of a symbol with modules of ``dots`` dots."""

    def side(limit: Limit | None) -> int:
        if limit is None:
            return 0
        return dots_up(limit.value, resolution) if limit.unit == "mm" else ceil(limit.value * dots)

    return Sides(side(limits.left), side(limits.top), side(limits.right), side(limits.bottom))


def _bearers(element: SymbolElement, frame: Frame, dots: int, height: int, quiet: Sides) -> tuple[Box, ...]:
    if element.bearer is Bearer.NONE or not element.symbology.linear:
        return ()
    thick = _BEARER_X * dots
    width = quiet.left + frame.width + quiet.right
    parts = [Area(-quiet.left, -thick, width, thick), Area(-quiet.left, height, width, thick)]
    if element.bearer is Bearer.FRAME:
        parts += [
            Area(-quiet.left - thick, -thick, thick, height + 2 * thick),
            Area(frame.width + quiet.right, -thick, thick, height + 2 * thick),
        ]
    return tuple(Box(element.name, frame.place(part)) for part in parts)


def _slots(
    element: SymbolElement,
    longest: LinearSymbol | MatrixSymbol,
    frame: Frame,
    dots: int,
    height: int,
    longer: int,
    runs: tuple[TextRun, ...],
) -> tuple[Slot, ...]:
    area = frame.area
    lines = tuple(TextSlot(run.element, run.area) for run in runs)
    if isinstance(longest, MatrixSymbol):
        rows = turned_modules(longest.rows, element.turn)
        return (
            MatrixSlot(element.name, element.symbology, area.x, area.y, dots, len(rows[0]), len(rows)),
            *lines,
        )
    return (
        SymbolSlot(
            element.name,
            element.symbology,
            area.x,
            area.y,
            dots,
            height,
            element.turn,
            longest.long if longer else (),
            longer,
        ),
        *lines,
    )
