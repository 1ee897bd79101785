"""What a scanner sends, cut into readings.

A reading ends with CR, LF, CR LF or ETX, whatever the scanner is set to; STX before it is left out. Without
an end nobody knows where one reading stops and the next begins, so bytes that stay without one are a fault of
the set-up, never half a code.
"""

import re
from typing import Final

from desktop.devices import Scan

LONGEST: Final = 8_192
"""Bytes of a reading: the largest QR Code holds 7 089 characters (ISO/IEC 18004)."""

_ENDS: Final = re.compile(rb"[\r\n\x03]")
_STX: Final = b"\x02"
_IDENTIFIER: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")


def cut(received: bytes) -> tuple[tuple[bytes, ...], bytes]:
    r"""Return the whole readings in ``received``, and what has no end yet.

    >>> cut(b"\x02one\x03two\r\n\r\nthr")
    ((b'one', b'two'), b'thr')
    """
    *whole, rest = _ENDS.split(received)
    readings = (one.removeprefix(_STX) for one in whole)
    return tuple(one for one in readings if one), rest


def scan_of(reading: bytes, at: float) -> Scan:
    r"""Tell what a reading says. What is no text stays visible as such, and is no code then.

    >>> scan_of(b"]C180217629000000001003", 1.5)
    Scan(text='80217629000000001003', at=1.5, symbology=']C1')
    """
    text = reading.decode("utf-8", errors="replace")
    found = _IDENTIFIER.match(text)
    if found is None:
        return Scan(text, at)
    return Scan(text[found.end() :], at, found.group())
