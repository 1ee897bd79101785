"""Labels in ZPL II, from primitives alone, so that what is printed is what was previewed.

What all labels share goes to the printer once, as a stored format; a label then is its code, the
places of its digits, and the order to say when it is printed::

    ^XA^JZN^XZ                                           no reprint of its own accord after a fault
    ~SD15                                                darkness and
    ^XA^PR4^XZ                                           speed, where this printer has its own
    ^XA^DFR:K3XQ7ZAB.ZPL^FS^CI28^LH0,0^PW600^LL400       stored once
    ^FO24,30^GB552,2,2^FS                                a box
    ^FO24,40^GFA,...^FS                                  text, as the very dots of the preview
    ^FO60,120^BY3^BCN,120,N,N,N,N^FN1^XZ                 a drug code, whose data differ

    ^XA^XFR:K3XQ7ZAB.ZPL^FS^FN1^FD>;81234567890123456789^FS
    ^FO60,250^XGR:A7BCDEFG.GRF,1,1^FS ...                a digit, recalled from the printer's memory
    ^FO60,300^GFA,...^FS                                 another symbol that differs, by its dots
    ^FH_^HV1,22,PRT[,]_0D_0A,L^FS^PQ1^XZ                 answer "PRT[...]" once this label is printed

A label whose symbols differ and are all sent as dots carries its data in one field more, which lies
off the label and has no width to print in, so that the printer can name each label all the same.

A printer's own offset moves every field by whole dots, except that one.

Text never uses a font of the printer, so no font can be missing. The printer never counts by
itself (no ^SN): which code is on which label is decided here alone.
"""

from collections.abc import Callable
from typing import Final

from desktop.devices import AS_SET, PrinterSettings
from desktop.errors import InputError
from desktop.labels.elements import CodeBlock
from desktop.labels.layout import FilledLabel, LabelPlan, Slot, SymbolSlot, TextSlot
from desktop.labels.primitives import Bars, Box, Glyph, Matrix, Picture, Primitive, Symbol, TextRun
from desktop.texts import say
from printers.zebra.graphics import (
    Bitmap,
    drawn_together,
    glyph_download,
    glyph_name,
    graphic_fields,
    is_blank,
    short_name,
)
from printers.zebra.offset import Offset
from printers.zebra.proof import PROOF_HEAD, proof_data, proof_of
from printers.zebra.symbols import (
    MODULE_LIMIT,
    START_C,
    bar_code,
    origin,
    pairs_of_digits,
    symbol_field,
)

Drawn = Bars | Matrix | TextRun
"""What fills a slot."""

_STORED_GLYPHS: Final = 512
"""So many glyphs are kept in the printer; further ones travel with each label that needs them."""
_CELLS: Final = 65_536
"""So many commands for a glyph at a place are remembered here before they are made anew."""


