"""Pictures as ZPL: glyphs put together to a bitmap, a bitmap as ``^GF`` fields, a glyph as ``~DG``.

Format facts are from the ZPL II programming guide's pages on ^GF and ~DG, and its appendix on
compressing them.
"""

import base64
import binascii
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from desktop.labels.primitives import Glyph, PlacedGlyph

GRAPHIC_LIMIT: Final = 99_999
"""Most bytes that one ^GF may have; more is silently clamped (ZPL II guide, ^GF, parameters b and c)."""

Band = tuple[str, int]
"""A row of dots as "1" (black) and "0", and how many rows below each other are so."""

_RUN: Final = re.compile(r"(.)\1{5,399}")
"""Shorter runs save little and cost more time than everything else about a symbol."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A black-and-white picture at its place: rows of ``(width + 7) // 8`` bytes, 1 = black."""

    x: int
    y: int
    width: int
    height: int
    rows: bytes

    @property
    def row_bytes(self) -> int:
        """Bytes in a row."""
        return (self.width + 7) // 8


def is_blank(glyph: Glyph) -> bool:
    """Tell whether the glyph has no black dot, as a space."""
    return not any(glyph.rows)


def drawn_together(glyphs: Sequence[PlacedGlyph]) -> Bitmap | None:
    """Put glyphs into one bitmap that is just large enough; None if nothing is black."""
    inked = [placed for placed in glyphs if not is_blank(placed.glyph)]
    if not inked:
        return None
    left = min(placed.x for placed in inked)
    top = min(placed.y for placed in inked)
    width = max(placed.x + placed.glyph.width for placed in inked) - left
    height = max(placed.y + placed.glyph.height for placed in inked) - top
    row_bytes = (width + 7) // 8
    rows = [0] * height
    for placed in inked:
        for row, bits in enumerate(_row_bits(placed.glyph), placed.y - top):
            rows[row] |= bits << (row_bytes * 8 - placed.glyph.width - (placed.x - left))
    return Bitmap(left, top, width, height, b"".join(row.to_bytes(row_bytes, "big") for row in rows))


def _row_bits(glyph: Glyph) -> Iterator[int]:
    row_bytes = (glyph.width + 7) // 8
    spare = row_bytes * 8 - glyph.width
    for start in range(0, row_bytes * glyph.height, row_bytes):
        yield int.from_bytes(glyph.rows[start : start + row_bytes], "big") >> spare


def graphic_fields(bitmap: Bitmap) -> str:
    """Write a bitmap as ^GF fields, split into bands that each stay below the limit."""
    band_rows = max(1, GRAPHIC_LIMIT // bitmap.row_bytes)
    fields = []
    for first in range(0, bitmap.height, band_rows):
        band = bitmap.rows[first * bitmap.row_bytes : (first + band_rows) * bitmap.row_bytes]
        fields.append(
            f"^FO{bitmap.x},{bitmap.y + first}"
            f"^GFA,{len(band)},{len(band)},{bitmap.row_bytes},{_shortest(band)}^FS"
        )
    return "".join(fields)


def banded_fields(x: int, y: int, width: int, bands: Iterable[Band]) -> str:
    """Write rows of dots, many of them alike, as ^GF fields that each stay below the limit.

    Bands of alike rows are what symbols consist of. A row is written once, in abbreviated hexadecimal
    digits, and ``:`` repeats it: that is shorter than packing it, and far quicker.
    """
    row_bytes = (width + 7) // 8
    most = max(1, GRAPHIC_LIMIT // row_bytes)
    spare = "0" * (row_bytes * 8 - width)
    digits = row_bytes * 2
    fields = []
    first = count = 0
    lines: list[str] = []
    for bits, rows in bands:
        line = _abbreviated(f"{int(bits + spare, 2):0{digits}X}")
        left = rows
        while left:
            taken = min(left, most - count)
            lines.append(line + ":" * (taken - 1))
            count += taken
            left -= taken
            if count == most:
                fields.append(_hexadecimal_field(x, y + first, count, row_bytes, lines))
                first, count, lines = first + count, 0, []
    if count:
        fields.append(_hexadecimal_field(x, y + first, count, row_bytes, lines))
    return "".join(fields)


def _hexadecimal_field(x: int, y: int, rows: int, row_bytes: int, lines: Sequence[str]) -> str:
    size = rows * row_bytes
    return f"^FO{x},{y}^GFA,{size},{size},{row_bytes},{''.join(lines)}^FS"


def _abbreviated(digits: str) -> str:
    """Write a row's hexadecimal digits with counts for runs, and a comma for zeros to its end."""
    black = digits.rstrip("0")
    line = black if black == digits else black + ","
    return _RUN.sub(_counted, line) if "FFFFFF" in line or "000000" in line else line


def _counted(run: re.Match[str]) -> str:
    """Write a run of up to 400: g to z are 20 to 400 in steps of 20, G to Y are 1 to 19."""
    twenties, ones = divmod(run.end() - run.start(), 20)
    return (chr(ord("f") + twenties) if twenties else "") + (chr(ord("F") + ones) if ones else "") + run[1]


def _shortest(data: bytes) -> str:
    """Write bytes as hexadecimal digits or as Z64 (zlib, base64, CRC-16), whichever is shorter."""
    packed = base64.b64encode(zlib.compress(data, 9))
    z64 = f":Z64:{packed.decode()}:{binascii.crc_hqx(packed, 0):04X}"
    return min(data.hex().upper(), z64, key=len)


def short_name(content: bytes) -> str:
    """Return eight letters and digits that stand for ``content`` and nothing else.

    Names of stored objects are made so, and what an earlier program or design left in the printer
    can never be taken for ours. Eight is what ^XF and ^XG allow.
    """
    return base64.b32encode(blake2b(content, digest_size=5).digest()).decode()


def glyph_name(glyph: Glyph) -> str:
    """Return the name under which a printer keeps the glyph."""
    return short_name(b"%d %d %b" % (glyph.width, glyph.height, glyph.rows))


def glyph_download(glyph: Glyph) -> str:
    """Write the command that stores a glyph in the printer's memory."""
    row_bytes = (glyph.width + 7) // 8
    total = row_bytes * glyph.height
    return f"~DGR:{glyph_name(glyph)}.GRF,{total},{row_bytes},{glyph.rows[:total].hex().upper()}\n"
