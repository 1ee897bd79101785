"""What a Zebra printer says: cut out of the stream of bytes, and understood.

Everything comes over one connection, in any order and cut anywhere::

    STX ... ETX CR LF      frames: ~HS answers with three, ~HI and ~HQES with one
    "..."                  the value of a setting that was asked for with getvar
    PRT[...] CR LF         a label is printed (our own ^HV header)

The stream is hostile until it is parsed: whatever is none of these is ``Noise``, and no answer may be
longer than ``ANSWER_LIMIT``.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from desktop.devices import Condition
from printers.zebra.proof import PROOF_END, PROOF_HEAD, read_proof

ANSWER_LIMIT: Final = 4096

_STX: Final = 0x02
_ETX: Final = b"\x03"
_QUOTE: Final = 0x22
_BLANK: Final = b"\r\n \t\0"
_HEAD: Final = PROOF_HEAD.encode()
_END: Final = PROOF_END.encode()


class Kind(Enum):
    """What an answer is."""

    STATUS_1 = auto()
    STATUS_2 = auto()
    STATUS_3 = auto()
    IDENTITY = auto()
    ERRORS = auto()
    VALUE = auto()
    PROOF = auto()
    NOISE = auto()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, without its framing."""

    kind: Kind
    text: str


class AnswerStream:
    """Cuts the bytes of a connection into answers; how the bytes were split makes no difference."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def unfinished(self) -> str:
        """What has come of an answer that is not complete."""
        return self._buffer.decode("latin-1")

    def feed(self, data: bytes) -> list[Answer]:
        """Take the next bytes and return the answers that are complete now."""
        self._buffer += data
        answers = []
        while (answer := self._cut()) is not None:
            answers.append(answer)
        return answers

    def _cut(self) -> Answer | None:
        buffer = self._buffer
        blank = len(buffer) - len(buffer.lstrip(_BLANK))
        if blank:
            del buffer[:blank]
        if not buffer:
            return None
        if buffer[0] == _STX:
            return self._cut_framed(1, _ETX, None)
        if buffer[0] == _QUOTE:
            return self._cut_framed(1, b'"', Kind.VALUE)
        if buffer.startswith(_HEAD[: len(buffer)]):
            return self._cut_framed(len(_HEAD), _END, Kind.PROOF)
        return self._cut_noise()

    def _cut_framed(self, start: int, end: bytes, kind: Kind | None) -> Answer | None:
        """Cut an answer that begins here and ends with ``end``; None while it is not complete."""
        at = self._buffer.find(end, start, ANSWER_LIMIT)
        if at < 0:
            return self._take(ANSWER_LIMIT, Kind.NOISE) if len(self._buffer) >= ANSWER_LIMIT else None
        text = self._buffer[start:at].decode("latin-1")
        del self._buffer[: at + len(end)]
        return Answer(kind or _kind_of_frame(text), text)

    def _cut_noise(self) -> Answer | None:
        """Cut what is no answer, up to the end of its line or the next frame."""
        ends = [at for mark in (b"\n", b"\x02") if (at := self._buffer.find(mark, 0, ANSWER_LIMIT)) >= 0]
        if ends:
            return self._take(min(ends), Kind.NOISE)
        return self._take(ANSWER_LIMIT, Kind.NOISE) if len(self._buffer) >= ANSWER_LIMIT else None

    def _take(self, count: int, kind: Kind) -> Answer:
        text = self._buffer[:count].decode("latin-1")
        del self._buffer[:count]
        return Answer(kind, text)


_FRAME_OF_FIELDS: Final = {12: Kind.STATUS_1, 11: Kind.STATUS_2, 2: Kind.STATUS_3}
"""The three frames of ~HS by their count of fields (ZPL II guide, ~HS)."""
_IDENTITY_FIELDS: Final = range(4, 7)


def _kind_of_frame(text: str) -> Kind:
    if "ERRORS:" in text and "WARNINGS:" in text:
        return Kind.ERRORS
    fields = text.split(",")
    if len(fields) in _FRAME_OF_FIELDS:
        return _FRAME_OF_FIELDS[len(fields)]
    if len(fields) in _IDENTITY_FIELDS and _number(fields[2]) is not None:
        return Kind.IDENTITY
    return Kind.NOISE


def _number(text: str) -> int | None:
    """Read an unsigned decimal number of sane length; None if it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def parse_number(value: str) -> int | None:
    """Read the value of a setting as a number; None if it is none."""
    return _number(value)