class ZplLanguage:
    """Writes one stream of labels: ``stored_format`` begins it, then ``label`` for each label.

    A stream remembers which glyphs it has handed over, so each printer and each file needs its own;
    ``stored_format`` starts afresh.

    Args:
        settings: offset, darkness and speed of the printer that it is for; what is None is not written.
    """

    def __init__(self, settings: PrinterSettings = AS_SET) -> None:
        self._settings = settings
        self._offset: Offset | None = None
        self._head = ""
        self._writers: tuple[Callable[[Drawn], str], ...] = ()
        self._proof_slot: int | None = None
        self._proof_stored = False
        self._new_glyphs: list[str] = []
        self._stored: set[str] = set()
        self._cells: dict[tuple[Glyph, int, int], str] = {}

    def stored_format(self, plan: LabelPlan) -> bytes:
        """Return what is sent once. The format's name is a digest of its content.

        Raises:
            InputError: something begins outside of the label or would leave it by the offset, or a symbol
                does not say its data.
        """
        offset = Offset.of(self._settings, plan)
        self._offset = None if offset.none else offset
        for block in plan.blocks:
            offset.check(block.design.name, block.bars)
        blocks = {element.name for element in plan.design.elements if isinstance(element, CodeBlock)}
        static = "".join(_field(offset.moved(primitive)) for primitive in plan.static)
        stored = {
            number: slot
            for number, slot in enumerate(map(offset.moved_slot, plan.slots), 1)
            if isinstance(slot, SymbolSlot) and slot.element in blocks and slot.module_dots <= MODULE_LIMIT
        }
        slots = "".join(f"{bar_code(slot)}^FN{number}^FS" for number, slot in stored.items())
        symbols = [place for place, slot in enumerate(plan.slots) if not isinstance(slot, TextSlot)]
        self._proof_slot = next(iter([*(number - 1 for number in stored), *symbols]), None)
        self._proof_stored = bool(stored)
        if symbols and not stored:
            slots += f"^FO{plan.width_dots},0^A0N,10,10^FB0^FN{len(plan.slots) + 1}^FS"
        body = f"^CI28^LH0,0^PW{plan.width_dots}^LL{plan.height_dots}{static}{slots}^XZ\n"
        name = short_name(body.encode())
        self._head = f"^XA^XFR:{name}.ZPL^FS"
        self._writers = tuple(
            self._writer(slot, number if number in stored else 0) for number, slot in enumerate(plan.slots, 1)
        )
        self._stored.clear()
        self._cells.clear()
        return f"^XA^JZN^XZ\n{self._manner()}^XA^DFR:{name}.ZPL^FS{body}".encode()

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
        if self._proof_slot is not None:
            parts.append(self._proof_order(label, self._proof_slot))
        parts.append("^PQ1^XZ\n")
        if self._new_glyphs:
            parts[:0] = self._new_glyphs
            self._new_glyphs.clear()
        return "".join(parts).encode("ascii")

    def proof(self, label: FilledLabel) -> str | None:
        """Return with what the printer will confirm the label; None: no symbol of it is its own.

        It is the data of the first drug code, else of the first symbol that differs (a digest of data
        that are longer than a printer repeats).
        """
        if self._proof_slot is None:
            return None
        symbol = label.slots[self._proof_slot]
        return None if isinstance(symbol, TextRun) else proof_of(symbol)

    def _manner(self) -> str:
        """Write darkness (~SD) and speed (^PR); the printer keeps them until it is told anew."""
        darkness, speed = self._settings.darkness, self._settings.speed_ips
        return ("" if darkness is None else f"~SD{darkness:02}\n") + (
            "" if speed is None else f"^XA^PR{speed}^XZ\n"
        )

    def _proof_order(self, label: FilledLabel, place: int) -> str:
        symbol = label.slots[place]
        if isinstance(symbol, TextRun):
            raise _not_where_stored(symbol.element)
        if self._proof_stored:
            number, size, field = place + 1, len(START_C) + len(symbol.data), ""
        else:
            data = proof_data(symbol)
            number, size = len(self._writers) + 1, len(data)
            field = f"^FN{number}^FD{data}^FS"
        return f"{field}^FH_^HV{number},{size},{PROOF_HEAD},]_0D_0A,L^FS"

    def _writer(self, slot: Slot, number: int) -> Callable[[Drawn], str]:
        if isinstance(slot, TextSlot):
            return self._write_text
        offset = self._offset
        if isinstance(slot, SymbolSlot) and number:
            return _stored_symbol_writer(slot, number, offset)

        def write_symbol(symbol: Drawn) -> str:
            if isinstance(symbol, TextRun) or not _is_at(symbol, slot):
                raise _not_where_stored(symbol.element)
            return symbol_field(symbol if offset is None else offset.moved(symbol))

        return write_symbol

    def _write_text(self, run: Drawn) -> str:
        if not isinstance(run, TextRun):
            raise InputError(say("Field {element} takes a text, not a symbol.", element=run.element))
        if self._offset is not None:
            run = self._offset.moved(run)
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
            command = f"{origin(glyph.character, x, y)}^XGR:{glyph_name(glyph)}.GRF,1,1^FS"
        else:
            row_bytes = (glyph.width + 7) // 8
            size = row_bytes * glyph.height
            data = glyph.rows[:size].hex().upper()
            command = f"{origin(glyph.character, x, y)}^GFA,{size},{size},{row_bytes},{data}^FS"
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


def _stored_symbol_writer(slot: SymbolSlot, number: int, offset: Offset | None) -> Callable[[Drawn], str]:
    expected = (slot.x, slot.y, slot.module_dots, slot.height, slot.turn)

    def write_symbol(bars: Drawn) -> str:
        if (
            not isinstance(bars, Bars)
            or (bars.x, bars.y, bars.module_dots, bars.height, bars.turn) != expected
        ):
            raise _not_where_stored(bars.element)
        if offset is not None:
            offset.check(bars.element, bars.area)
        return f"^FN{number}^FD{pairs_of_digits(bars)}^FS"

    return write_symbol


def _is_at(symbol: Symbol, slot: Slot) -> bool:
    return not isinstance(slot, TextSlot) and (symbol.element, symbol.x, symbol.y, symbol.module_dots) == (
        slot.element,
        slot.x,
        slot.y,
        slot.module_dots,
    )


def _not_where_stored(element: str) -> InputError:
    return InputError(
        say("The symbol in field {element} is not where the stored format has it.", element=element)
    )


def _field(primitive: Primitive) -> str:
    """Write a primitive that all labels share."""
    match primitive:
        case Box():
            return _box(primitive)
        case Bars() | Matrix():
            return symbol_field(primitive)
        case Picture():
            area = primitive.area
            return _bitmap(primitive.element, Bitmap(area.x, area.y, area.width, area.height, primitive.rows))
        case TextRun():
            return _bitmap(primitive.element, drawn_together(primitive.glyphs))


def _bitmap(element: str, bitmap: Bitmap | None) -> str:
    if bitmap is None:
        return ""
    origin(element, bitmap.x, bitmap.y)
    return graphic_fields(bitmap)


def _box(box: Box) -> str:
    area = box.area
    if not area.width or not area.height:
        return ""
    thickness = min(area.width, area.height)
    return f"{origin(box.element, area.x, area.y)}^GB{area.width},{area.height},{thickness}^FS"
