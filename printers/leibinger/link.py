"""Questions to a Leibinger JET printer and their answers, with deadlines."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from desktop.errors import DeviceError
from desktop.texts import Text, say
from printers.leibinger.protocol import (
    ERROR_WORDS,
    Machine,
    MachineState,
    Nonsense,
    Queue,
    ReplyStream,
    command,
    parse_machine,
    parse_queue,
)
from printers.transport import Transport

_POLL_S: Final = 0.05
_Parsed = TypeVar("_Parsed")


class JetLink:
    """Puts questions and gives orders over a transport. Every method may raise ``DeviceError``."""

    def __init__(self, transport: Transport, answer_timeout_s: float) -> None:
        self._transport = transport
        self.timeout_s = answer_timeout_s
        self._stream = ReplyStream()
        self._answers: dict[str, str] = {}
        self._owes_an_answer = False

    @property
    def address(self) -> str:
        """The printer's address for people."""
        return self._transport.address

    def close(self) -> None:
        """Give the printer free. May be called twice."""
        self._transport.close()

    def order(self, frame: bytes) -> None:
        """Send what is not answered."""
        self._transport.write(frame)

    def machine(self) -> Machine:
        """Ask for the printer's state."""
        return self.read_machine(self.ask("RS")["RS"])

    def read_machine(self, answer: str) -> Machine:
        """Read an answer to ``?RS``."""
        return self._parsed(parse_machine, answer)

    def queue(self) -> Queue:
        """Ask for the state of the FIFO."""
        return self._parsed(parse_queue, self.ask("SM")["SM"])

    def look(self) -> tuple[Machine, Queue]:
        """Ask for both states in one piece."""
        answers = self.ask("RS", "SM")
        return self.read_machine(answers["RS"]), self._parsed(parse_queue, answers["SM"])

    def reach(self, state: MachineState, timeout_s: float) -> None:
        """Wait until the printer is in ``state``; DeviceError with its reason if it is not in time."""
        seen: list[Machine] = []

        def reached() -> bool:
            seen[:] = [self.machine()]
            return seen[0].state is state

        if not self.comes(reached, timeout_s):
            error = seen[0].error
            raise DeviceError(
                say(
                    "{address} did not start ({reason}). Look at its display.",
                    address=self.address,
                    reason=error_words(error) if error else seen[0].state.name.lower().replace("_", " "),
                )
            )

    def comes(self, true: Callable[[], bool], timeout_s: float) -> bool:
        """Wait until ``true()``, looking at least once; tell whether it came in time."""
        deadline = time.monotonic() + timeout_s
        while not true():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_S)
        return True

    def ask(self, *codes: str) -> Mapping[str, str]:
        """Put questions in one piece and return their answers.

        An answer that came too late would be taken for a later one, so after one silence nothing is
        asked on this connection any more.
        """
        if self._owes_an_answer:
            raise self._silent(codes)
        self._answers.clear()
        self._transport.write(b"".join(command("?" + code) for code in codes))
        deadline = time.monotonic() + self.timeout_s
        while not all(code in self._answers for code in codes):
            late = time.monotonic() > deadline
            data = self._transport.read_some(max(0.0, deadline - time.monotonic()))
            if not data or late:
                self._owes_an_answer = True
                raise self._silent(codes)
            self._take(data)
        return {code: self._answers[code] for code in codes}

    def _take(self, data: bytes) -> None:
        try:
            replies = self._stream.feed(data)
        except Nonsense as nonsense:
            self._owes_an_answer = True
            raise DeviceError(self._nonsense(nonsense)) from nonsense
        self._answers.update((reply.code, reply.text) for reply in replies)

    def _parsed(self, parse: Callable[[str], _Parsed], text: str) -> _Parsed:
        try:
            return parse(text)
        except Nonsense as nonsense:
            raise DeviceError(self._nonsense(nonsense)) from nonsense

    def _nonsense(self, nonsense: Nonsense) -> Text:
        return say(
            "{address} answers as no Leibinger printer does: {found}. Check the address, and that its"
            " interface protocol is JET3.",
            address=self.address,
            found=repr(str(nonsense)),
        )

    def _silent(self, codes: Sequence[str]) -> DeviceError:
        return DeviceError(
            say(
                "{address} did not answer {question} within {seconds} s. Look at its display, connect again. "
                "If all is well there, it may speak another protocol: check the address.",
                address=self.address,
                question=" ".join(codes),
                seconds=f"{self.timeout_s:g}",
            )
        )


def error_words(error: int) -> str:
    """Return an error of the printer in words, as far as they are known."""
    words = ERROR_WORDS.get(error)
    return f"error {error}" if words is None else f"error {error}, {words}"
