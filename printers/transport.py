"""What a protocol asks of the thing that moves its bytes: TCP today, USB and serial likewise."""

from typing import Final, Protocol

from desktop.errors import DeviceError
from desktop.texts import say

WRITE_TIMEOUT_S: Final = 10.0
"""How long a device may take over all bytes of one write."""


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


def closed(address: str) -> DeviceError:
    """Say that the transport was closed before it was used."""
    return DeviceError(say("The connection to {address} is closed. Connect again.", address=address))


def not_taken(address: str, taken: int, total: int, timeout_s: float) -> DeviceError:
    """Say that a device took ``taken`` of ``total`` bytes within ``timeout_s`` and no more."""
    return DeviceError(
        say(
            "{address} took only {taken} of {total} bytes in {seconds} s: it does not read on."
            " Look at its display, then connect again.",
            address=address,
            taken=taken,
            total=total,
            seconds=f"{timeout_s:g}",
        )
    )
