"""Finding printers by mDNS (RFC 6762, RFC 6763), which most network printers announce themselves with.

Asked for are ``_pdl-datastream._tcp``, which is raw bytes and says its port, and ``_printer._tcp``, which
is LPD: a label printer behind it takes raw bytes on port 9100 all the same.
"""

import time
from collections.abc import Iterator, Sequence
from queue import Empty, SimpleQueue
from typing import Any, Final

from desktop.errors import DeviceError
from desktop.texts import say
from printers.network_printers import MOST_PRINTERS, NetworkPrinter, cleaned

RAW: Final = "_pdl-datastream._tcp.local."
LPD: Final = "_printer._tcp.local."

_ONE_ANSWER_S: Final = 0.5
"""How long one printer may take over the rest of its announcement; the others wait for that."""
_MODEL_KEYS: Final = (b"ty", b"usb_MDL", b"product")
"""Where printers tell their model in TXT records (Bonjour Printing Specification 1.2.1, 9.2)."""


def browse(seconds: float, interfaces: Sequence[str] | None = None) -> list[NetworkPrinter]:
    """Listen for so many seconds to who announces a printer.

    Args:
        seconds: how long.
        interfaces: IP addresses of this computer's networks; None: all.

    Raises:
        DeviceError: the network cannot be listened to.
    """
    import zeroconf  # noqa: PLC0415 (start-up stays fast: it takes a tenth of a second)

    deadline = time.monotonic() + seconds
    names: SimpleQueue[tuple[str, str]] = SimpleQueue()

    def note(service_type: str, name: str, state_change: Any, **_: Any) -> None:
        if state_change is not zeroconf.ServiceStateChange.Removed:
            names.put((service_type, name))

    try:
        network = zeroconf.Zeroconf(
            zeroconf.InterfaceChoice.All if interfaces is None else list(interfaces),
            ip_version=zeroconf.IPVersion.V4Only,
        )
    except OSError as error:
        raise DeviceError(
            say(
                "The network cannot be searched by mDNS: {reason}. Check that this computer is connected.",
                reason=error.strerror or str(error),
            )
        ) from error
    try:
        browser = zeroconf.ServiceBrowser(network, [RAW, LPD], handlers=[note])
        heard = [
            printer
            for service_type, name in _until(deadline, names)
            if (printer := _printer(zeroconf, network, service_type, name, deadline)) is not None
        ]
        browser.cancel()
    finally:
        network.close()
    # Who says its port is believed before who is only known to print.
    return sorted(heard, key=lambda printer: printer.port is None)


def _until(deadline: float, names: "SimpleQueue[tuple[str, str]]") -> Iterator[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    while (left := deadline - time.monotonic()) > 0 and len(seen) < MOST_PRINTERS:
        try:
            name = names.get(timeout=left)
        except Empty:
            return
        if name not in seen:
            seen.add(name)
            yield name


def _printer(
    zeroconf: Any, network: Any, service_type: str, name: str, deadline: float
) -> NetworkPrinter | None:
    """Return what is announced under ``name``; None if its address does not come, or the name is none."""
    patience_s = max(0.0, min(_ONE_ANSWER_S, deadline - time.monotonic()))
    try:
        info = network.get_service_info(service_type, name, timeout=round(patience_s * 1000))
    except zeroconf.Error:  # a name that breaks the rules of mDNS
        return None
    addresses = info.parsed_addresses(zeroconf.IPVersion.V4Only) if info is not None else []
    if not addresses:
        return None
    told = (cleaned(info.properties.get(key) or b"") for key in _MODEL_KEYS)
    model = next(filter(None, told), "") or cleaned(name.removesuffix("." + service_type).encode())
    return NetworkPrinter(
        min(addresses), model.strip("()"), info.port or None if service_type == RAW else None
    )
