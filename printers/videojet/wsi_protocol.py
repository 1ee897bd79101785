"""WSI, which Videojet's 1000 line of inkjet coders speaks: values to bytes and back, no input or output.

A request is ``STX body ETX``; the first character of the body is its kind. A request that changes
something is answered by ``$XX`` (done) or ``!XX`` (not done), where XX is the sum of the body's bytes
modulo 256 in hexadecimal; one that asks is answered by ``STX data ETX``, or by ``!XX``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from desktop.errors import InputError
from desktop.texts import Text, say

PRINT_ON: Final = b"O1"
PRINT_OFF: Final = b"O0"
CURRENT_MESSAGE: Final = b"Q"
ERROR_STATUS: Final = b"E"
PRINT_COUNTER: Final = b"GA"

NAME_LIMIT: Final = 30
"""Characters of the name of a message or of a user field, at most."""
DATA_LIMIT: Final = 50
"""Characters that a user field takes, at most."""

_STX: Final = 0x02
_ETX: Final = 0x03
_SEPARATOR: Final = b"\n"
_PRINTABLE: Final = range(0x20, 0x7F)
_CHECK_LENGTH: Final = 3
_REPLY_LIMIT: Final = 256
"""The longest known answer is the name of a message; what is far longer never ends."""


class Kind(Enum):
    """What an answer is."""

    DONE = "done"
    NOT_DONE = "not done"
    DATA = "data"
    NOISE = "noise"
    """Bytes that are no answer of this protocol."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. ``text``: the two digits of the checksum, or the data, or what the noise was."""

    kind: Kind
    text: str


class ReplyStream:
    """Cuts the bytes that a coder sends into answers, however the network has cut them before."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def unfinished(self) -> str:
        """The beginning of an answer whose end has not come."""
        return self._buffer.decode("latin-1")

    def feed(self, data: bytes) -> list[Reply]:
        """Return the answers that ``data`` completes. After noise, the rest of ``data`` is noise too."""
        self._buffer += data
        replies: list[Reply] = []
        while self._buffer and (reply := self._next()) is not None:
            replies.append(reply)
        return replies

    def _next(self) -> Reply | None:
        buffer = self._buffer
        if buffer[0] == _STX:
            end = buffer.find(_ETX)
            if end < 0:
                clean = len(buffer) <= _REPLY_LIMIT and all(byte in _PRINTABLE for byte in buffer[1:])
                return None if clean else self._noise()
            if end > _REPLY_LIMIT or any(byte not in _PRINTABLE for byte in buffer[1:end]):
                return self._noise()
            return Reply(Kind.DATA, self._take(end + 1)[1:-1])
        if re.fullmatch(rb"[$!][0-9A-Fa-f]{0,2}", buffer[:_CHECK_LENGTH]) is None:
            return self._noise()
        if len(buffer) < _CHECK_LENGTH:
            return None
        check = self._take(_CHECK_LENGTH)
        return Reply(Kind.DONE if check[0] == "$" else Kind.NOT_DONE, check[1:].upper())

    def _noise(self) -> Reply:
        return Reply(Kind.NOISE, self._take(len(self._buffer)))

    def _take(self, count: int) -> str:
        taken = self._buffer[:count].decode("latin-1")
        del self._buffer[:count]
        return taken


def packet(body: bytes) -> bytes:
    r"""Frame a request.

    >>> packet(b"GA")
    b'\x02GA\x03'
    """
    return bytes([_STX, *body, _ETX])


def checksum(body: bytes) -> str:
    """Return the two digits by which the coder's answer names the request that it answers.

    >>> checksum(b"RA"), checksum(b"O0"), checksum(b"Q")
    ('93', '7F', '51')
    """
    return f"{sum(body) % 256:02X}"


def select_message(name: str) -> bytes:
    """Return the request that chooses a message. InputError if no message can be called so."""
    return b"M" + _name(say("message"), name)


def fill_fields(fields: Mapping[str, str]) -> list[bytes]:
    """Return the requests that fill user fields, one a field; an empty value clears its field.

    Raises:
        InputError: a name or a value that the protocol cannot carry; the sentence says which character.
    """
    return [
        b"U" + _name(say("user field"), name) + _SEPARATOR + _value(name, value)
        if value
        else clear_field(name)
        for name, value in fields.items()
    ]


def clear_field(name: str) -> bytes:
    """Return the request that empties a user field."""
    return b"D" + _name(say("user field"), name)


def parse_counter(data: str) -> int | None:
    """Read the answer to a question for a counter (ten digits); None if it is none.

    >>> parse_counter("0000010482"), parse_counter("-1")
    (10482, None)
    """
    return int(data) if re.fullmatch(r"[0-9]{1,10}", data) else None


class Lamp(StrEnum):
    """The lamps of the coder's beacon."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class ErrorStatus:
    """What the coder says of itself. ``faults``: number (digit and bit, such as ``1.4``) and wording."""

    faults: tuple[tuple[str, Text], ...]
    lamps: frozenset[Lamp]


