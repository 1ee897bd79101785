"""The TCP ports of a Zebra printer: one for a single client, one for all, and one more to ask at.

The printer keeps the port for a client until nothing has gone over it for some minutes and somebody else
wants it (ZPL guide, SGD: ip.port_single_conn_idle_timeout, 180 s); then the connection ends as any other.

A job goes over the port that takes one client only, where the printer has it: no second program can then
put labels between ours. What the job's own connection does not answer is asked at another port.
"""

from dataclasses import dataclass
from typing import Final

from desktop.devices import PrinterStatus
from desktop.errors import DeviceError, InUse
from desktop.texts import say
from printers.tcp import TcpTransport
from printers.transport import Transport
from printers.zebra.dialogue import Dialogue

ASIDE_TIMEOUT_S: Final = 0.5
"""Whoever waits for this waits for the job's own connection already."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Ports of a printer at which it can be asked while a job has its connection."""

    host: str = ""
    ports: tuple[int, ...] = ()

    def status(self) -> PrinterStatus | None:
        """Ask the printer how it is, at one port after the other; None if it answers at none."""
        return next((status for port in self.ports if (status := self._status_at(port))), None)

    def answers(self) -> bool:
        """Tell whether the printer answers at any of the ports."""
        return self.status() is not None

    def _status_at(self, port: int) -> PrinterStatus | None:
        try:
            with TcpTransport.connect(self.host, port, ASIDE_TIMEOUT_S) as transport:
                dialogue = Dialogue(transport, ASIDE_TIMEOUT_S)
                status = dialogue.status()
        except DeviceError:
            return None  # that nobody speaks there is the answer
        return status if dialogue.heard else None


NOWHERE: Final = Aside()
"""For a printer that has one connection only, such as by USB."""


@dataclass(frozen=True, slots=True)
class ZebraPorts:
    """Where a printer listens as it leaves the factory (ZPL guide, SGD: ip.port_single_conn, ip.port)."""

    exclusive: int = 9300
    usual: int = 9100
    alternate: int = 6101

    def owns(self, port: int | None) -> bool:
        """Tell whether it is the same printer at this port as at the others; None: none was given."""
        return port is None or port in {self.exclusive, self.usual, self.alternate}

    def connect(self, host: str, port: int | None, timeout_s: float) -> tuple[Transport, Aside]:
        """Connect to a printer; where no port is given alone if it lets us, else as everybody.

        Returns:
            The connection, and where the printer can be asked beside it.

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
            if isinstance(error.__cause__, ConnectionRefusedError) and self._aside(host, port).answers():
                raise in_use(f"tcp://{bracketed(host)}:{port}") from error
            raise

    def _aside(self, host: str, port: int) -> Aside:
        """Return the ports to ask at beside ``port``; the usual one takes several clients.

        There are none where the port is none of these: a print server may serve another printer at each port.
        """
        others = {
            self.exclusive: (self.usual, self.alternate),
            self.usual: (self.alternate, self.usual),
            self.alternate: (self.usual,),
        }
        return Aside(host, others.get(port, ()))

    def _offers_exclusive(self, host: str, timeout_s: float) -> bool:
        with self._connect_to(host, self.usual, timeout_s) as transport:
            try:
                setting = Dialogue(transport, ASIDE_TIMEOUT_S).ask_setting("ip.port_single_conn")
            except DeviceError:
                return False  # it does not say; the driver's own questions will tell what is wrong with it
        return setting == str(self.exclusive)


def in_use(address: str) -> InUse:
    """Say that somebody else has the printer."""
    return InUse(
        say(
            "{address} is in use by another program or computer: the printer answers at another port, but not"
            " here. End the other program, or wait until it is done, then connect again.",
            address=address,
        )
    )


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
