"""Bar code symbols as ZPL: drawn by the printer where it draws our very modules, else sent as dots.

A Zebra printer draws Code 128 from field data that name each symbol character (^BC in mode N), so the
data are made from the characters that the modules consist of: it cannot choose others. Every other
symbology leaves choices to the printer (guard bars, the ratio of wide bars, encodation, masks), which
differ from model to model; those go as graphics.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from desktop.errors import InputError
from desktop.labels.layout import SymbolSlot
from desktop.labels.primitives import Bars, Matrix, Symbol, Symbology, Turn
from desktop.symbols.code128 import FNC1, START_B, decode, module_count
from desktop.symbols.code128 import START_C as START_C_VALUE
from desktop.texts import say
from printers.zebra.graphics import Band, banded_fields

MODULE_LIMIT: Final = 10
"""Most dots that a module may have (ZPL II guide, ^BY, parameter w)."""
START_C: Final = ">;"
"""Start character of Code 128 subset C, as field data of ^BC."""
PROOF_LIMIT: Final = 256
"""Most bytes of a field that ^HV returns (ZPL II guide, ^HV, parameter n)."""

_ORIENTATION: Final = {Turn.NONE: "N", Turn.RIGHT: "R", Turn.AROUND: "I", Turn.LEFT: "B"}
_SEPARATOR: Final = "\x1d"
_PAIRS, _CODE_B, _FNC1 = 100, 100, 102
_PRINTABLE: Final = 95
_ALONE: Final = 3
"""Length of an invocation code and one character behind it."""
_ESCAPED: Final = {">": ">0", "^": "><", "~": ">="}
"""What stands for characters that are commands to the printer (ZPL II guide, ^BC, invocation codes)."""
_CODE_128: Final = frozenset({Symbology.CODE_128, Symbology.GS1_128})


def origin(element: str, x: int, y: int) -> str:
    """Write where a field begins.

    Raises:
        InputError: outside of the label, where ZPL has no coordinates.
    """
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


def bar_code(symbol: Bars | SymbolSlot) -> str:
    """Write the place and shape of a Code 128 symbol that the printer draws. InputError as ``origin``."""
    begin = origin(symbol.element, symbol.x, symbol.y)
    return f"{begin}^BY{symbol.module_dots}^BC{_ORIENTATION[symbol.turn]},{symbol.height},N,N,N,N"


def symbol_field(symbol: Symbol) -> str:
    """Write a whole symbol with its data.

    Raises:
        InputError: it begins outside of the label, or its modules do not say its data.
    """
    if isinstance(symbol, Bars) and symbol.symbology in _CODE_128:
        codewords, text = decode(symbol.modules)
        if text.removeprefix(FNC1 if symbol.symbology.gs1 else "").replace(FNC1, _SEPARATOR) != symbol.data:
            raise InputError(
                say(
                    "The symbol of {element} says {found}, not {expected}.",
                    element=symbol.element,
                    found=repr(text),
                    expected=repr(symbol.data),
                )
            )
        data = characters(codewords)
        if data is not None and symbol.module_dots <= MODULE_LIMIT and not symbol.longer:
            return f"{bar_code(symbol)}^FD{data}^FS"
    area = symbol.area
    origin(symbol.element, area.x, area.y)
    bands = _matrix_bands(symbol) if isinstance(symbol, Matrix) else _bar_bands(symbol)
    return banded_fields(area.x, area.y, area.width, bands)


def pairs_of_digits(bars: Bars) -> str:
    """Return the field data of a drug code's symbol, quickly.

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
        and len(START_C) + len(data) <= PROOF_LIMIT
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


def characters(codewords: tuple[int, ...]) -> str | None:
    """Write the symbol characters of a Code 128 symbol, START to STOP, as field data of ^BC in mode N.

    Returns:
        None where not everybody would draw these very characters: subset A, a change to subset C, and
        a last character alone behind an invocation code, which one of the renderers that judge us drops.
    """
    start, *body = codewords[:-2]
    if start not in {START_B, START_C_VALUE}:
        return None
    in_c = start == START_C_VALUE
    parts = [START_C if in_c else ">:"]
    for value in body:
        if value == _FNC1:
            parts.append(">8")
        elif in_c and value < _PAIRS:
            parts.append(f"{value:02}")
        elif in_c and value == _CODE_B:
            parts.append(">6")
            in_c = False
        elif not in_c and value < _PRINTABLE:
            character = chr(32 + value)
            parts.append(_ESCAPED.get(character, character))
        else:
            return None
    data = "".join(parts)
    return None if len(data) - data.rindex(">") == _ALONE else data


def _matrix_bands(matrix: Matrix) -> Iterator[Band]:
    dots = matrix.module_dots
    white, black = "0" * dots, "1" * dots
    for row in matrix.rows:
        yield row.replace("0", white).replace("1", black) if dots > 1 else row, dots


def _bar_bands(bars: Bars) -> Iterator[Band]:
    area = bars.area
    edges: dict[int, int] = {area.bottom: 0}
    for bar in bars.bars():
        bits = ((1 << bar.width) - 1) << (area.right - bar.right)
        # Bars have no dot in common, so a bar that ends takes out just what it put in.
        edges[bar.y] = edges.get(bar.y, 0) ^ bits
        edges[bar.bottom] = edges.get(bar.bottom, 0) ^ bits
    places = sorted(edges)
    row = 0
    for top, bottom in pairwise(places):
        row ^= edges[top]
        yield f"{row:0{area.width}b}", bottom - top
