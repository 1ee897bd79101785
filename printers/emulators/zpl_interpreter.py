"""What a format means to a printer: the emulator's own reading of ZPL II, apart from what we write.

A format becomes a ``Recipe``, which is drawn only when somebody looks: printing flat out costs no
drawing. Commands that are not known here are not ignored but noted as complaints.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Final

from printers.emulators.canvas import Canvas
from printers.emulators.zpl_drawings import Block, Drawing, Place, Stamp, Symbol
from printers.emulators.zpl_graphics import Graphic, ZplError, code_128_modules, read_graphic

LENGTH_LIMIT: Final = 32_000
"""Dots: longest label (ZPL II guide, ^LL)."""


@dataclass(frozen=True)
class Form:
    """A stored format, or what a label brings along itself."""

    width: int
    length: int
    drawings: tuple[Drawing, ...] = ()
    fields: Mapping[int, Place] = field(default_factory=dict)
    """Symbols whose data come with each label, by field number."""
    silent: frozenset[int] = frozenset()
    """Fields whose data come with each label and print nothing: they only can be asked for."""

    @cached_property
    def canvas(self) -> Canvas:
        """What all labels of the form share, drawn once."""
        canvas = Canvas(self.width, self.length)
        for drawing in self.drawings:
            drawing.draw(canvas)
        return canvas


@dataclass(frozen=True, slots=True)
class Verification:
    """An ^HV: return a field's data when the label is printed."""

    field: int
    size: int
    head: str
    end: str
    every_label: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that one label needs to be drawn, and what the printer owes for it."""

    form: Form
    drawings: tuple[Drawing, ...]
    data: Mapping[int, str]
    """Field data by number."""
    copies: int = 1
    verifications: tuple[Verification, ...] = ()

    @property
    def field_data(self) -> tuple[str, ...]:
        """What the label says, as a person would say it (without start characters).

        First the data of the variable symbols by their field numbers, then what it carries unseen, then
        the data of the fixed symbols.
        """
        variable = (self.data[n] for n in sorted(self.form.fields) if n in self.data)
        unseen = (self.data[n] for n in sorted(self.form.silent) if n in self.data)
        drawings = (*self.form.drawings, *self.drawings)
        fixed = (drawing.data for drawing in drawings if isinstance(drawing, Symbol))
        return tuple(re.sub("^>[9:;]", "", data) for data in (*variable, *unseen, *fixed))

    def draw(self) -> Canvas:
        """Draw the label."""
        canvas = self.form.canvas.copy()
        for drawing in self.drawings:
            drawing.draw(canvas)
        for number, place in self.form.fields.items():
            if number in self.data:
                Symbol(place, self.data[number]).draw(canvas)
        return canvas

    def with_wrong_digit(self) -> "Recipe":
        """Return the label as a printer with a broken memory would print it."""
        return replace(
            self, data={n: data[:-1] + str((ord(data[-1]) + 1) % 10) for n, data in self.data.items()}
        )


@dataclass(slots=True)
class Memory:
    """What a printer keeps until its power goes: formats, graphics, settings."""

    width: int
    """Dots across the head."""
    length: int
    """Dots of a label whose format does not say (^LL)."""
    forms: dict[str, Form] = field(default_factory=dict)
    graphics: dict[str, Graphic] = field(default_factory=dict)
    reprint_after_error: bool = True
    """^JZ; Y after power-up."""
    speed_ips: int | None = None
    """^PR; None: as it is set at the printer."""
    darkness: int | None = None
    """~SD; None: as it is set at the printer."""


@dataclass(slots=True)
class _Field:
    """What stands between one ^FO and its ^FS."""

    x: int = 0
    y: int = 0
    symbol_height: int = 0
    orientation: str = "N"
    text: bool = False
    number: int | None = None
    data: str | None = None
    hexadecimal: str = ""


class FormatReader:
    """Reads one format with the printer's memory at hand."""

    def __init__(self, memory: Memory, complain: Callable[[str], None]) -> None:
        self._memory = memory
        self._complain = complain
        self._width = memory.width
        self._length = memory.length
        self._module_dots = 2
        self._field = _Field()
        self._drawings: list[Drawing] = []
        self._places: dict[int, Place] = {}
        self._silent: set[int] = set()
        self._data: dict[int, str] = {}
        self._verifications: list[Verification] = []
        self._recalled: Form | None = None
        self._is_lost = False
        self._store_as = ""
        self._copies = 1

    def read(self, text: str) -> Recipe | None:
        """Carry out a format; return the label that it makes, None if it makes none."""
        for command in text.split("^")[1:]:
            carry_out = self._commands.get(command[:2])
            if carry_out is None:
                self._complain(f"^{command[:60]}: unknown command")
                continue
            try:
                carry_out(self, command[2:])
            except (ZplError, ValueError) as error:
                self._complain(f"^{command[:60]}: {error}")
        if self._is_lost:
            return None  # without what it is made of no label comes out
        form = Form(self._width, self._length, tuple(self._drawings), self._places, frozenset(self._silent))
        if self._store_as:
            self._memory.forms[self._store_as] = form
            return None
        if self._recalled is not None:
            return self._recipe(self._recalled, form.drawings)
        return self._recipe(form, ()) if form.drawings or form.fields else None

    def _recipe(self, form: Form, drawings: tuple[Drawing, ...]) -> Recipe:
        for number in self._data.keys() - form.fields.keys() - form.silent:
            self._complain(f"^FN{number}: the format has no such field")
        return Recipe(form, drawings, self._data, self._copies, tuple(self._verifications))

    def _store(self, rest: str) -> None:
        self._store_as = _object_name(rest)

    def _recall(self, rest: str) -> None:
        name = _object_name(rest)
        if name not in self._memory.forms:
            self._is_lost = True
            raise ZplError("no such stored format")
        self._recalled = self._memory.forms[name]

    def _origin(self, rest: str) -> None:
        self._field.x, self._field.y = _numbers(rest, 2, LENGTH_LIMIT)

    def _bar_width(self, rest: str) -> None:
        (width,) = _numbers(rest.partition(",")[0], 1, 10)
        self._module_dots = max(1, width)

    def _code_128(self, rest: str) -> None:
        orientation, height, *options = rest.split(",")
        if orientation not in {"N", "R", "I", "B"} or options != ["N", "N", "N", "N"]:
            raise ZplError("only symbols without interpretation lines in mode N are known")
        self._field.orientation = orientation
        (self._field.symbol_height,) = _numbers(height, 1, LENGTH_LIMIT)

    def _font(self, _: str) -> None:
        self._field.text = True

    def _block(self, rest: str) -> None:
        """Take note of ^FB. Though a block of no width prints nothing, only its place is relied upon."""
        _numbers(rest or "0", 1, LENGTH_LIMIT)

    def _number(self, rest: str) -> None:
        (self._field.number,) = _numbers(rest, 1, 9999)

    def _field_data(self, rest: str) -> None:
        self._field.data = self._spelled(rest)

    def _hexadecimal(self, rest: str) -> None:
        self._field.hexadecimal = rest[:1] or "_"

    def _box(self, rest: str) -> None:
        width, height, thickness = _numbers(rest, 3, LENGTH_LIMIT)
        width, height = max(width, thickness), max(height, thickness)
        self._drawings.append(Block(self._field.x, self._field.y, width, height, max(1, thickness)))

    def _graphic_field(self, rest: str) -> None:
        form, total, count, row_bytes, data = rest.split(",", 4)
        if form != "A" or total != count:
            raise ZplError("only ASCII graphics are known")
        graphic = read_graphic(int(count), int(row_bytes), data)
        self._drawings.append(Stamp(self._field.x, self._field.y, graphic))

    def _recall_graphic(self, rest: str) -> None:
        name, *scale = rest.split(",")
        if scale != ["1", "1"]:
            raise ZplError("graphics are not magnified")
        graphic = self._memory.graphics.get(_object_name(name))
        if graphic is None:
            raise ZplError("no such graphic")
        self._drawings.append(Stamp(self._field.x, self._field.y, graphic))

    def _verify(self, rest: str) -> None:
        number, size, head, end, every = (*self._spelled(rest).split(","), *[""] * 4)[:5]
        self._verifications.append(Verification(int(number), int(size or 64), head, end, every == "L"))

    def _field_end(self, _: str) -> None:
        now, self._field = self._field, _Field()
        if now.text:
            self._unseen_text(now)
            return
        silent = self._recalled is not None and now.number in self._recalled.silent
        if now.data is not None and not silent:
            code_128_modules(now.data)  # what cannot be drawn is refused now, not when somebody looks
        place = Place(now.x, now.y, self._module_dots, now.symbol_height, now.orientation)
        if now.number is None:
            if now.symbol_height and now.data is not None:
                self._drawings.append(Symbol(place, now.data))
            return
        if now.symbol_height:
            self._places[now.number] = place
        if now.data is not None:
            self._data[now.number] = now.data

    def _unseen_text(self, field: _Field) -> None:
        if field.number is None or field.data is not None or field.x < self._width:
            raise ZplError("this printer has no fonts: only numbered fields off the label are known")
        self._silent.add(field.number)

    def _print_width(self, rest: str) -> None:
        (self._width,) = _numbers(rest, 1, self._memory.width)

    def _label_length(self, rest: str) -> None:
        (self._length,) = _numbers(rest, 1, LENGTH_LIMIT)

    def _home(self, rest: str) -> None:
        if _numbers(rest, 2, LENGTH_LIMIT) != [0, 0]:
            raise ZplError("the label home is the corner")

    def _character_set(self, rest: str) -> None:
        if rest != "28":
            raise ZplError("only UTF-8 is known")

    def _quantity(self, rest: str) -> None:
        (self._copies,) = _numbers(rest.partition(",")[0], 1, 99_999_999)

    def _reprint(self, rest: str) -> None:
        if rest not in {"Y", "N"}:
            raise ZplError("Y or N")
        self._memory.reprint_after_error = rest == "Y"

    def _print_rate(self, rest: str) -> None:
        (speed,) = _numbers(rest.partition(",")[0], 1, LENGTH_LIMIT)
        if speed not in range(1, 15):
            raise ZplError("1 to 14 inches a second")
        self._memory.speed_ips = speed

    def _spelled(self, text: str) -> str:
        """Replace hexadecimal escapes where ^FH announced them."""
        mark = self._field.hexadecimal
        if not mark:
            return text
        return re.sub(re.escape(mark) + "([0-9A-Fa-f]{2})", lambda found: chr(int(found[1], 16)), text)

    _commands: ClassVar[Mapping[str, Callable[["FormatReader", str], None]]] = {
        "DF": _store,
        "XF": _recall,
        "FO": _origin,
        "BY": _bar_width,
        "BC": _code_128,
        "A0": _font,
        "FB": _block,
        "FN": _number,
        "FD": _field_data,
        "FH": _hexadecimal,
        "GB": _box,
        "GF": _graphic_field,
        "XG": _recall_graphic,
        "HV": _verify,
        "FS": _field_end,
        "PW": _print_width,
        "LL": _label_length,
        "LH": _home,
        "CI": _character_set,
        "PQ": _quantity,
        "JZ": _reprint,
        "PR": _print_rate,
    }


