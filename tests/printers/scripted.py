"""A transport that plays a written exchange, and fails on a wrong byte, a left-over or a missing answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from desktop.errors import DeviceError
from desktop.texts import say


class ScriptedTransport:
    """Expects ``(written, answered)`` pairs in order; an answer may come in several pieces."""

    def __init__(self, exchange: Sequence[tuple[bytes, bytes | Sequence[bytes]]]) -> None:
        self.exchange = list(exchange)
        self.incoming: list[bytes] = []
        self.closed = False
        self.lost_at_end = False

    @property
    def address(self) -> str:
        return "script"

    def write(self, data: bytes, timeout_s: float = 1.0) -> None:
        assert not self.closed
        assert self.exchange, f"nothing more was expected, written: {data!r}"
        expected, answer = self.exchange.pop(0)
        assert data == expected
        self.incoming += filter(None, [answer] if isinstance(answer, bytes) else answer)

    def read_some(self, timeout_s: float) -> bytes:
        if not self.incoming and self.lost_at_end:
            raise DeviceError(say("{address} closed the connection.", address="script"))
        return self.incoming.pop(0) if self.incoming else b""

    def close(self) -> None:
        self.closed = True


@contextmanager
def scripted(*exchange: tuple[bytes, bytes | Sequence[bytes]]) -> Iterator[ScriptedTransport]:
    transport = ScriptedTransport(exchange)
    yield transport
    assert not transport.exchange, f"never written: {transport.exchange!r}"
    assert not transport.incoming, f"never read: {transport.incoming!r}"
