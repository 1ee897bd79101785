"""Zipher text, the language of Videojet's CLARiTY coders: frames to values and back.

A command is three letters and parameters, each ended by ``|``, and a carriage return; one more
carriage return goes before it, to end what a broken connection may have left half said. Nothing
escapes ``|``, so data with one cannot be carried.

What is told without having been asked (notices) stands between replies at any place, so messages
are told apart by their letters alone. Source of all frames: published client programs of the
DataFlex 6330 (GST, GFT, SHO, SID, SLR) and of the notices (SNO, PRC).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from desktop.coders import CoderFault
from desktop.errors import InputError
from desktop.texts import say

MESSAGE_LIMIT: Final = 1024 * 1024
"""Bytes of one message. Thousands of job names fit; what is longer is another protocol."""

ACCEPTED: Final = "ACK"
REFUSED: Final = "ERR"
PRINT_COMPLETE: Final = "PRC"

_NOTICES: Final = frozenset({"PRS", PRINT_COMPLETE, "JOB", "ERS", "QEM", "QLO", "QHI", "QFU"})
_STATE: Final = "STS"
_STATE_PARAMETERS: Final = 5
_NUMBER_LIMIT: Final = 18
"""Digits of a number that is believed."""


class NonsenseError(ValueError):
    """A message that is not as Zipher text has it."""


class PrinterState(IntEnum):
    """What GST says first."""

    SHUT_DOWN = 0
    STARTING = 1
    SHUTTING_DOWN = 2
    RUNNING = 3
    OFFLINE = 4


class ErrorState(IntEnum):
    """What GST says second."""

    NONE = 0
    WARNINGS = 1
    FAULTS = 2


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the device: its letters and its parameters."""

    name: str
    parameters: tuple[str, ...] = ()

    @property
    def notice(self) -> bool:
        """Whether nobody asked for it. A change of state has one parameter, the reply to GST five."""
        return self.name in _NOTICES or (self.name == _STATE and len(self.parameters) < _STATE_PARAMETERS)

    def __str__(self) -> str:
        return "|".join((self.name, *self.parameters))


@dataclass(frozen=True, slots=True)
class State:
    """The reply to GST. ``job`` is empty if none is selected; ``prints``: the total count."""

    printer: PrinterState
    error: ErrorState
    job: str
    prints: int


def command(name: str, *parameters: object) -> bytes:
    r"""Write a command.

    >>> command("SID", 7, "81234567890123456789")
    b'\rSID|7|81234567890123456789|\r'
    >>> command("GST")
    b'\rGST\r'
    """
    text = "".join(f"{parameter}|" for parameter in parameters)
    return f"\r{name}{'|' if parameters else ''}{text}\r".encode()


def assignments(fields: Mapping[str, str]) -> Iterable[str]:
    """Write fields as ``name=value``."""
    return (f"{name}={value}" for name, value in fields.items())


