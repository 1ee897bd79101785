"""A Zebra printer as the application sees it: the protocol, over whatever moves the bytes."""

import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from desktop.devices import Condition, PrinterIdentity, PrinterStatus
from desktop.errors import DeviceError
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.texts import say
from printers.transport import Transport
from printers.zebra.answers import (
    Answer,
    AnswerStream,
    Kind,
    error_conditions,
    formats_waiting,
    parse_identity,
    parse_number,
    parse_proof,
    status_conditions,
)
from printers.zebra.profiles import print_width_mm
from printers.zebra.zpl import ZplLanguage

ANSWER_TIMEOUT_S: Final = 2.0
"""A printer answers within some 10 ms; what takes longer than this is silence."""

_STATUS_FRAMES: Final = (Kind.STATUS_1, Kind.STATUS_2, Kind.STATUS_3)
_UNKNOWN_SETTING: Final = "?"


class ZebraPrinter:
    """Implements ``desktop.devices.Printer``. One thread at a time.

    Answers arrive when the printer likes, so all of them go through one reader, which sorts them by
    kind: a label's proof that comes while a status is read is kept for ``confirmed``.
    """

    def __init__(self, transport: Transport, answer_timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._transport = transport
        self._timeout_s = answer_timeout_s
        self._stream = AnswerStream()
        self._answers: dict[Kind, Answer] = {}
        self._proofs: deque[str] = deque()
        self._language = ZplLanguage()
        self._plan: LabelPlan | None = None
        self._stored = False
        self._in_flight: list[tuple[str, str]] = []
        self._identity: PrinterIdentity | None = None
        self._owes_an_answer = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def identify(self) -> PrinterIdentity:
        """Ask the printer who it is; asked once a connection."""
        if self._identity is None:
            said = parse_identity(self._ask("~HI\r\n", Kind.IDENTITY))
            unique_id = self._ask_setting("device.unique_id").text
            self._identity = PrinterIdentity(
                model=said.model,
                firmware=said.firmware,
                unique_id="" if unique_id == _UNKNOWN_SETTING else unique_id,
                dots_per_mm=said.dots_per_mm,
            )
        return self._identity

    def status(self) -> PrinterStatus:
        """Ask the printer how it is. No answer at all is ``Condition.SILENT``.

        Both questions are put, because in some faults only one of them is answered.
        """
        wanted = (*_STATUS_FRAMES, Kind.ERRORS)
        for kind in wanted:
            self._answers.pop(kind, None)
        self._transport.write(b"~HS\r\n~HQES\r\n")
        deadline = time.monotonic() + self._timeout_s
        while not all(kind in self._answers for kind in wanted) and self._read(deadline):
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

    def odometer(self) -> int:
        """Return the count of labels printed in the printer's life (feeds and calibration not counted)."""
        answer = self._ask_setting("odometer.total_label_count")
        count = parse_number(answer)
        if count is None:
            raise DeviceError(
                say(
                    "{address} has no label counter: expected a number, found {found}.",
                    address=self._transport.address,
                    found=repr(answer.text[:40]),
                )
            )
        return count

    def prepare(self, plan: LabelPlan) -> None:
        """Store what all labels of ``plan`` share; to be repeated after every reconnect.

        Raises:
            DeviceError: the printer has another resolution, or is too narrow for the label.
            InputError: a symbol of the plan is none that the printer draws exactly as planned.
        """
        identity = self.identify()
        if identity.dots_per_mm != plan.resolution.dots_per_mm:
            raise DeviceError(
                say(
                    "The label is laid out for {expected} dots/mm, but {model} at {address} prints {found}"
                    " dots/mm. Choose the right printer or plan the job for this one.",
                    expected=plan.resolution.dots_per_mm,
                    model=identity.model,
                    address=self._transport.address,
                    found=identity.dots_per_mm,
                )
            )
        width_mm = print_width_mm(identity.model)
        if width_mm is not None and plan.width_dots > width_mm * identity.dots_per_mm:
            raise DeviceError(
                say(
                    "The label is {needed} mm wide, but {model} at {address} prints {found} mm at most.",
                    needed=f"{plan.resolution.mm(plan.width_dots):g}",
                    model=identity.model,
                    address=self._transport.address,
                    found=width_mm,
                )
            )
        self._plan = plan
        self._store(plan)

    def send(self, label: FilledLabel, code: str) -> None:
        """Hand over one label; ``confirmed`` will return ``code`` when the printer says it is printed.

        Raises:
            DeviceError: no plan was prepared, or the connection is gone.
            InputError: the label cannot be written, or carries no symbol that the printer could name.
        """
        if self._plan is None:
            raise DeviceError(say("A label was sent before its format: prepare the printer first."))
        if not self._stored:
            self._store(self._plan)
        data = self._language.label(label)
        proof = self._language.proof(label)
        if proof is None:
            raise DeviceError(
                say("The label has no symbol with a code of its own, so its printing cannot be confirmed.")
            )
        self._in_flight.append((proof, code))
        self._transport.write(data)

    def confirmed(self, timeout_s: float) -> Sequence[str]:
        """Return codes that the printer has said it has printed since the last call, in that order.

        For a label that was not sent over this connection (an earlier program's, on a printer that
        answers to whoever is there) it is the data of its symbol; the caller knows what to make of it.

        Raises:
            DeviceError: the printer speaks nonsense, or is gone and nothing is left to return.
        """
        try:
            while self._read(0.0):
                pass
            deadline = time.monotonic() + timeout_s
            while not self._proofs and self._read(deadline):
                pass
        except DeviceError:
            # What was confirmed before the connection broke stays confirmed; the next call will raise.
            if not self._proofs:
                raise
        codes = [self._take_in_flight(proof) for proof in self._proofs]
        self._proofs.clear()
        return codes

    def cancel(self) -> None:
        """Throw away what the printer has received and not yet printed.

        A format or a glyph that still waited in its buffer is thrown away too, so the next label
        brings them again.
        """
        self._stored = False
        self._transport.write(b"~JA\r\n")

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        self._transport.close()

    def _store(self, plan: LabelPlan) -> None:
        self._stored = False
        self._transport.write(self._language.stored_format(plan))
        self._stored = True

    def _take_in_flight(self, proof: str) -> str:
        """Return the code with which the label was sent whose symbol says ``proof``."""
        for place, (data, code) in enumerate(self._in_flight):
            if data == proof:
                del self._in_flight[place]
                return code
        return proof

    def _ask_setting(self, name: str) -> Answer:
        return self._ask(f'! U1 getvar "{name}"\r\n', Kind.VALUE)

    def _ask(self, question: str, kind: Kind) -> Answer:
        """Put a question and return its answer.

        An answer that came too late would be taken for that of the next question (values do not say
        what they are of), so after one silence nothing of this sort is asked on this connection.
        """
        if self._owes_an_answer:
            raise self._no_answer(question)
        self._answers.pop(kind, None)
        self._transport.write(question.encode("ascii"))
        deadline = time.monotonic() + self._timeout_s
        while kind not in self._answers:
            if not self._read(deadline):
                self._owes_an_answer = True
                raise self._no_answer(question)
        return self._answers.pop(kind)

    def _read(self, deadline: float) -> bool:
        """Read and sort what comes until ``deadline`` (0: what is there); tell whether anything came."""
        data = self._transport.read_some(max(0.0, deadline - time.monotonic()))
        noise = None
        for answer in self._stream.feed(data):
            if answer.kind is Kind.PROOF:
                self._proofs.append(parse_proof(answer))
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
                address=self._transport.address,
                found=repr(text[:40]),
            )
        )

    def _no_answer(self, question: str) -> DeviceError:
        return DeviceError(
            say(
                "{address} did not answer {question} within {seconds} s. Look at its display, connect again.",
                address=self._transport.address,
                question=question.strip(),
                seconds=f"{self._timeout_s:g}",
            )
        )
