"""Printers on USB, against an emulated bus, fault by fault."""

import importlib
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import DeviceError, InputError
from printers.emulators.usb_backend import UsbBackend
from printers.emulators.usb_device import COMPOSITE, EmulatedUsbPrinter, Interface
from printers.usb import UsbTransport
from printers.usb_printers import (
    PortStatus,
    UsbPrinter,
    parse_device_id,
    serial_number_of,
    usb_address,
    usb_printers,
)

SERIAL = "99J204501234"
KEYBOARD = (Interface(0, 0, 3, 1, (0x81,)),)
ONLY_LISTENS = (Interface(0, 0, 7, 1, (0x01,)),)


@pytest.fixture
def printer() -> EmulatedUsbPrinter:
    return EmulatedUsbPrinter(serial_number=SERIAL)


@pytest.fixture
def transport(printer: EmulatedUsbPrinter) -> Iterator[UsbTransport]:
    with connect(printer) as opened:
        yield opened


def connect(*printers: EmulatedUsbPrinter) -> UsbTransport:
    return UsbTransport.connect(SERIAL, UsbBackend(*printers))


def test_printers_are_listed_with_model_serial_number_and_address() -> None:
    keyboard = EmulatedUsbPrinter(serial_number="K", interfaces=KEYBOARD)
    zebra = EmulatedUsbPrinter(model="ZT421 \x00", serial_number="99J 01", interfaces=COMPOSITE)
    found = usb_printers(UsbBackend(keyboard, zebra))
    assert found == [UsbPrinter("ZT421", "99J 01")]
    assert found[0].address == "usb://99J%2001"
    assert keyboard.log == []
    assert zebra.log == ["open", "close"]


def test_a_printer_that_may_not_be_opened_is_listed_with_what_to_do(printer: EmulatedUsbPrinter) -> None:
    printer.faults.access_denied = True
    (found,) = usb_printers(UsbBackend(printer))
    assert (found.model, found.serial_number, found.address) == ("0a5f:0166", "", "")
    assert "70-packmark.rules" in str(found.trouble)


def test_a_printer_without_a_serial_number_is_listed_without_an_address() -> None:
    (found,) = usb_printers(UsbBackend(EmulatedUsbPrinter(serial_number="")))
    assert (found.model, found.address) == ("ZT411", "")
    assert "does not tell its serial number" in str(found.trouble)


def test_a_printer_is_found_by_its_serial_number_among_others(printer: EmulatedUsbPrinter) -> None:
    other = EmulatedUsbPrinter(serial_number="99J204501235")
    with connect(other, printer) as transport:
        transport.write(b"^XA^XZ")
    assert printer.take(0.0) == b"^XA^XZ"
    assert other.take(0.0) == b""
    assert other.log == ["open", "close"]


def test_a_serial_number_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(DeviceError, match=f"No USB printer with the serial number {SERIAL}") as told:
        connect(EmulatedUsbPrinter(serial_number="OTHER"))
    assert [str(line) for line in told.value.details] == ["Plugged in is ZT411, usb://OTHER."]


def test_two_printers_of_the_same_serial_number_are_not_guessed_between(printer: EmulatedUsbPrinter) -> None:
    twin = EmulatedUsbPrinter(serial_number=SERIAL)
    with pytest.raises(DeviceError, match="2 USB printers tell the same serial number"):
        connect(printer, twin)
    assert printer.log == twin.log == ["open", "close"]


def test_no_access_is_told_with_the_rule_that_gives_it(printer: EmulatedUsbPrinter) -> None:
    printer.faults.access_denied = True
    with pytest.raises(DeviceError) as told:
        connect(printer)
    assert "This user may not use" in str(told.value.details[0])


def test_a_printer_that_another_program_holds_is_told_as_busy(printer: EmulatedUsbPrinter) -> None:
    printer.faults.busy = True
    with pytest.raises(DeviceError, match=rf"usb://{SERIAL} is in use by another program"):
        connect(printer)
    assert printer.log[-2:] == ["attach 0", "close"]
    assert printer.kernel_driver


def test_a_printer_that_only_listens_is_refused() -> None:
    with pytest.raises(DeviceError, match="cannot answer by USB"):
        connect(EmulatedUsbPrinter(serial_number=SERIAL, interfaces=ONLY_LISTENS))


def test_a_configured_printer_is_neither_configured_nor_reset(printer: EmulatedUsbPrinter) -> None:
    connect(printer).close()
    assert printer.log == ["open", "detach 0", "claim 0", "release 0", "attach 0", "close"]


