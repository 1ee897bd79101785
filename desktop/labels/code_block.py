"""The linear symbol with its heading, digits and quiet zone, laid out once and drawn once a label."""

from dataclasses import dataclass
from math import ceil

from desktop.errors import InputError
from desktop.labels.elements import Align, CodeBlock
from desktop.labels.primitives import Area, Bars, Symbology, TextRun, Turn
from desktop.labels.turning import Frame
from desktop.labels.typeface import Typeface
from desktop.labels.typesetting import DigitSetter, TextSetter, digit_height
from desktop.symbols.code128 import decode, encode_digits, module_count
from desktop.symbols.decode_back import require_second_opinion
from desktop.symbols.rules import SymbolRule, nearest_legal, rule_of
from desktop.texts import say
from desktop.units import Resolution

HEADING_SUFFIX = ".heading"
HRI_SUFFIX = ".hri"


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """Where a code block's parts stand on the label, in dots.

    Attributes:
        area: all of it, with both side quiet zones.
        bars: the place of the bars.
        height: length of the bars.
        groups: sizes of the digit groups.
    """

    design: CodeBlock
    rule: SymbolRule
    module_dots: int
    area: Area
    bars: Area
    height: int
    groups: tuple[int, ...]
    heading: TextSetter | None
    digits: DigitSetter

    @property
    def hri_element(self) -> str:
        """The name under which the digits are drawn."""
        return self.design.name + HRI_SUFFIX

    def draw(self, data: str) -> tuple[Bars, TextRun]:
        """Return the symbol of ``data`` and its digits.

        The symbol is decoded back from the very modules that are returned, before they are returned.

        Raises:
            InputError: the data do not suit the scheme, or the symbol would not read as its data.
        """
        if len(data) != self.rule.digits or not (data.isascii() and data.isdigit()):
            raise InputError(
                say(
                    'The code of "{element}" must have {digits} digits; found {found}.',
                    element=self.design.name,
                    digits=self.rule.digits,
                    found=repr(data[:60]),
                )
            )
        symbol = encode_digits(data)
        codewords, text = decode(symbol.modules)
        if text != data or codewords != symbol.codewords:
            raise InputError(
                say(
                    'The symbol of "{element}" would read {found} instead of {data}; it must not be printed.',
                    element=self.design.name,
                    found=text,
                    data=data,
                )
            )
        require_second_opinion(Symbology.CODE_128, symbol.modules, data)
        bars = Bars(
            self.design.name,
            Symbology.CODE_128,
            self.bars.x,
            self.bars.y,
            self.module_dots,
            self.height,
            symbol.modules,
            data,
            self.design.turn,
        )
        return bars, self.digits.set(data)


def plan_block(block: CodeBlock, resolution: Resolution, typeface: Typeface) -> PlannedBlock:
    """Lay a code block out for a printer: whole dots everywhere, rounded to the safe side."""
    rule = rule_of(block.scheme)
    module_dots = nearest_legal(resolution, rule, block.module_mm).dots
    quiet = ceil(block.quiet_x * module_dots)
    gap = dots_up(block.gap_mm, resolution)
    heading = resolution.dots(block.heading_size_mm) if block.heading else 0
    hri_face = typeface.sized(resolution.dots(block.hri_size_mm))
    above = heading + gap if block.heading else 0
    bars = Area(quiet, above, module_count(rule.digits) * module_dots, dots_up(block.height_mm, resolution))
    width, height = bars.width + 2 * quiet, bars.bottom + gap + digit_height(hri_face)
    flat = block.turn in {Turn.NONE, Turn.AROUND}
    x, y = resolution.dots(block.x_mm), resolution.dots(block.y_mm)
    frame = Frame.of(Area(x, y, *((width, height) if flat else (height, width))), block.turn)
    heading_room = Area(0, 0, width, heading)
    return PlannedBlock(
        design=block,
        rule=rule,
        module_dots=module_dots,
        area=frame.area,
        bars=frame.place(bars),
        height=bars.height,
        groups=rule.grouping(block.grouping),
        heading=_heading(block, Frame.of(frame.place(heading_room), block.turn), typeface),
        digits=DigitSetter(
            block.name + HRI_SUFFIX,
            hri_face,
            rule.grouping(block.grouping),
            bars.x + bars.width // 2,
            bars.bottom + gap,
            frame,
        ),
    )


def _heading(block: CodeBlock, room: Frame, typeface: Typeface) -> TextSetter | None:
    if not block.heading:
        return None
    typeface.sized(room.height)  # refuses what is too small to be read
    return TextSetter(block.name + HEADING_SUFFIX, room, typeface, room.height, Align.CENTER)


def dots_up(length_mm: float, resolution: Resolution) -> int:
    """Return the dots that are at least ``length_mm`` long: a minimum must not be rounded away."""
    return ceil(length_mm * resolution.dots_per_mm - 1e-9)
