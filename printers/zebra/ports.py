"""The TCP ports of a Zebra printer: one for a single client, one for all, and one more to ask at.

A job goes over the port that takes one client only, where the printer has it: no second program can then
put labels between ours. What the job's own connection does not answer is asked at another port.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop.devices import PrinterStatus
from desktop.errors import DeviceError
from desktop.texts import say
from printers.tcp import TcpTransport
from printers.transport import Transport
from printers.zebra.dialogue import Dialogue

ASIDE_TIMEOUT_S: Final = 0.5
"""Whoever waits for this waits for the job's own connection already."""

OpenAside = Callable[[], Transport]
"""Opens a second connection to the same printer. Raises ``DeviceError`` if there is none."""


@dataclass(frozen=True, slots=True)
class ZebraPorts:
    """Where a printer listens as it leaves the factory (ZPL guide, SGD: ip.port_single_conn, ip.port)."""

    exclusive: int = 9300
    usual: int = 9100
    alternate: int = 6101

    def connect(self, host: str, port: int | None, timeout_s: float) -> tuple[Transport, OpenAside | None]:
        """Connect to a printer; where no port is given alone if it lets us, else as everybody.

        Returns:
            The connection, and what opens a second one to the same printer.

        Raises:
            DeviceError: it cannot be reached, or another program has it.
        """
        if port is not None:
            return self._connect_to(host, port, timeout_s), self._aside(host, port)
        try:
            alone = TcpTransport.connect(host, self.exclusive, timeout_s)
        except DeviceError as error:
            if not isinstance(error.__cause__, ConnectionRefusedError):
                raise
        else:
            return alone, self._aside(host, self.exclusive)
        # Old printers have no exclusive port. One that has it and refuses us serves somebody else there, and
        # printing past that program is just what must not be.
        if self._offers_exclusive(host, timeout_s):
            raise in_use(f"tcp://{bracketed(host)}:{self.exclusive}")
        return self._connect_to(host, self.usual, timeout_s), self._aside(host, self.usual)

    def _connect_to(self, host: str, port: int, timeout_s: float) -> TcpTransport:
        try:
            return TcpTransport.connect(host, port, timeout_s)
        except DeviceError as error:
            if isinstance(error.__cause__, ConnectionRefusedError) and answers_aside(self._aside(host, port)):
                raise in_use(f"tcp://{bracketed(host)}:{port}") from error
            raise

    def _aside(self, host: str, port: int) -> OpenAside | None:
        """Return what opens a second connection beside that to ``port``.

        None where the port is none of these: a print server may serve another printer at each port.
        """
        if port not in {self.exclusive, self.usual, self.alternate}:
            return None
        order = [other for other in (self.alternate, self.usual) if other != port]
        if port == self.exclusive:
            order.reverse()  # the usual port is the likelier one
        elif port == self.usual:
            order.append(port)  # it takes several clients

        def open_aside() -> Transport:
            for other in order[:-1]:
                try:
                    return TcpTransport.connect(host, other, ASIDE_TIMEOUT_S)
                except DeviceError:
                    continue  # the next may be there; the last one tells why not
            return TcpTransport.connect(host, order[-1], ASIDE_TIMEOUT_S)

        return open_aside

    def _offers_exclusive(self, host: str, timeout_s: float) -> bool:
        with self._connect_to(host, self.usual, timeout_s) as transport:
            try:
                setting = Dialogue(transport, ASIDE_TIMEOUT_S).ask_setting("ip.port_single_conn")
            except DeviceError:
                return False  # it does not say; the driver's own questions will tell what is wrong with it
        return setting == str(self.exclusive)


def status_aside(open_aside: OpenAside | None) -> PrinterStatus | None:
    """Ask the printer how it is over a second connection; None if it does not answer there either."""
    if open_aside is None:
        return None
    try:
        transport = open_aside()
    except DeviceError:
        return None  # there is no second connection: just that is the answer
    try:
        dialogue = Dialogue(transport, ASIDE_TIMEOUT_S)
        status = dialogue.status()
    except DeviceError:
        return None  # nor does anybody speak there
    finally:
        transport.close()
    return status if dialogue.heard else None


def answers_aside(open_aside: OpenAside | None) -> bool:
    """Tell whether the printer answers over a second connection."""
    return status_aside(open_aside) is not None


def in_use(address: str) -> DeviceError:
    """Say that somebody else has the printer."""
    return DeviceError(
        say(
            "{address} is in use by another program or computer: the printer answers at another port, but not"
            " here. End the other program, or wait until it is done, then connect again.",
            address=address,
        )
    )


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
