r"""Frames of the Leibinger JET interface: ``^0`` + what is wanted + carriage return.

``?XX`` asks, ``=XX...`` sets and answers, ``!XX`` lets the printer do something; only questions are
answered. Parameters are parted by tabs. A backslash or a caret within a record is written with a
backslash before it. Sources: published client programs for JET2neo and JET3.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from desktop.errors import InputError
from desktop.texts import say

FRAME_LIMIT: Final = 65536
"""Bytes without an end after which it is no frame of this protocol."""

JOB_FOLDER: Final = "\\FFSDISK\\JOBS\\"
JOB_ENDING: Final = ".job"

_FRAME: Final = re.compile(r"(?:\^0\d{0,6})?=([A-Z]{2})(.*)", re.DOTALL)
"""The number of bytes that some printers put behind ``^0`` is passed over."""
_OTHERS: Final = re.compile(r"\^0\d{0,6}[?!*$=]")
"""Frames that answer nothing: echoes, scripts, files."""
_NUMBER: Final = re.compile(r"-?[0-9]{1,10}")
_ESCAPED: Final = re.compile(r"\\([\\^])")
_ERROR_BITS: Final = 0x1FF_FFFF
"""Of the error number; the bits above are flags."""
_FIRST_PRINTABLE: Final = " "
_LAST_PRINTABLE: Final = "~"


class Nonsense(ValueError):  # noqa: N818 (what it is; whoever knows the address words the trouble)
    """What came is no frame of this protocol, or not one with the parameters that it must have."""


class MachineState(IntEnum):
    """What a printer is doing, the second parameter of ``=RS``."""

    STANDBY = 1
    INITIALISING = 2
    SERVICE = 3
    READY_FOR_ACTION = 4
    READY_FOR_START = 5
    PRINTING = 6


FIFO_FULL: Final = 1015
BAD_INDEX: Final = 1018
NOT_CONSECUTIVE: Final = 1019
FIFO_EMPTY: Final = 5043

ERROR_WORDS: Final[Mapping[int, str]] = MappingProxyType(
    {
        FIFO_FULL: "mailing FIFO full",
        BAD_INDEX: "bad index of a mailing record",
        NOT_CONSECUTIVE: "index of a mailing record is not consecutive",
        FIFO_EMPTY: "mailing FIFO empty",
    }
)
"""Errors of the mailing FIFO; the printer itself says numbers only."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: the two letters of its question and its parameters, still with their tabs."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Machine:
    """The answer to ``?RS``. ``error`` is 0 for none."""

    nozzle: int
    state: MachineState
    error: int
    cover_open: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """The answer to ``?SM``.

    Attributes:
        depth: records that the FIFO takes.
        entries: records that wait in it; one more may wait in front of the nozzle.
        started: number of the record whose print was begun last, 0 for none.
        finished: whether that print came to its end.
    """

    depth: int
    entries: int
    started: int
    finished: bool

    @property
    def printed(self) -> int:
        """The number of the last record that was printed to its end, 0 for none."""
        return self.started if self.finished else max(0, self.started - 1)


class ReplyStream:
    """Takes bytes as they come and returns the answers that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    @property
    def unfinished(self) -> bytes:
        """What has come of an answer that has no end yet."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> list[Reply]:
        """Take the next bytes and return the answers that are complete now; echoes are passed over.

        Raises:
            Nonsense: a line is no frame, or does not end. Nothing of what was fed stays.
        """
        self._buffer += data
        *lines, rest = re.split(rb"[\r\n]", bytes(self._buffer))
        if len(rest) > FRAME_LIMIT:
            self._buffer.clear()
            raise Nonsense(rest[:40].decode("latin-1"))
        self._buffer[:] = rest
        try:
            return [reply for line in lines if (reply := _read_line(line)) is not None]
        except Nonsense:
            self._buffer.clear()
            raise


def command(body: str) -> bytes:
    """Return the frame around ``body``, which must be ASCII and hold no carriage return."""
    return b"^0" + body.encode("ascii") + b"\r"


