import socket
from collections.abc import Iterator

import pytest

from desktop.devices import Way
from desktop.errors import DeviceError, InputError
from printers.emulators.usb_zebra import UsbZebraEmulator
from printers.emulators.zebra import ZebraEmulator
from printers.registry import DeviceRegistry
from tests.printers.plans import CODE, filled, plan


@pytest.fixture
def registry() -> Iterator[DeviceRegistry]:
    devices = DeviceRegistry(connect_timeout_s=2.0)
    yield devices
    devices.close()
    devices.close()


def test_a_printer_and_its_camera_are_opened_by_address(registry: DeviceRegistry) -> None:
    with ZebraEmulator(unique_id="E7") as emulator:
        printer, camera = registry.printer(emulator.address), registry.camera(emulator.camera_address)
        assert printer.identify().unique_id == "E7"
        assert camera.next_picture(0.0) is None
        printer.close()
        camera.close()


def test_the_demonstration_printer_and_camera_belong_together(registry: DeviceRegistry) -> None:
    printer, camera = registry.printer("demo://zebra"), registry.camera("demo://zebra")
    printer.prepare(plan())
    printer.send(filled(), CODE)
    picture = camera.next_picture(10.0)
    assert picture is not None
    assert picture.ordinal == 1
    again = registry.printer("demo://zebra")
    assert again.identify() == printer.identify()
    assert again.odometer() == 1
    for device in (printer, camera, again):
        device.close()


def test_closing_the_registry_stops_the_demonstration_printer() -> None:
    devices = DeviceRegistry()
    printer = devices.printer("demo://zebra")
    devices.close()
    with pytest.raises(DeviceError):
        printer.identify()
    printer.close()


def test_each_demonstration_printer_is_a_device_of_its_own() -> None:
    serials = set()
    for _ in range(2):
        devices = DeviceRegistry()
        printer = devices.printer("demo://zebra")
        serials.add(printer.identify().unique_id)
        printer.close()
        devices.close()
    assert len(serials) == 2


@pytest.mark.parametrize(
    "address",
    [
        "",
        "192.0.2.7",
        "192.0.2.7:9100",
        "http://192.0.2.7:9100",
        "tcp://",
        "tcp://:9100",
        "tcp://host:none",
        "tcp://host:99999",
        "tcp://host:9100/queue",
        "tcp://user@host:9100",
        "tcp://[::1",
        "demo://videojet",
    ],
)
def test_an_address_that_is_none_is_refused_with_what_is_accepted(
    registry: DeviceRegistry, address: str
) -> None:
    for opened in (registry.printer, registry.camera):
        with pytest.raises(InputError, match=r"tcp://HOST:PORT.*demo://zebra"):
            opened(address)


def test_a_printer_address_without_a_port_means_9300_then_9100_and_a_camera_needs_one(
    registry: DeviceRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def note(address: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", note)
    with pytest.raises(DeviceError, match=r"tcp://\[::1\]:9100 refused"):
        registry.printer("tcp://[::1]")
    assert asked[:2] == [("::1", 9300), ("::1", 9100)]
    with pytest.raises(InputError):
        registry.camera("tcp://host")


def test_a_zebra_printer_on_usb_is_opened_by_its_serial_number() -> None:
    with UsbZebraEmulator() as emulator:
        devices = DeviceRegistry(usb=emulator.backend)
        (found,) = devices.found([Way.USB])
        assert found.trouble is None
        address = found.address
        devices.kind(address)
        printer = devices.printer(address)
        printer.prepare(plan())
        printer.send(filled(), CODE)
        assert list(printer.confirmed(10.0)) == [CODE]
        printer.close()
        devices.close()


@pytest.mark.parametrize("address", ["usb://", "usb://a/b", "serial://", "serial:///dev/ttyS0?baud=7"])
def test_an_address_of_no_usb_printer_or_serial_port_is_refused_when_it_is_typed(
    registry: DeviceRegistry, address: str
) -> None:
    with pytest.raises(InputError):
        registry.kind(address)


def test_a_serial_port_that_is_not_there_is_told(registry: DeviceRegistry) -> None:
    with pytest.raises(DeviceError, match="ttyPackmark"):
        registry.printer("serial:///dev/ttyPackmark?baud=9600")


@pytest.mark.parametrize("family", ["zipher", "leibinger", "ngpcl", "wsi"])
def test_each_demonstration_coder_prints_and_its_camera_sees_it(
    registry: DeviceRegistry, family: str
) -> None:
    address = f"demo://{family}"
    field = "EXTERN TEXT" if family == "leibinger" else "CODE"
    camera, coder = registry.camera(address), registry.coder(address, [field])
    coder.stop()
    coder.select("PACKMARK", {} if family == "leibinger" else {"LOT": "L7", "EXP": "2028-11"})
    if family in {"ngpcl", "wsi"}:
        coder.start()
    coder.put(1, {field: CODE})
    coder.start()
    picture = camera.next_picture(10.0)
    assert picture is not None
    assert picture.ordinal == 1
    coder.stop()
    camera.close()
    coder.close()
    again = registry.coder(address, [field])
    assert again.status().job == "PACKMARK"
    again.close()
    with pytest.raises(InputError, match="is the address of a coder"):
        registry.printer(address)


@pytest.mark.parametrize("address", ["tcp://H:9300", "tcp://h:9100", "tcp://h:6101", "tcp://h"])
def test_a_zebra_printer_is_one_device_at_all_its_own_ports(registry: DeviceRegistry, address: str) -> None:
    assert registry.device(address) == "tcp://h"


@pytest.mark.parametrize("address", ["tcp://h:9101", "zipher://h:9100", "usb://X7", "demo://zebra"])
def test_another_port_may_be_another_device(registry: DeviceRegistry, address: str) -> None:
    assert registry.device(address) == address
