"""Reads what ZPL means by pictures and by Code 128 field data: the printer's side, written on its own.

Nothing here is taken from ``printers.zebra``, which writes both: an error there must show in the picture.
"""

import base64
import binascii
import re
import zlib
from dataclasses import dataclass
from typing import Final

from desktop.symbols.code128 import PATTERNS, START_A, START_B, START_C, STOP

GRAPHIC_LIMIT: Final = 99_999
"""Bytes of one graphic field; larger counts are clamped (ZPL II guide, ^GF)."""


class ZplError(ValueError):
    """What a printer would silently pass over; the emulator notes it down as a complaint."""


@dataclass(frozen=True, slots=True)
class Graphic:
    """A picture as rows of integers, the highest of ``width`` bits leftmost."""

    width: int
    rows: tuple[int, ...]


def read_graphic(total: int, row_bytes: int, data: str) -> Graphic:
    """Decode the data of ^GFA or ~DG: hexadecimal with its abbreviations, Z64 or B64.

    Raises:
        ZplError: the counts or the data are wrong.
    """
    if not 1 <= total <= GRAPHIC_LIMIT or not 1 <= row_bytes <= total:
        raise ZplError(f"graphic of {total} bytes in rows of {row_bytes}")
    raw = _unpack(data) if data.startswith(":") else _spell_out(data, row_bytes)
    raw = raw[:total].ljust(total, b"\0")
    rows = tuple(int.from_bytes(raw[at : at + row_bytes], "big") for at in range(0, total, row_bytes))
    return Graphic(row_bytes * 8, rows)


def _unpack(data: str) -> bytes:
    _, form, text, crc = (*data.split(":"), "", "", "")[:4]
    try:
        packed = base64.b64decode(text, validate=True)
        if int(crc, 16) != binascii.crc_hqx(text.encode("ascii"), 0):
            raise ZplError("wrong CRC of a graphic")
        if form == "B64":
            return packed
        if form == "Z64":
            return zlib.decompressobj().decompress(packed, GRAPHIC_LIMIT)
    except (ValueError, zlib.error) as error:
        raise ZplError(f"unreadable graphic: {error}") from error
    raise ZplError(f"graphic of unknown form {form[:10]!r}")


_COUNTS: Final = {chr(ord("G") + i): i + 1 for i in range(19)} | {
    chr(ord("g") + i): 20 * (i + 1) for i in range(20)
}
"""Repeat counts in abbreviated hexadecimal data: G to Y are 1 to 19, g to z are 20 to 400."""
_TOKEN: Final = re.compile(r"([G-Yg-z]*)([0-9A-Fa-f,!:])")


def _spell_out(data: str, row_bytes: int) -> bytes:
    """Write abbreviated hexadecimal data out in full (ZPL II guide, alternative data compression)."""
    digits = row_bytes * 2
    rows: list[str] = []
    row = ""
    for counts, symbol in _TOKEN.findall(re.sub(r"\s", "", data)):
        if symbol == ":":
            rows.append(rows[-1] if rows else "0" * digits)
            continue
        row += _filling(symbol, digits - len(row)) or symbol * (sum(map(_COUNTS.__getitem__, counts)) or 1)
        while len(row) >= digits:
            rows.append(row[:digits])
            row = row[digits:]
    return bytes.fromhex("".join(rows) + row + "0" * (len(row) % 2))


def _filling(symbol: str, count: int) -> str:
    return {",": "0", "!": "F"}.get(symbol, "") * count


_ESCAPED: Final = {"0": ">", "<": "^", "=": "~"}
_FUNCTIONS: Final = {str(place): 94 + place for place in range(1, 9)}
_STARTS: Final = {"9": START_A, ":": START_B, ";": START_C}
_LATCHES: Final = {99: "C", 100: "B", 101: "A"}
_MODULUS: Final = 103


def code_128_modules(data: str) -> str:
    """Encode the field data of ^BC in mode N as a printer does (ZPL II guide, ^BC).

    Raises:
        ZplError: data that a printer would drop or take for something else.
    """
    start, subset, at = START_B, "B", 0
    if data[:1] == ">" and data[1:2] in _STARTS:
        start = _STARTS[data[1]]
        subset, at = {START_A: "A", START_B: "B", START_C: "C"}[start], 2
    values = [start]
    while at < len(data):
        value, at = _next_value(data, at, subset)
        values.append(value)
        subset = _LATCHES.get(value, subset) if value > 98 or subset != "C" else subset
    check = (start + sum(place * value for place, value in enumerate(values[1:], 1))) % _MODULUS
    return "".join(PATTERNS[value] for value in (*values, check, STOP))


def _next_value(data: str, at: int, subset: str) -> tuple[int, int]:
    """Return the next symbol character and where the one behind it begins."""
    character, follower = data[at], data[at + 1 : at + 2]
    if character == ">" and follower in _FUNCTIONS:
        return _FUNCTIONS[follower], at + 2
    if subset in "AC":
        pair = character + follower
        if len(pair) < 2 or not (pair.isascii() and pair.isdigit()):
            raise ZplError(f"subset {subset} takes pairs of digits, not {pair!r}")
        return int(pair), at + 2
    if character == ">":
        if follower not in _ESCAPED:
            raise ZplError(f"unknown invocation code {character + follower!r}")
        return ord(_ESCAPED[follower]) - 32, at + 2
    if not " " <= character <= "~":
        raise ZplError(f"subset B has no character {character!r}")
    return ord(character) - 32, at + 1