def record(number: int, text: str) -> bytes:
    """Return the frame that puts a record into the mailing FIFO."""
    return command(f"=MR{number}\t{escaped(text)}")


def escaped(text: str) -> str:
    r"""Write text as a parameter.

    >>> print(escaped(r"a^b\c"))
    a\^b\\c
    """
    return text.replace("\\", "\\\\").replace("^", "\\^")


def unescaped(text: str) -> str:
    r"""Read a parameter; what is no escape is text, because job paths come unescaped.

    >>> print(unescaped(r"a\^b\\c"))
    a^b\c
    """
    return _ESCAPED.sub(r"\1", text)


def check_text(field: str, text: str) -> None:
    """See that ``text`` can be carried.

    Raises:
        InputError: a character that is none of the printable ASCII characters.
    """
    for place, character in enumerate(text, 1):
        if not _FIRST_PRINTABLE <= character <= _LAST_PRINTABLE:
            raise InputError(
                say(
                    "Field {field}: character {place}, {found}, cannot be sent to a Leibinger printer. It"
                    " takes letters without accents, digits, blanks and the signs of a US keyboard.",
                    field=field,
                    place=place,
                    found=repr(character),
                )
            )


def check_job(job: str) -> None:
    """See that ``job`` can be the name of a job.

    Raises:
        InputError: it is empty, or has a character that a file's name cannot have.
    """
    for place, character in enumerate(job, 1):
        if not _FIRST_PRINTABLE <= character <= _LAST_PRINTABLE or character in '\\/:*?"<>|^':
            raise InputError(
                say(
                    "Job {job}: character {place}, {found}, cannot stand in the name of a Leibinger job.",
                    job=repr(job[:60]),
                    place=place,
                    found=repr(character),
                )
            )
    if not job:
        raise InputError(say("Give the name of the job that the printer shall load."))


def job_path(job: str) -> str:
    """Return where the printer keeps a job."""
    return f"{JOB_FOLDER}{job}{JOB_ENDING}"


def job_name(answer: str) -> str:
    r"""Return the name of the job in an answer to ``?JL``, empty for none.

    >>> job_name("\\FFSDISK\\JOBS\\LOT_A.job")
    'LOT_A'
    """
    name = answer.partition("\t")[0].rpartition("\\")[2].strip()
    return name[: -len(JOB_ENDING)] if name.lower().endswith(JOB_ENDING) else name


def parse_machine(text: str) -> Machine:
    """Read the answer to ``?RS``: nozzle, state, error, cover, speed and what a printer adds.

    Raises:
        Nonsense: fewer parameters, no numbers, or a state that is none.
    """
    nozzle, state, error, cover = _numbers(text, 4)
    try:
        known = MachineState(state)
    except ValueError as unknown:
        raise Nonsense(text[:40]) from unknown
    return Machine(nozzle, known, error & _ERROR_BITS, cover != 0)


def parse_queue(text: str) -> Queue:
    """Read the answer to ``?SM``: depth, entries, last begun, stop at, finished and what a printer adds.

    Raises:
        Nonsense: fewer parameters, no numbers, or numbers below 0.
    """
    depth, entries, started, _, finished = _numbers(text, 5)
    if min(depth, entries, started) < 0:
        raise Nonsense(text[:40])
    return Queue(depth, entries, started, finished > 0)


def _numbers(text: str, count: int) -> list[int]:
    parts = text.split("\t")[:count]
    if len(parts) < count or not all(_NUMBER.fullmatch(part.strip()) for part in parts):
        raise Nonsense(text[:40])
    return [int(part) for part in parts]


def _read_line(line: bytes) -> Reply | None:
    text = line.decode("latin-1")
    frame = _FRAME.fullmatch(text)
    if frame is not None:
        return Reply(frame[1], frame[2])
    if not text.strip() or _OTHERS.match(text):
        return None
    raise Nonsense(text[:40])
