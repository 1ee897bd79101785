"""Serial lines, on a pair of pseudo terminals."""

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import DeviceError, InputError
from printers.serial_port import BAUDS, FLOWS, SerialAddress, SerialTransport

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals", allow_module_level=True)

import tty


@dataclass
class Line:
    """A serial line: the port's name, and the device's end of it."""

    port: str
    device: int
    open: bool = True

    def take(self, count: int) -> bytes:
        """Read as the device; bytes come in pieces."""
        data = b""
        while len(data) < count:
            data += os.read(self.device, count - len(data))
        return data

    def unplug(self) -> None:
        if self.open:
            os.close(self.device)
            self.open = False


@pytest.fixture
def line() -> Iterator[Line]:
    device, port = os.openpty()
    tty.setraw(device)
    found = Line(os.ttyname(port), device)
    os.close(port)
    yield found
    found.unplug()


@pytest.fixture
def transport(line: Line) -> Iterator[SerialTransport]:
    with SerialTransport.connect(SerialAddress(line.port, 115200)) as opened:
        yield opened


def test_bytes_go_both_ways_unchanged(line: Line, transport: SerialTransport) -> None:
    data = bytes(range(256)) * 3
    transport.write(data)
    assert line.take(len(data)) == data
    os.write(line.device, data)
    assert transport.read_exactly(len(data), 5.0) == data


def test_what_is_not_asked_for_stays_in_the_buffer(line: Line, transport: SerialTransport) -> None:
    os.write(line.device, b"one\rtwo\rrest")
    assert transport.read_until(b"\r", 5.0) == b"one\r"
    assert transport.read_until(b"\r", 5.0) == b"two\r"
    assert transport.read_until(b"\r", 0.02) == b""
    assert transport.read_some(5.0) == b"rest"
    assert transport.read_some(0.0) == b""


def test_an_answer_that_comes_late_is_waited_for(line: Line, transport: SerialTransport) -> None:
    timer = threading.Timer(0.02, os.write, [line.device, b"late\r"])
    timer.start()
    assert transport.read_until(b"\r", 5.0) == b"late\r"
    timer.join()


def test_all_bytes_of_a_long_write_arrive(line: Line, transport: SerialTransport) -> None:
    data = bytes(range(256)) * 400
    with ThreadPoolExecutor(1) as pool:
        taken = pool.submit(line.take, len(data))
        transport.write(data)
        assert taken.result(10.0) == data


def test_a_device_that_takes_nothing_is_given_up_at_the_deadline(transport: SerialTransport) -> None:
    with pytest.raises(DeviceError, match=r"took only \d+ of 1000000 bytes in 0.05 s"):
        transport.write(bytes(1_000_000), 0.05)
    with pytest.raises(DeviceError, match="is closed"):
        transport.read_some(0.0)


def test_an_adapter_that_is_pulled_is_told_when_reading(line: Line, transport: SerialTransport) -> None:
    line.unplug()
    with pytest.raises(DeviceError, match="the serial port is gone"):
        transport.read_some(5.0)


def test_an_adapter_that_is_pulled_is_told_when_writing(line: Line, transport: SerialTransport) -> None:
    line.unplug()
    with pytest.raises(DeviceError, match="the serial port is gone"):
        transport.write(b"x")
    transport.close()


def test_a_port_is_opened_by_one_program_only(line: Line, transport: SerialTransport) -> None:
    with pytest.raises(DeviceError, match="Another program holds the serial port"):
        SerialTransport.connect(SerialAddress(line.port))
    assert transport.address == f"serial://{line.port}?baud=115200"


def test_a_port_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeviceError, match="There is no serial port"):
        SerialTransport.connect(SerialAddress(str(tmp_path / "ttyS9")))


def test_a_file_that_is_no_port_is_told(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    with pytest.raises(DeviceError, match="cannot be opened"):
        SerialTransport.connect(SerialAddress(str(plain)))


def test_a_port_that_is_not_ours_is_told_with_its_group(monkeypatch: pytest.MonkeyPatch) -> None:
    import serial  # noqa: PLC0415

    def refuse(*_: object, **__: object) -> None:
        raise serial.SerialException(13, "could not open port")

    monkeypatch.setattr(serial, "Serial", refuse)
    with pytest.raises(DeviceError, match="dialout"):
        SerialTransport.connect(SerialAddress("/dev/ttyS0"))


@given(st.sampled_from(BAUDS), st.sampled_from(FLOWS), st.sampled_from(["/dev/ttyS0", "COM3"]))
def test_an_address_is_read_as_it_is_written(baud: int, flow: str, port: str) -> None:
    address = SerialAddress(port, baud, flow)
    assert SerialAddress.parse(str(address)) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "serial://",
        "tcp://x",
        "serial://COM3/x",
        "serial:///dev/ttyS0?baud=fast",
        "serial:///dev/ttyS0?baud=1",
        "serial:///dev/ttyS0?flow=no",
        "serial:///dev/ttyS0?bits=7",
        "serial:///dev/ttyS0?baud",
        "serial://[",
    ],
)
def test_what_is_no_serial_address_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="no address of a serial port"):
        SerialAddress.parse(address)