def download_graphic(memory: Memory, command: str) -> None:
    """Carry out ~DG: keep a graphic under its name.

    Raises:
        ZplError: it cannot be understood.
    """
    try:
        name, total, row_bytes, data = command[2:].split(",", 3)
        memory.graphics[_object_name(name)] = read_graphic(int(total), int(row_bytes), data.strip())
    except ValueError as error:
        raise ZplError(f"~{command[:60]}: {error}") from error


def set_darkness(memory: Memory, command: str) -> None:
    """Carry out ~SD.

    Raises:
        ZplError: it cannot be understood.
    """
    digits = command[2:].strip()
    if len(digits) != 2 or not digits.isdigit() or int(digits) not in range(31):
        raise ZplError(f"~{command[:60]}: two digits, 00 to 30")
    memory.darkness = int(digits)


def _object_name(text: str) -> str:
    """Return the name of a stored object without device and ending; all are in R: here."""
    device, _, name = text.strip().rpartition(":")
    if device != "R":
        raise ZplError("only the memory R: is known")
    return name.partition(".")[0]


def _numbers(text: str, count: int, limit: int) -> list[int]:
    """Read ``count`` numbers; what is beyond ``limit`` is set to it, as printers do."""
    parts = text.strip().split(",")
    if len(parts) != count:
        raise ZplError(f"expected {count} numbers")
    return [min(int(part), limit) for part in parts]
