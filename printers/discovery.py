"""Looking for printers in every way at once: what one way cannot do never keeps the others from telling."""

import threading
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any, Final, TypeVar

from desktop.devices import FoundPrinter, Way
from desktop.errors import DeviceError
from desktop.texts import Text, say
from printers.mdns import browse
from printers.network_printers import NetworkPrinter, joined
from printers.queues import Spooler, found_queues, system_spooler
from printers.serial_port import SerialAddress
from printers.usb_printers import usb_printers
from printers.zebra_discovery import Target, ask_network

_GRACE_S: Final = 1.0
"""How much longer than it was asked to a way may take: libraries round up, and computers are busy."""

DEMO: Final = FoundPrinter("demo://zebra", "ZT411", way=Way.BUILT_IN)

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where printers are looked for; what is None is what this computer has.

    Attributes:
        usb: a ``usb.backend.IBackend``.
        spooler: the print service.
        zebra_targets: whom the question for Zebra printers is sent to.
        interfaces: IP addresses of the networks that are listened to by mDNS.
    """

    usb: Any = None
    spooler: Spooler | None = None
    zebra_targets: Sequence[Target] | None = None
    interfaces: Sequence[str] | None = None


def discover(ways: Sequence[Way], seconds: float, where: Surroundings) -> tuple[FoundPrinter, ...]:
    """Look for printers in all ``ways`` at once, for about ``seconds``.

    What cannot be searched is a row with neither address nor model, whose ``trouble`` says why.
    """
    wanted = [way for way in Way if way in ways]
    searches = {way: partial(_SEARCHES[way], where, seconds) for way in wanted}
    results = at_once(searches, seconds + _GRACE_S)
    return tuple(row for way in wanted for row in _rows(way, results[way], seconds))


def at_once(tasks: Mapping[K, Callable[[], T]], patience_s: float) -> dict[K, T | DeviceError | None]:
    """Do all ``tasks`` at once. What raises ``DeviceError`` gives that; what is not done in time, None.

    Anything else that is raised is a fault of this program, and is raised here.
    """
    deadline = time.monotonic() + patience_s
    begun = {name: _begun(task) for name, task in tasks.items()}
    results: dict[K, T | DeviceError | None] = {}
    for name, future in begun.items():
        try:
            results[name] = future.result(max(0.0, deadline - time.monotonic()))
        except DeviceError as trouble:
            results[name] = trouble
        except TimeoutError:
            if future.done():  # the task's own
                raise
            results[name] = None
    return results


def _begun(task: Callable[[], T]) -> "Future[T]":
    """Begin a task in a thread of its own, which does not keep the program from ending if it hangs."""
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(task())
        except BaseException as error:  # noqa: BLE001 (carried to the thread that waits for it)
            future.set_exception(error)

    threading.Thread(target=work, name="search for printers", daemon=True).start()
    return future


def _rows(
    way: Way, result: Sequence[FoundPrinter] | DeviceError | None, seconds: float
) -> Sequence[FoundPrinter]:
    if isinstance(result, DeviceError):
        return (FoundPrinter("", "", result.text, way),)
    if result is None:
        return (FoundPrinter("", "", _late(way, seconds), way),)
    return result


def _late(way: Way, seconds: float) -> Text:
    return say(
        "The search by {way} did not end within {seconds} s.", way=WAY_NAMES[way], seconds=f"{seconds:g}"
    )


def _by_usb(where: Surroundings, _: float) -> Sequence[FoundPrinter]:
    return [FoundPrinter(one.address, one.model, one.trouble) for one in usb_printers(where.usb)]


def _by_network(where: Surroundings, seconds: float) -> Sequence[FoundPrinter]:
    """Ask by both protocols; Zebra's own word on a model comes first, mDNS knows the port."""
    heard: list[NetworkPrinter] = []
    troubles: list[FoundPrinter] = []
    searches = {
        "Zebra": partial(ask_network, seconds, where.zebra_targets),
        "mDNS": partial(browse, seconds, where.interfaces),
    }
    for result in at_once(searches, seconds + _GRACE_S / 2).values():
        if isinstance(result, list):
            heard += result
        else:
            troubles += _rows(Way.NETWORK, result, seconds)
    return [*joined(heard), *troubles]


def _by_serial_line(where: Surroundings, _: float) -> Sequence[FoundPrinter]:
    """List the ports: what stands at the other end of one, only its owner knows."""
    del where
    from serial.tools import list_ports  # noqa: PLC0415 (start-up stays fast)

    try:
        ports = sorted(list_ports.comports())
    except OSError as error:
        raise DeviceError(
            say("The serial ports cannot be listed: {reason}.", reason=error.strerror or str(error))
        ) from error
    return [
        FoundPrinter(
            str(SerialAddress(port.device)),
            "" if port.description == "n/a" else port.description,
            way=Way.SERIAL,
        )
        for port in ports
    ]


def _by_queue(where: Surroundings, _: float) -> Sequence[FoundPrinter]:
    return found_queues(where.spooler or system_spooler())


def _built_in(where: Surroundings, _: float) -> Sequence[FoundPrinter]:
    del where
    return (DEMO,)


_SEARCHES: Final[Mapping[Way, Callable[[Surroundings, float], Sequence[FoundPrinter]]]] = MappingProxyType(
    {
        Way.USB: _by_usb,
        Way.NETWORK: _by_network,
        Way.SERIAL: _by_serial_line,
        Way.QUEUE: _by_queue,
        Way.BUILT_IN: _built_in,
    }
)

WAY_NAMES: Final[Mapping[Way, Text]] = MappingProxyType(
    {
        Way.USB: say("USB"),
        Way.NETWORK: say("network"),
        Way.SERIAL: say("serial line"),
        Way.QUEUE: say("print queue"),
        Way.BUILT_IN: say("built in"),
    }
)
