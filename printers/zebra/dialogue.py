"""Questions to a Zebra printer and what it says, over one connection.

Answers arrive when the printer likes, so all of them go through one reader, which sorts them by kind: a
label's proof that comes while a status is read is kept.
"""

import time
from collections import deque
from typing import Final

from desktop.devices import Condition, PrinterStatus
from desktop.errors import DeviceError
from desktop.texts import say
from printers.transport import Transport
from printers.zebra.answers import (
    Answer,
    AnswerStream,
    Kind,
    error_conditions,
    formats_waiting,
    parse_proof,
    status_conditions,
)

_STATUS_FRAMES: Final = (Kind.STATUS_1, Kind.STATUS_2, Kind.STATUS_3)


class Dialogue:
    """What is said over one connection. One thread at a time.

    Attributes:
        transport: what moves the bytes.
        proofs: what names the labels that the printer has said it has printed, the oldest first; whoever
            takes them away clears it.
        heard: whether it has ever said anything that a Zebra printer says.
    """

    def __init__(self, transport: Transport, answer_timeout_s: float) -> None:
        self.transport = transport
        self.proofs: deque[str] = deque()
        self.heard = False
        self._timeout_s = answer_timeout_s
        self._stream = AnswerStream()
        self._answers: dict[Kind, Answer] = {}
        self._owes_a_value = False

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. No answer at all is ``Condition.SILENT``.

        Both questions are put, because in some faults only one of them is answered.

        Raises:
            DeviceError: it speaks nonsense, or the connection is gone.
        """
        wanted = (*_STATUS_FRAMES, Kind.ERRORS)
        for kind in wanted:
            self._answers.pop(kind, None)
        self.transport.write(b"~HS\r\n~HQES\r\n")
        deadline = time.monotonic() + self._timeout_s
        while not all(kind in self._answers for kind in wanted) and self.read(deadline):
            pass
        answers = self._answers
        conditions: set[Condition] = set()
        for kind in _STATUS_FRAMES:
            if kind in answers:
                conditions |= status_conditions(answers[kind])
        if Kind.ERRORS in answers:
            conditions |= error_conditions(answers[Kind.ERRORS])
        elif not all(kind in answers for kind in _STATUS_FRAMES):
            conditions.add(self._silence())
        waiting = (
            formats_waiting(answers[Kind.STATUS_1], answers[Kind.STATUS_2])
            if Kind.STATUS_1 in answers and Kind.STATUS_2 in answers
            else None
        )
        return PrinterStatus(frozenset(conditions or {Condition.READY}), waiting)

    def ask(self, question: str, kind: Kind) -> Answer:
        """Put a question and return its answer.

        Raises:
            DeviceError: it is not answered, or as no Zebra printer answers.
        """
        self._answers.pop(kind, None)
        self.transport.write(question.encode("ascii"))
        deadline = time.monotonic() + self._timeout_s
        while kind not in self._answers:
            if not self.read(deadline):
                raise self._no_answer(question)
        return self._answers.pop(kind)

    def ask_setting(self, name: str) -> str:
        """Return the value of a setting (SGD); "?" where the printer has none of that name.

        An answer that came too late would be taken for that of the next question (values do not say
        what they are of), so after one silence no setting is asked on this connection.

        Raises:
            DeviceError: as ``ask``.
        """
        question = f'! U1 getvar "{name}"\r\n'
        if self._owes_a_value:
            raise self._no_answer(question)
        self._owes_a_value = True
        value = self.ask(question, Kind.VALUE).text
        self._owes_a_value = False
        return value

    def read(self, deadline: float) -> bool:
        """Read and sort what comes until ``deadline`` (0: what is there); tell whether anything came.

        Raises:
            DeviceError: it is nonsense, or the connection is gone and everything is read.
        """
        data = self.transport.read_some(max(0.0, deadline - time.monotonic()))
        noise = None
        for answer in self._stream.feed(data):
            self.heard = self.heard or answer.kind is not Kind.NOISE
            if answer.kind is Kind.PROOF:
                self.proofs.append(parse_proof(answer))
            elif answer.kind is Kind.NOISE:
                noise = answer
            else:
                self._answers[answer.kind] = answer
        if noise is not None:
            raise self._nonsense(noise.text)
        return bool(data)

    def _silence(self) -> Condition:
        """Tell plain silence from an answer that has no end."""
        if self._stream.unfinished and not self._answers:
            raise self._nonsense(self._stream.unfinished)
        return Condition.SILENT

    def _nonsense(self, text: str) -> DeviceError:
        return DeviceError(
            say(
                "{address} answers as no Zebra printer does: {found}. Check the address, and that its"
                " language is ZPL.",
                address=self.transport.address,
                found=repr(text[:40]),
            )
        )

    def _no_answer(self, question: str) -> DeviceError:
        return DeviceError(
            say(
                "{address} did not answer {question} within {seconds} s. Look at its display, connect again. "
                "If all is well there, it may speak another protocol: check the address.",
                address=self.transport.address,
                question=question.strip(),
                seconds=f"{self._timeout_s:g}",
            )
        )