def test_a_printer_without_a_configuration_is_given_one(printer: EmulatedUsbPrinter) -> None:
    printer.faults.unconfigured = True
    connect(printer).close()
    assert printer.log.count("set_configuration") == 1
    assert "reset" not in printer.log


def test_where_no_kernel_driver_can_be_asked_for_none_is_taken_off(
    printer: EmulatedUsbPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bool:
        raise NotImplementedError

    monkeypatch.setattr(UsbBackend, "is_kernel_driver_active", missing)
    printer.kernel_driver = False
    connect(printer).close()
    assert printer.log == ["open", "claim 0", "release 0", "close"]


def test_a_driver_that_lets_nobody_in_is_told(
    printer: EmulatedUsbPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise NotImplementedError

    monkeypatch.setattr(UsbBackend, "open_device", refuse)
    with pytest.raises(DeviceError) as told:
        connect(printer)
    assert "WinUSB" in str(told.value.details[0])


def test_the_interface_that_answers_is_chosen_whatever_its_number_and_endpoints() -> None:
    printer = EmulatedUsbPrinter(serial_number=SERIAL, interfaces=COMPOSITE)
    with connect(printer) as transport:
        transport.write(b"~HI")
        printer.answer(b"ZT411")
        assert transport.read_exactly(5, 5.0) == b"ZT411"
        assert transport.device_id()["MDL"] == "ZT411"
    assert printer.take(0.0) == b"~HI"
    claims = [entry for entry in printer.log if entry.startswith(("claim", "alternate", "GET"))]
    assert claims == ["claim 1", "alternate 1 1", "GET_DEVICE_ID 0 0x0101"]


def test_the_bidirectional_setting_goes_before_others_and_wrapped_ones_are_not_used() -> None:
    interfaces = (
        Interface(0, 0, 7, 4, (0x01, 0x82)),
        Interface(1, 0, 7, 1, (0x03, 0x84)),
        Interface(1, 1, 7, 2, (0x03, 0x84)),
    )
    printer = EmulatedUsbPrinter(serial_number=SERIAL, interfaces=interfaces)
    connect(printer).close()
    assert [entry for entry in printer.log if entry.startswith(("claim", "alternate"))] == [
        "claim 1",
        "alternate 1 1",
    ]


def test_all_bytes_arrive_though_the_printer_takes_few_at_a_time(printer: EmulatedUsbPrinter) -> None:
    printer.faults.bite = 4096
    data = bytes(range(256)) * 160
    with connect(printer) as transport:
        transport.write(data)
    assert printer.take(0.0) == data


def test_a_long_write_waits_for_a_slow_printer(printer: EmulatedUsbPrinter, transport: UsbTransport) -> None:
    data = bytes(range(256)) * 2000
    received = bytearray()

    def read() -> None:
        while len(received) < len(data) and (piece := printer.take(5.0)):
            received.extend(piece)

    reader = threading.Thread(target=read)
    reader.start()
    transport.write(data)
    reader.join()
    assert bytes(received) == data


def test_a_printer_that_takes_nothing_is_given_up_at_the_deadline(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.faults.deaf = True
    with pytest.raises(DeviceError, match=r"took only 0 of 6 bytes in 0.05 s"):
        transport.write(b"^XA^XZ", 0.05)
    with pytest.raises(DeviceError, match="is closed"):
        transport.write(b"^XA^XZ")


def test_a_printer_that_takes_little_by_little_is_given_up_at_the_deadline(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.faults.bite, printer.faults.slow = 1, 0.02
    with pytest.raises(DeviceError, match=r"took only \d+ of 1000 bytes"):
        transport.write(bytes(1000), 0.05)


def test_what_an_earlier_program_left_unread_is_no_answer_to_this_one(printer: EmulatedUsbPrinter) -> None:
    printer.answer(b'"10482"')
    with connect(printer) as transport:
        printer.answer(b'"99J"')
        assert transport.read_some(5.0) == b'"99J"'


def test_a_printer_that_never_stops_answering_can_be_connected(
    printer: EmulatedUsbPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmulatedUsbPrinter, "read", lambda *_: b"chatter")
    monkeypatch.setattr("printers.usb._FORGETTING_S", 0.02)
    with connect(printer) as transport:
        assert transport.read_some(5.0) == b"chatter"


def test_silence_ends_at_the_deadline_and_loses_nothing(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.answer(b"half")
    assert transport.read_until(b";", 0.02) == b""
    assert transport.read_exactly(5, 0.0) == b""
    printer.answer(b"way;rest")
    assert transport.read_until(b";", 5.0) == b"halfway;"
    assert transport.read_some(5.0) == b"rest"
    assert transport.read_some(0.0) == b""


def test_empty_packets_are_no_answer_and_no_end(printer: EmulatedUsbPrinter, transport: UsbTransport) -> None:
    printer.faults.empty_packets = True
    assert transport.read_some(0.02) == b""
    timer = threading.Timer(0.02, printer.answer, [b"late"])
    timer.start()
    assert transport.read_some(5.0) == b"late"
    timer.join()


@given(st.lists(st.binary(min_size=1, max_size=5), min_size=1, max_size=6))
def test_lines_are_the_same_however_the_bus_cuts_them(lines: list[bytes]) -> None:
    printer = EmulatedUsbPrinter(serial_number=SERIAL)
    printer.faults.split_replies = True
    sent = [line.replace(b"\n", b".") + b"\n" for line in lines]
    with connect(printer) as transport:
        printer.answer(b"".join(sent))
        assert [transport.read_until(b"\n", 5.0) for _ in sent] == sent


@pytest.mark.parametrize("count", [0, 100, 5000])
def test_a_cable_that_is_pulled_while_writing_is_told(
    printer: EmulatedUsbPrinter, transport: UsbTransport, count: int
) -> None:
    printer.faults.unplug_after_bytes = count
    with pytest.raises(DeviceError, match="was unplugged or switched off"):
        transport.write(bytes(20_000))
    assert printer.take(0.0) == bytes(count)
    with pytest.raises(DeviceError, match="is closed"):
        transport.read_some(0.0)


def test_a_cable_that_is_pulled_while_reading_is_told_after_what_had_come(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.answer(b"one;two")
    assert transport.read_until(b";", 5.0) == b"one;"
    printer.drop()
    assert transport.read_some(5.0) == b"two"
    with pytest.raises(DeviceError, match="was unplugged"):
        transport.read_some(5.0)


def test_a_printer_that_was_plugged_in_again_is_found_again(printer: EmulatedUsbPrinter) -> None:
    with connect(printer) as transport:
        printer.drop()
        with pytest.raises(DeviceError, match="was unplugged"):
            transport.port_status()
        with pytest.raises(DeviceError, match="No USB printer"):
            connect(printer)
    printer.plug_in()
    printer.kernel_driver = True
    with connect(printer) as transport:
        transport.write(b"x")


def test_a_stall_is_told_and_cleared_for_the_next_connection(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.faults.stall = True
    with pytest.raises(DeviceError, match="stopped the USB transfer"):
        transport.write(b"x")
    assert "clear_halt 0x01" in printer.log
    with connect(printer) as again:
        again.write(b"y")
    assert printer.take(0.0) == b"y"


def test_port_status_and_soft_reset_are_asked_of_the_printers_interface() -> None:
    printer = EmulatedUsbPrinter(serial_number=SERIAL, interfaces=COMPOSITE)
    with connect(printer) as transport:
        assert transport.port_status() == PortStatus(paper_empty=False, selected=True, error=False)
        printer.port_status = 0x30
        assert transport.port_status() == PortStatus(paper_empty=True, selected=True, error=True)
        transport.write(b"half a label")
        transport.soft_reset()
    assert printer.take(0.0) == b""
    assert "SOFT_RESET 1" in printer.log


def test_a_request_that_is_refused_is_told_and_the_connection_stays(
    printer: EmulatedUsbPrinter, transport: UsbTransport
) -> None:
    printer.faults.stall = True
    with pytest.raises(DeviceError, match="did not take a request"):
        transport.device_id()
    printer.faults.stall = False
    transport.write(b"x")


@given(st.binary(max_size=60))
def test_no_device_id_is_too_strange_to_be_read(data: bytes) -> None:
    assert all(key and key == key.strip() for key in parse_device_id(data))


def test_a_computer_without_libusb_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("libusb0", "libusb1", "openusb"):
        monkeypatch.setattr(importlib.import_module(f"usb.backend.{name}"), "get_backend", lambda: None)
    with pytest.raises(DeviceError, match=r"libusb 1\.0"):
        usb_printers()


@given(st.text(min_size=1).filter(lambda text: text == text.strip() and text.isprintable()))
def test_an_address_says_the_serial_number_whatever_it_is(serial_number: str) -> None:
    assert serial_number_of(usb_address(serial_number)) == serial_number


@pytest.mark.parametrize("address", ["", "usb://", "usb:///x", "tcp://x", "usb://a/b", "USB:x", "usb://%20"])
def test_what_is_no_usb_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="no address of a USB printer"):
        serial_number_of(address)