def parse_proof(answer: Answer) -> str:
    """Return what names the label that was printed, as ``ZplLanguage.proof`` said."""
    return read_proof(answer.text)


@dataclass(frozen=True, slots=True)
class Identification:
    """The answer to ~HI."""

    model: str
    firmware: str
    dots_per_mm: int


def parse_identity(answer: Answer) -> Identification:
    """Read the answer to ~HI: model, firmware, dots per millimetre, memory (ZPL II guide, ~HI)."""
    model, firmware, dots_per_mm, *_ = answer.text.split(",")
    return Identification(model.strip(), firmware.strip(), int(dots_per_mm))


_STATUS_FLAGS: Final = (
    (Kind.STATUS_1, 1, Condition.MEDIA_OUT),
    (Kind.STATUS_1, 2, Condition.PAUSED),
    (Kind.STATUS_1, 5, Condition.BUFFER_FULL),
    (Kind.STATUS_1, 9, Condition.OTHER_FAULT),
    (Kind.STATUS_1, 10, Condition.OTHER_FAULT),
    (Kind.STATUS_1, 11, Condition.OVER_TEMPERATURE),
    (Kind.STATUS_2, 2, Condition.HEAD_OPEN),
    (Kind.STATUS_2, 3, Condition.RIBBON_OUT),
)
"""Fields of the ~HS frames that are "1" in a condition: b c f j k l, o p (ZPL II guide, ~HS)."""

_ERROR_BITS: Final = (
    (0x00001, Condition.MEDIA_OUT),
    (0x00002, Condition.RIBBON_OUT),
    (0x00004, Condition.HEAD_OPEN),
    (0x00010, Condition.OVER_TEMPERATURE),
    (0x00020, Condition.OVER_TEMPERATURE),
    (0x10000, Condition.PAUSED),
)
"""Error bits of ~HQES, group 1 (ZPL II guide, ~HQ); every other bit is some other fault."""
_KNOWN_BITS: Final = sum(bit for bit, _ in _ERROR_BITS)

_FORMATS_FIELD: Final = 4
_REMAINING_FIELD: Final = 8


def status_conditions(frame: Answer) -> frozenset[Condition]:
    """Return what a frame of ~HS reports."""
    fields = frame.text.split(",")
    return frozenset(
        condition
        for kind, place, condition in _STATUS_FLAGS
        if kind is frame.kind and fields[place].strip() == "1"
    )


def formats_waiting(first: Answer, second: Answer) -> int | None:
    """Return labels received and not printed: formats in the buffer and what remains of a batch."""
    formats = _number(first.text.split(",")[_FORMATS_FIELD])
    remaining = _number(second.text.split(",")[_REMAINING_FIELD])
    return None if formats is None or remaining is None else formats + remaining


def error_conditions(answer: Answer) -> frozenset[Condition]:
    """Return what the answer to ~HQES reports: ``ERRORS: flag, group 2, group 1`` in hexadecimal."""
    words = answer.text.partition("ERRORS:")[2].split()[:3]
    try:
        flag, group_2, group_1 = (int(word, 16) for word in words)
    except ValueError:
        return frozenset({Condition.OTHER_FAULT})
    if not flag:
        return frozenset()
    conditions = {condition for bit, condition in _ERROR_BITS if group_1 & bit}
    if group_2 or group_1 & ~_KNOWN_BITS or not conditions:
        conditions.add(Condition.OTHER_FAULT)
    return frozenset(conditions)