class MessageStream:
    """Takes bytes as they come and returns the messages that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        """Take the next bytes and return the messages that are complete now.

        Raises:
            NonsenseError: a message has no end.
        """
        self._buffer += data
        *whole, rest = self._buffer.split(b"\r")
        self._buffer = rest
        if len(rest) > MESSAGE_LIMIT:
            raise NonsenseError(_readable(bytes(rest[:80])))
        return [_message(_readable(text)) for line in whole if (text := bytes(line).strip(b"\n"))]


def state(message: Message) -> State:
    """Read the reply to GST.

    Raises:
        NonsenseError: it is none.
    """
    if len(message.parameters) != _STATE_PARAMETERS:
        raise NonsenseError(str(message))
    printer, error, job, _, total = message.parameters
    try:
        return State(PrinterState(_number(printer)), ErrorState(_number(error)), job, _number(total))
    except ValueError as reason:
        raise NonsenseError(str(message)) from reason


def number(message: Message) -> int:
    """Read a reply that is one number, such as that to SRC.

    Raises:
        NonsenseError: it is not one number from 0 up.
    """
    if len(message.parameters) != 1:
        raise NonsenseError(str(message))
    return _number(message.parameters[0])


def names(message: Message) -> tuple[str, ...]:
    """Read a counted list of names, the reply to GJL and GJF.

    Raises:
        NonsenseError: the count is wrong, or a name stands twice.
    """
    found = _counted(message, 1)
    if len(set(found)) != len(found):
        raise NonsenseError(str(message))
    return found


def values(message: Message) -> dict[str, str]:
    """Read the fields that GJD gives.

    Raises:
        NonsenseError: the count is wrong, a field has no value, or one stands twice.
    """
    pairs = [item.partition("=") for item in _counted(message, 1)]
    fields = {name: value for name, _, value in pairs}
    if len(fields) != len(pairs) or not all(separator for _, separator, _ in pairs):
        raise NonsenseError(str(message))
    return fields


def faults(message: Message) -> tuple[CoderFault, ...]:
    """Read the reply to GFT: number, whether it can be cleared from here, and words.

    Raises:
        NonsenseError: the count is wrong, or something is neither clearable nor not.
    """
    return _troubles(message, warning=False)


def warnings(message: Message) -> tuple[CoderFault, ...]:
    """Read the reply to GWN, which is as that to GFT.

    Raises:
        NonsenseError: the count is wrong, or something is neither clearable nor not.
    """
    return _troubles(message, warning=True)


def check_name(name: str) -> None:
    """Say whether a job or a field of this name can be asked for.

    Raises:
        InputError: it has a character that Zipher text cannot carry.
    """
    for place, character in enumerate(name, 1):
        if character in "|=\ufffd" or not character.isprintable():
            raise InputError(
                say(
                    "The name {name} has the character {character} at place {place}, which this coder's"
                    " language cannot carry. Rename it on the coder.",
                    name=repr(name),
                    character=repr(character),
                    place=place,
                )
            )


def check_values(fields: Mapping[str, str]) -> None:
    """Say whether the fields can be sent: their names, and printable ASCII without ``|`` as values.

    Raises:
        InputError: a character cannot be carried; the sentence says which, and where.
    """
    for name, value in fields.items():
        check_name(name)
        for place, character in enumerate(value, 1):
            if not " " <= character <= "~" or character == "|":
                raise InputError(
                    say(
                        "Field {field}: the character {character} at place {place} cannot be sent to this"
                        " coder. It takes letters, digits and signs of ASCII, except |.",
                        field=name,
                        character=repr(character),
                        place=place,
                    )
                )


def in_order(fields: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    """Return ``fields`` in the order in which the job has them.

    >>> in_order({"LOT": "B", "CODE": "1"}, ("CODE", "EXP", "LOT"))
    {'CODE': '1', 'LOT': 'B'}
    """
    return {name: fields[name] for name in order if name in fields}


def _message(text: str) -> Message:
    name, bar, rest = text.partition("|")
    if not bar:
        return Message(name)
    if rest and not rest.endswith("|"):
        raise NonsenseError(text[:80])
    return Message(name, tuple(rest[:-1].split("|")) if rest else ())


def _counted(message: Message, width: int) -> tuple[str, ...]:
    count, *found = message.parameters or ("",)
    if _number(count) * width != len(found):
        raise NonsenseError(str(message)[:80])
    return tuple(found)


def _troubles(message: Message, *, warning: bool) -> tuple[CoderFault, ...]:
    found = _counted(message, 3)
    rows = zip(found[::3], found[1::3], found[2::3], strict=True)
    if not all(clearable in {"0", "1"} for clearable in found[1::3]):
        raise NonsenseError(str(message))
    return tuple(CoderFault(no, text, warning, clearable == "1") for no, clearable, text in rows)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _NUMBER_LIMIT):
        raise NonsenseError(text[:80])
    return int(text)


def _readable(data: bytes) -> str:
    return data.decode("utf-8", "replace")