def parse_status(data: str) -> ErrorStatus | None:
    """Read the answer to ``ERROR_STATUS``: six digits of faults, one of lamps; None if it is none.

    >>> [number for number, _ in parse_status("4000004").faults]
    ['1.4']
    """
    if re.fullmatch(r"[0-9A-Fa-f]{6} ?[0-9A-Fa-f]", data) is None:
        return None
    digits = [int(digit, 16) for digit in data.replace(" ", "")]
    faults = [(f"{place}.{bit}", words) for place, bit, words in fault_table() if digits[place - 1] & bit]
    lamps = (lamp for lamp, bit in zip(Lamp, (1, 2, 4), strict=True) if digits[6] & bit)
    return ErrorStatus(tuple(faults), frozenset(lamps))


def fault_table() -> tuple[tuple[int, int, Text], ...]:
    """Return digit (from 1), bit and wording of each fault that the answer to ``E`` can carry.

    Source: the fault table in the open-source client videojet-message-manager (``wsi-status.js``).
    """
    return (
        (1, 1, say("Charge error")),
        (1, 2, say("EHT trip")),
        (1, 4, say("Gutter fault")),
        (1, 8, say("Ink core empty")),
        (2, 1, say("Pump fault")),
        (2, 2, say("Cabinet too hot")),
        (2, 4, say("Ink core service overdue")),
        (2, 8, say("Viscosity cannot be controlled")),
        (3, 1, say("Bad nozzle")),
        (3, 2, say("Modulation driver too hot")),
        (3, 4, say("No phase response")),
        (3, 8, say("Phasing threshold at its minimum")),
        (4, 1, say("Phasing threshold at its maximum")),
        (4, 2, say("Automatic modulation found no good phasing")),
        (4, 4, say("First phasing trim failed")),
        (4, 8, say("Modulation cannot be read back")),
        (5, 1, say("Raster memory overflow")),
        (5, 2, say("Valve error")),
        (5, 4, say("Ink core does not fill")),
        (5, 8, say("Too little ink to fill the core")),
        (6, 1, say("Date and time not set")),
        (6, 2, say("New ink core holds another ink")),
        (6, 4, say("EHT calibration needed")),
        (6, 8, say("A fault without a name")),
    )


def _name(what: Text, name: str) -> bytes:
    if not name:
        raise InputError(say("A {what} of a Videojet coder needs a name.", what=what))
    return _carried(say("The name of a {what}, {name}", what=what, name=repr(name[:60])), name, NAME_LIMIT)


def _value(name: str, value: str) -> bytes:
    return _carried(say("Field {name}", name=name), value, DATA_LIMIT)


def _carried(where: Text, text: str, limit: int) -> bytes:
    for place, character in enumerate(text, start=1):
        if ord(character) not in _PRINTABLE:
            raise InputError(
                say(
                    "{where}: character {place} is {found}, but the WSI protocol carries only the ASCII"
                    " characters from blank to tilde.",
                    where=where,
                    place=place,
                    found=repr(character),
                )
            )
    if len(text) > limit:
        raise InputError(
            say(
                "{where}: {found} characters, but the WSI protocol carries {limit} at most (the first too"
                " many is number {place}, {character}).",
                where=where,
                found=len(text),
                limit=limit,
                place=limit + 1,
                character=repr(text[limit]),
            )
        )
    return text.encode("ascii")
