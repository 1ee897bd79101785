"""Questions and replies of Zipher text over whatever moves the bytes, with notices in between."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from desktop.errors import DeviceError
from desktop.texts import say
from printers.transport import Transport
from printers.videojet import zipher_protocol as zipher
from printers.videojet.zipher_protocol import Message, NonsenseError

_SHOWN: Final = 40
_Value = TypeVar("_Value")


class ZipherExchange:
    """One connection. The only reader of it: notices are set aside, whatever they stand between.

    A reply does not say what it replies to, so one that came too late would be taken for the next
    one's. After a silence or nonsense the connection is closed.

    Attributes:
        prints_told: how many prints the device has told of and nobody has taken note of.
    """

    def __init__(self, transport: Transport, timeout_s: float) -> None:
        self._transport = transport
        self._timeout_s = timeout_s
        self._stream = zipher.MessageStream()
        self._replies: list[Message] = []
        self.prints_told = 0

    @property
    def address(self) -> str:
        """The address for people."""
        return self._transport.address

    def try_order(self, name: str, *parameters: object) -> bool:
        """Give an order; tell whether the device accepted it."""
        return self._exchange(name, zipher.ACCEPTED, parameters, self._timeout_s) is not None

    def order(self, name: str, *parameters: object, timeout_s: float | None = None) -> None:
        """Give an order.

        Raises:
            DeviceError: the device refused it, did not answer, or is gone.
        """
        allowed = self._timeout_s if timeout_s is None else timeout_s
        if self._exchange(name, zipher.ACCEPTED, parameters, allowed) is None:
            raise self.refusal(name, *parameters)

    def ask(self, name: str, expected: str, read: Callable[[Message], _Value], *parameters: object) -> _Value:
        """Put a question and return what ``read`` makes of the reply named ``expected``.

        Raises:
            DeviceError: the device refused it, did not answer, answered nonsense, or is gone.
        """
        message = self._exchange(name, expected, parameters, self._timeout_s)
        if message is None:
            raise self.refusal(name, *parameters)
        try:
            return read(message)
        except NonsenseError as reason:
            raise self._nonsense(str(message)) from reason

    def count(self, question: str) -> int:
        """Put a question whose reply has its own name and one number."""
        return self.ask(question, question, zipher.number)

    def receive(self, timeout_s: float) -> bool:
        """Read once what comes within ``timeout_s``; tell whether anything came.

        Raises:
            DeviceError: it is no Zipher text, or the device is gone.
        """
        data = self._transport.read_some(max(0.0, timeout_s))
        try:
            messages = self._stream.feed(data)
        except NonsenseError as reason:
            raise self._nonsense(str(reason)) from reason
        for message in messages:
            if not message.notice:
                self._replies.append(message)
            elif message.name == zipher.PRINT_COMPLETE:
                self.prints_told += 1
        return bool(data)

    def refusal(self, name: str, *parameters: object) -> DeviceError:
        """Word that the device refused a command."""
        return DeviceError(
            say(
                "{address} refused {command}. Look at its display for faults, and at its rights for remote"
                " control.",
                address=self.address,
                command=_worded(name, parameters),
            )
        )

    def close(self) -> None:
        """Give the device free. May be called twice."""
        self._transport.close()

    def _exchange(
        self, name: str, expected: str, parameters: tuple[object, ...], timeout_s: float
    ) -> Message | None:
        """Send a command and return its reply, None if it was refused."""
        self._transport.write(zipher.command(name, *parameters))
        deadline = time.monotonic() + timeout_s
        while not self._replies:
            # Notices may come without end; the reply's time passes all the same.
            if not self.receive(deadline - time.monotonic()) or time.monotonic() > deadline:
                break
        if not self._replies:
            self.close()
            raise DeviceError(
                say(
                    "{address} did not answer {question} within {seconds} s. Look at its display, connect"
                    " again. If all is well there, it may speak another protocol: check the address.",
                    address=self.address,
                    question=_worded(name, parameters),
                    seconds=f"{timeout_s:g}",
                )
            )
        message, *others = self._replies
        self._replies.clear()
        if others or message.name not in {expected, zipher.REFUSED}:
            raise self._nonsense(str((others or [message])[-1]))
        return None if message.name == zipher.REFUSED else message

    def _nonsense(self, text: str) -> DeviceError:
        self.close()
        return DeviceError(
            say(
                "{address} answers as no Videojet coder with Zipher text does: {found}. Check the address,"
                " the port and its language.",
                address=self.address,
                found=repr(text[:_SHOWN]),
            )
        )


def _worded(name: str, parameters: tuple[object, ...]) -> str:
    return "|".join((name, *map(str, parameters)))
