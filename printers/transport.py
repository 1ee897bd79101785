"""What a protocol asks of the thing that moves its bytes: TCP today, USB and serial likewise."""

from typing import Protocol


class Transport(Protocol):
    """A connected two-way stream of bytes. Every method but ``close`` may raise ``DeviceError``."""

    @property
    def address(self) -> str:
        """The address for people, such as ``tcp://192.0.2.7:9100``."""
        ...

    def write(self, data: bytes, timeout_s: float = ...) -> None:
        """Hand over all of ``data``. Returning means that the bytes left, nothing more."""
        ...

    def read_some(self, timeout_s: float) -> bytes:
        """Return what has come, waiting up to ``timeout_s`` for the first byte; empty if none came."""
        ...

    def close(self) -> None:
        """Give the device free. May be called twice."""
        ...
