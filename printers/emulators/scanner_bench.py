"""An emulated scanner worked by words: what it sees, and lines of commands."""

from desktop.errors import InputError
from desktop.texts import say
from printers.addresses import DeviceAddress
from printers.camera import TcpCamera
from printers.emulators.scanner import ScannerEmulator

_SCAN = "scan "


def camera(address: str) -> TcpCamera:
    """Connect to the camera behind an emulated device.

    Raises:
        InputError: the address is none of a camera, which is ``tcp://HOST:PORT``.
        DeviceError: it cannot be reached, or is no camera.
    """
    parsed = DeviceAddress.parse(address)
    if parsed.scheme != "tcp" or parsed.port is None:
        raise InputError(
            say("{found} is no address of a camera. Expected tcp://HOST:PORT.", found=repr(address[:80]))
        )
    return TcpCamera.connect(parsed.place, parsed.port)


def obey(scanner: ScannerEmulator, line: str) -> None:
    """Do what a line says.

    ``scan TEXT`` reads a symbol that says TEXT, in which ``<GS>`` stands for the separator; ``drop`` loses
    the connection; else it is a fault such as ``doubled``, which ``doubled=no`` ends.

    Raises:
        InputError: it is none of them.
    """
    said = line.strip()
    if said.startswith(_SCAN):
        scanner.scan(said.removeprefix(_SCAN).replace("<GS>", "\x1d"))
    elif said == "drop":
        scanner.drop_connections()
    else:
        scanner.faults.switch(said)
