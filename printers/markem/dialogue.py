"""One question, one answer: how one talks to a Markem-Imaje coder."""

import time
from collections.abc import Sequence
from typing import Final

from desktop.errors import DeviceError, PackmarkError
from desktop.texts import Text, say
from printers.markem import protocol
from printers.markem.protocol import Frame, FrameStream, Noise
from printers.transport import Transport

ANSWER_TIMEOUT_S: Final = 5.0
"""What takes longer than this is silence; the openly published client waits as long."""


class Dialogue:
    """Puts questions over a transport, one at a time.

    Most answers do not say what they answer, so a late one would be taken for that of the next
    question: after a silence, noise or anything unasked the connection is closed.
    """

    def __init__(self, transport: Transport, timeout_s: float = ANSWER_TIMEOUT_S) -> None:
        self._transport = transport
        self._timeout_s = timeout_s
        self._stream = FrameStream()
        self._open = True

    @property
    def address(self) -> str:
        """The coder's address for people."""
        return self._transport.address

    def ask(self, question: Frame) -> Frame:
        """Put a question and return its answer, be it yes or no.

        Raises:
            DeviceError: the coder is gone, silent, speaks nonsense or does not understand.
        """
        if not self._open:
            raise DeviceError(
                say("The connection to {address} is closed. Connect again.", address=self.address)
            )
        try:
            self._expect_quiet()
            self._transport.write(question.to_bytes())
            answer = self._answer(question)
        except PackmarkError:
            self.close()
            raise
        if answer.letters == protocol.NOT_UNDERSTOOD:
            raise self._refusal(question, answer)
        return answer

    def ask_for_yes(self, question: Frame) -> Frame:
        """Put a question to which the answer must be yes.

        Raises:
            DeviceError: it is no, or as ``ask`` raises.
        """
        answer = self.ask(question)
        if not answer.yes:
            raise self._refusal(question, answer)
        return answer

    def out_of_turn(self, answer: Frame) -> DeviceError:
        """Close the connection, for ``answer`` is none to what was asked; return what to raise."""
        self.close()
        return DeviceError(self._nonsense(answer.to_bytes()))

    def close(self) -> None:
        """Give the coder free. May be called twice."""
        self._open = False
        self._transport.close()

    def _expect_quiet(self) -> None:
        unasked = self._stream.feed(self._transport.read_some(0.0))
        if unasked or self._stream.unfinished:
            raise DeviceError(self._nonsense(_as_sent(unasked) or self._stream.unfinished))

    def _answer(self, question: Frame) -> Frame:
        deadline = time.monotonic() + self._timeout_s
        answers: list[Frame | Noise] = []
        while not answers:
            data = self._transport.read_some(max(0.0, deadline - time.monotonic()))
            answers = self._stream.feed(data)
            if not answers and (not data or time.monotonic() > deadline):
                raise DeviceError(self._silence(question))
        answer = answers[0]
        expected = (protocol.ANSWER_OF[question.letters], protocol.NOT_UNDERSTOOD)
        if len(answers) > 1 or isinstance(answer, Noise) or answer.letters not in expected:
            raise DeviceError(self._nonsense(_as_sent(answers)))
        return answer

    def _nonsense(self, data: bytes) -> Text:
        return say(
            "{address} answers as no Markem-Imaje coder: {found}. Check the address, then connect again.",
            address=self.address,
            found=repr(data[:60]),
        )

    def _silence(self, question: Frame) -> Text:
        if self._stream.unfinished:
            return self._nonsense(self._stream.unfinished)
        return say(
            "{address} did not answer {question} within {seconds} s. Look at its display, connect again. "
            "If all is well there, it may speak another protocol: check the address.",
            address=self.address,
            question=question.to_bytes().decode("ascii"),
            seconds=f"{self._timeout_s:g}",
        )

    def _refusal(self, question: Frame, answer: Frame) -> DeviceError:
        return DeviceError(
            say(
                "{address} refused {question} with {found}. Look at its display.",
                address=self.address,
                question=question.to_bytes().decode("ascii"),
                found=repr(answer.to_bytes()[:60]),
            )
        )


def _as_sent(found: Sequence[Frame | Noise]) -> bytes:
    return b"".join(item.data if isinstance(item, Noise) else item.to_bytes() for item in found)
