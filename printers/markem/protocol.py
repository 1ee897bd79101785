"""NGPCL, the text language of Markem-Imaje coders: frames ``{~XXn|part|part|}``, and what they mean.

Frames as an openly published client writes and reads them. It knows no escape for a character and
only ASCII, so no more than that is carried.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.coders import CoderFault, CoderState
from desktop.errors import InputError
from desktop.texts import Text, say

FRAME_LIMIT: Final = 4096
"""Bytes; the longest answer known has some hundred."""

ANSWER_OF: Final[Mapping[str, str]] = {"JR": "JN", "JS": "JS", "JU": "JU", "FR": "FC", "DR": "DS"}
"""Letters of a question and of its answer. Digit 0 behind them is yes, any other is no."""

NOT_UNDERSTOOD: Final = "NK"
"""Letters of the answer to a question that the coder does not understand."""

_OK: Final = "0"
_CONTROL: Final = "|{}~"
_BLANK: Final = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: two letters, the digits behind them (empty in most questions) and the parts."""

    letters: str
    digits: str = ""
    parts: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        """Return the frame as it is sent.

        >>> Frame("JS", "0", ("9 Months.job", "0")).to_bytes()
        b'{~JS0|9 Months.job|0|}'
        """
        return f"{{~{'|'.join((self.letters + self.digits, *self.parts))}|}}".encode("latin-1")

    @property
    def yes(self) -> bool:
        """Whether it is an answer that says yes."""
        return self.digits == _OK


@dataclass(frozen=True, slots=True)
class Noise:
    """What came and is no frame."""

    data: bytes


def current_job() -> Frame:
    """Ask which job is selected."""
    return Frame("JR")


def select_job(job: str) -> Frame:
    """Select a job with the field values that it was saved with."""
    return Frame("JS", "0", (job, "0"))


def update_fields(fields: Mapping[str, str]) -> Frame:
    """Give fields of the selected job new values; the coder says yes to fields that it has not."""
    return Frame("JU", "0", ("", "0", *(text for pair in fields.items() for text in pair)))


def read_field(name: str) -> Frame:
    """Ask what a field of the selected job says."""
    return Frame("FR", "", (name,))


def device_status() -> Frame:
    """Ask the coder how it is."""
    return Frame("DR")


class FrameStream:
    """Cuts the bytes of a connection into frames; how the bytes were split makes no difference."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def unfinished(self) -> bytes:
        """What has come of a frame that is not complete."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Take the next bytes and return the frames that are complete now, and what is none."""
        self._buffer += data
        found: list[Frame | Noise] = []
        while (item := self._cut()) is not None:
            found.append(item)
        return found

    def _cut(self) -> Frame | Noise | None:
        buffer = self._buffer
        del buffer[: len(buffer) - len(buffer.lstrip(_BLANK))]
        if not buffer:
            return None
        if buffer[0] != ord("{"):
            start = buffer.find(b"{")
            return Noise(self._take(len(buffer) if start < 0 else start))
        end = buffer.find(b"}", 0, FRAME_LIMIT)
        if end >= 0:
            data = self._take(end + 1)
            return parse_frame(data) or Noise(data)
        return Noise(self._take(FRAME_LIMIT)) if len(buffer) >= FRAME_LIMIT else None

    def _take(self, count: int) -> bytes:
        data = bytes(self._buffer[:count])
        del self._buffer[:count]
        return data


def parse_frame(data: bytes) -> Frame | None:
    """Read one frame; None if it is none.

    Bytes that are not ASCII become some character that is not, and so never equal a text that was sent.

    >>> parse_frame(b"{~FC0|Batch1|T0067|}")
    Frame(letters='FC', digits='0', parts=('Batch1', 'T0067'))
    """
    text = data.decode("latin-1")
    if not (text.startswith("{~") and text.endswith("|}")):
        return None
    head, *parts = text[2:-2].split("|")
    letters, digits = head[:2], head[2:]
    well_formed = (
        len(letters) == 2
        and set(letters) <= set(string.ascii_uppercase)
        and set(digits) <= set(string.digits)
        and not any(character in "{~" for part in parts for character in part)
    )
    return Frame(letters, digits, tuple(parts)) if well_formed else None


def check_text(what: Text, text: str) -> None:
    """Say whether the language can carry ``text``.

    Raises:
        InputError: it cannot; the sentence says which character at which place (from 1).
    """
    for place, character in enumerate(text, 1):
        if character in _CONTROL or not " " <= character <= "~":
            raise InputError(
                say(
                    "{what} cannot be sent to a Markem-Imaje coder: character {place} of {text} is"
                    " {character}. It takes ASCII letters, digits and signs, but not | {{ }} ~.",
                    what=what,
                    place=place,
                    text=repr(text[:60]),
                    character=ascii(character),
                )
            )


def check_fields(fields: Mapping[str, str]) -> None:
    """Say whether the language can carry these fields. InputError if it cannot."""
    for name, value in fields.items():
        if not name:
            raise InputError(say("A field without a name was given. Give it the name that the job has."))
        check_text(say("The field name {name}", name=repr(name[:60])), name)
        check_text(say("The value of field {name}", name=repr(name[:60])), value)


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """What the answer to a status question says."""

    state: CoderState
    faults: tuple[CoderFault, ...] = ()


_STATUS_PARTS: Final = 10
_PRINTING_PART: Final = 1
_STATE_PART: Final = 8
_PRINTING_STATE: Final = "06"
_STATES: Final[Mapping[str, CoderState]] = {
    "02": CoderState.OFF,
    "04": CoderState.STOPPED,
    "05": CoderState.FAULT,
    "06": CoderState.RUNNING,
    "09": CoderState.FAULT,
    "11": CoderState.STOPPED,
}
"""The ninth part of the status: 02 off, 04 stopped, 05 attention, 06 printing, 09 stop active, 11 idle."""


def parse_status(frame: Frame) -> DeviceStatus | None:
    """Read the status; None if it has not the parts that a status has.

    The coder gives numbers, no words, so the words are ours. A state that is not known, or a
    printing state without the printing mark, is a fault: nothing unknown is called good.
    """
    if len(frame.parts) != _STATUS_PARTS:
        return None
    number = frame.parts[_STATE_PART]
    state = _STATES.get(number, CoderState.FAULT)
    if number == _PRINTING_STATE and frame.parts[_PRINTING_PART] != "1":
        state = CoderState.FAULT
    if state is not CoderState.FAULT:
        return DeviceStatus(state)
    return DeviceStatus(state, (CoderFault(number[:20], str(_fault_text(number))),))


def _fault_text(number: str) -> Text:
    if number == "05":
        return say("The coder needs attention: look at its display, its doors and its interlocks.")
    if number == "09":
        return say("A stop is active at the coder: it prints nothing until the stop is released.")
    if number == _PRINTING_STATE:
        return say("The coder says that it is started and that it does not print: look at its display.")
    return say("The coder is in a state that is not known here: look at its display.")
