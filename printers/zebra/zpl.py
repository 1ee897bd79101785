"""Labels in ZPL II, from primitives alone, so that what is printed is what was previewed.

What all labels share goes to the printer once, as a stored format; a label then is its code, the
places of its digits, and the order to say when it is printed::

    ^XA^JZN^XZ                                           no reprint of its own accord after a fault
    ^XA^DFR:K3XQ7ZAB.ZPL^FS^CI28^LH0,0^PW600^LL400       stored once
    ^FO24,30^GB552,2,2^FS                                a box
    ^FO24,40^GFA,...^FS                                  text, as the very dots of the preview
    ^FO60,120^BY3^BCN,120,N,N,N,N^FN1^XZ                 a symbol whose data differ

    ^XA^XFR:K3XQ7ZAB.ZPL^FS^FN1^FD>;81234567890123456789^FS
    ^FO60,250^XGR:A7BCDEFG.GRF,1,1^FS ...                a digit, recalled from the printer's memory
    ^FH_^HV1,22,PRT[,]_0D_0A,L^FS^PQ1^XZ                 answer "PRT[...]" once this label is printed

Symbols are drawn by the printer (mode N: start characters are written out, nothing is guessed), and
since text never uses a font of the printer, no font can be missing. The printer never counts by
itself (no ^SN): which code is on which label is decided here alone.
"""

from collections.abc import Callable
from typing import Final

from desktop.errors import InputError
from desktop.labels.layout import FilledLabel, LabelPlan, MatrixSlot, Slot, SymbolSlot, TextSlot
from desktop.labels.primitives import Bars, Box, Glyph, Primitive, TextRun
from desktop.symbols.code128 import decode, module_count
from desktop.texts import say
from printers.zebra.graphics import (
    drawn_together,
    glyph_download,
    glyph_name,
    graphic_fields,
    is_blank,
    short_name,
)

MODULE_LIMIT: Final = 10
"""Most dots that a module may have (ZPL II guide, ^BY, parameter w)."""
PROOF_LIMIT: Final = 256
"""Most bytes of a field that ^HV returns (ZPL II guide, ^HV, parameter n)."""
START_C: Final = ">;"
"""Start character of Code 128 subset C, as field data of ^BC."""
PROOF_HEAD: Final = "PRT["
PROOF_END: Final = "]\r\n"

_STORED_GLYPHS: Final = 512
"""So many glyphs are kept in the printer; further ones travel with each label that needs them."""
_CELLS: Final = 65_536
"""So many commands for a glyph at a place are remembered here before they are made anew."""


class ZplLanguage:
    """Writes one stream of labels: ``stored_format`` begins it, then ``label`` for each label.

    A stream remembers which glyphs it has handed over, so each printer and each file needs its own;
    ``stored_format`` starts afresh.
    """

    def __init__(self) -> None:
        self._head = ""
        self._writers: tuple[Callable[[Bars | TextRun], str], ...] = ()
        self._proof_field = 0
        self._new_glyphs: list[str] = []
        self._stored: set[str] = set()
        self._cells: dict[tuple[Glyph, int, int], str] = {}

    def stored_format(self, plan: LabelPlan) -> bytes:
        """Return what is sent once. The format's name is a digest of its content.

        Raises:
            InputError: a symbol of the plan is none that the printer draws exactly as planned.
        """
        static = "".join(_field(primitive) for primitive in plan.static)
        slots = "".join(
            _symbol_field(slot, number)
            for number, slot in enumerate(plan.slots, 1)
            if isinstance(slot, SymbolSlot)
        )
        body = f"^CI28^LH0,0^PW{plan.width_dots}^LL{plan.height_dots}{static}{slots}^XZ\n"
        name = short_name(body.encode())
        self._head = f"^XA^XFR:{name}.ZPL^FS"
        self._writers = tuple(self._writer(slot, number) for number, slot in enumerate(plan.slots, 1))
        self._proof_field = next(
            (number for number, slot in enumerate(plan.slots, 1) if isinstance(slot, SymbolSlot)), 0
        )
        self._stored.clear()
        self._cells.clear()
        return f"^XA^JZN^XZ\n^XA^DFR:{name}.ZPL^FS{body}".encode()

    def label(self, label: FilledLabel) -> bytes:
        """Return what is sent for one label of the plan that ``stored_format`` was given.

        Raises:
            InputError: the label is not of that plan, or its data cannot be carried.
        """
        if len(label.slots) != len(self._writers) or not self._head:
            raise InputError(
                say(
                    "This label has {found} variable fields, the stored format has {expected}.",
                    found=len(label.slots),
                    expected=len(self._writers),
                )
            )
        parts = [self._head]
        for write, primitive in zip(self._writers, label.slots, strict=True):
            parts.append(write(primitive))
        proof = self.proof(label)
        if proof is not None:
            size = len(START_C) + len(proof)
            parts.append(f"^FH_^HV{self._proof_field},{size},{PROOF_HEAD},]_0D_0A,L^FS")
        parts.append("^PQ1^XZ\n")
        if self._new_glyphs:
            parts[:0] = self._new_glyphs
            self._new_glyphs.clear()
        return "".join(parts).encode("ascii")

    def proof(self, label: FilledLabel) -> str | None:
        """Return the data with which the printer will confirm the label; None: it has no symbol to name."""
        if not self._proof_field:
            return None
        symbol = label.slots[self._proof_field - 1]
        return symbol.data if isinstance(symbol, Bars) else None

    def _writer(self, slot: Slot, number: int) -> Callable[[Bars | TextRun], str]:
        if isinstance(slot, TextSlot):
            return self._write_text
        if isinstance(slot, MatrixSlot):
            raise NotImplementedError
        expected = (slot.x, slot.y, slot.module_dots, slot.height)

        def write_symbol(bars: Bars | TextRun) -> str:
            if not isinstance(bars, Bars) or (bars.x, bars.y, bars.module_dots, bars.height) != expected:
                raise InputError(
                    say(
                        "The symbol in field {element} is not where the stored format has it.",
                        element=bars.element,
                    )
                )
            return f"^FN{number}^FD{symbol_data(bars)}^FS"

        return write_symbol

    def _write_text(self, run: Bars | TextRun) -> str:
        if not isinstance(run, TextRun):
            raise InputError(say("Field {element} takes a text, not a symbol.", element=run.element))
        cells = self._cells
        parts = []
        for placed in run.glyphs:
            cell = (placed.glyph, placed.x, placed.y)
            command = cells.get(cell)
            if command is None:
                command = self._cell_command(*cell)
            parts.append(command)
        return "".join(parts)

    def _cell_command(self, glyph: Glyph, x: int, y: int) -> str:
        if is_blank(glyph):
            command = ""
        elif self._is_stored(glyph):
            command = f"{_origin(glyph.character, x, y)}^XGR:{glyph_name(glyph)}.GRF,1,1^FS"
        else:
            row_bytes = (glyph.width + 7) // 8
            size = row_bytes * glyph.height
            data = glyph.rows[:size].hex().upper()
            command = f"{_origin(glyph.character, x, y)}^GFA,{size},{size},{row_bytes},{data}^FS"
        if len(self._cells) >= _CELLS:
            self._cells.clear()
        self._cells[glyph, x, y] = command
        return command

    def _is_stored(self, glyph: Glyph) -> bool:
        """Tell whether the printer keeps the glyph; a new one is put before the label while there is room."""
        name = glyph_name(glyph)
        if name not in self._stored and len(self._stored) < _STORED_GLYPHS:
            self._stored.add(name)
            self._new_glyphs.append(glyph_download(glyph))
        return name in self._stored


