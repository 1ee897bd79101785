"""The Zebra driver over USB, on the emulated printer."""

from collections.abc import Iterator

import pytest

from desktop.devices import Condition
from desktop.errors import DeviceError
from printers.emulators.usb_device import COMPOSITE
from printers.emulators.usb_zebra import UsbZebraEmulator
from printers.usb import UsbTransport
from printers.zebra.printer import ZebraPrinter
from tests.printers.plans import plan
from tests.printers.test_zebra_emulator import code, collect, send


@pytest.fixture
def emulator() -> Iterator[UsbZebraEmulator]:
    with UsbZebraEmulator(serial_number="U1", interfaces=COMPOSITE) as running:
        yield running
        assert not running.machine.complaints


def connect(emulator: UsbZebraEmulator) -> ZebraPrinter:
    printer = ZebraPrinter(UsbTransport.connect("U1", emulator.backend), 5.0)
    printer.prepare(plan())
    return printer


def printed(emulator: UsbZebraEmulator) -> list[str]:
    return [label.field_data[0] for label in emulator.machine.labels() if label.complete]


def test_every_label_is_printed_once_in_order_and_confirmed(emulator: UsbZebraEmulator) -> None:
    emulator.cable.faults.bite = 64
    emulator.cable.faults.split_replies = True
    with connect(emulator) as printer:
        assert printer.identify().unique_id == "U1"
        send(printer, *range(20))
        codes = [code(number) for number in range(20)]
        assert collect(printer, 20) == codes
        assert printer.odometer() == 20
        assert printer.status().ready
    assert printed(emulator) == codes


def test_media_that_run_out_are_told_over_usb(emulator: UsbZebraEmulator) -> None:
    emulator.machine.faults.media_out_after = 2
    with connect(emulator) as printer:
        send(printer, *range(3))
        assert collect(printer, 2) == [code(0), code(1)]
        assert Condition.MEDIA_OUT in printer.status().conditions


def test_a_label_that_the_pulled_cable_cut_off_is_not_printed_and_can_be_sent_again(
    emulator: UsbZebraEmulator,
) -> None:
    with connect(emulator) as printer:
        send(printer, 1)
        assert collect(printer, 1) == [code(1)]
        emulator.cable.faults.unplug_after_bytes = 30
        with pytest.raises(DeviceError, match="was unplugged"):
            send(printer, 2)
    assert printed(emulator) == [code(1)]
    emulator.cable.plug_in()
    with connect(emulator) as printer:
        send(printer, 2)
        assert collect(printer, 1) == [code(2)]
    assert printed(emulator) == [code(1), code(2)]