def symbol_data(bars: Bars) -> str:
    """Return the field data that make a printer draw exactly ``bars.modules``.

    The modules' own meaning is not proved here again: whoever fills a label has decoded them.

    Raises:
        InputError: the data are not digits in pairs, or the pattern has not their length in subset C.
    """
    data = bars.data
    if (
        data.isdigit()
        and data.isascii()
        and len(data) % 2 == 0
        and len(bars.modules) == module_count(len(data))
        and len(data) + len(START_C) <= PROOF_LIMIT
    ):
        return START_C + data
    raise InputError(
        say(
            "Field {element}: a Zebra printer is given Code 128 as pairs of digits (subset C); this cannot be"
            " written so: {data}",
            element=bars.element,
            data=repr(data[:60]),
        )
    )


def _field(primitive: Primitive) -> str:
    """Write a primitive that all labels share."""
    if isinstance(primitive, Box):
        area = primitive.area
        if not area.width or not area.height:
            return ""
        thickness = min(area.width, area.height)
        origin = _origin(primitive.element, area.x, area.y)
        return f"{origin}^GB{area.width},{area.height},{thickness}^FS"
    if isinstance(primitive, Bars):
        _, text = decode(primitive.modules)
        if text != primitive.data:
            raise InputError(
                say(
                    "The symbol of {element} says {found}, not {expected}.",
                    element=primitive.element,
                    found=repr(text),
                    expected=repr(primitive.data),
                )
            )
        return f"{_bar_code(primitive)}^FD{symbol_data(primitive)}^FS"
    if not isinstance(primitive, TextRun):
        raise NotImplementedError
    bitmap = drawn_together(primitive.glyphs)
    if bitmap is None:
        return ""
    _origin(primitive.element, bitmap.x, bitmap.y)
    return graphic_fields(bitmap)


def _symbol_field(slot: SymbolSlot, number: int) -> str:
    return f"{_bar_code(slot)}^FN{number}^FS"


def _bar_code(symbol: Bars | SymbolSlot) -> str:
    if not 1 <= symbol.module_dots <= MODULE_LIMIT:
        raise InputError(
            say(
                "Field {element}: a Zebra printer draws bars of 1 to {limit} dots a module, not {found}."
                " Choose a smaller X-dimension.",
                element=symbol.element,
                limit=MODULE_LIMIT,
                found=symbol.module_dots,
            )
        )
    origin = _origin(symbol.element, symbol.x, symbol.y)
    return f"{origin}^BY{symbol.module_dots}^BCN,{symbol.height},N,N,N,N"


def _origin(element: str, x: int, y: int) -> str:
    if x < 0 or y < 0:
        raise InputError(
            say(
                "{element} begins outside the label, at ({x}, {y}) dots. Move it inside.",
                element=element,
                x=x,
                y=y,
            )
        )
    return f"^FO{x},{y}"
