"""One connection for the job and a second to ask at, on real sockets."""

import socket
from collections.abc import Iterator

import pytest

from desktop.devices import Condition
from desktop.errors import DeviceError
from printers.emulators.zebra import ZebraEmulator
from printers.registry import DeviceRegistry
from printers.zebra.ports import ZebraPorts
from printers.zebra.printer import ZebraPrinter
from tests.printers.plans import CODE, filled, plan

HOST = "127.0.0.1"
ADDRESS = f"tcp://{HOST}"


def closed_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server((HOST, 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture
def emulator() -> Iterator[ZebraEmulator]:
    with ZebraEmulator(exclusive_port=0, status_port=0) as running:
        yield running


def ports_of(emulator: ZebraEmulator) -> ZebraPorts:
    return ZebraPorts(
        emulator.exclusive_port or closed_port(), emulator.port, emulator.status_port or closed_port()
    )


def opened(emulator: ZebraEmulator, port: int | None = None, timeout_s: float = 5.0) -> ZebraPrinter:
    transport, aside = ports_of(emulator).connect(HOST, port, 2.0)
    return ZebraPrinter(transport, timeout_s, aside=aside)


def registry_of(emulator: ZebraEmulator) -> DeviceRegistry:
    return DeviceRegistry(2.0, zebra_ports=ports_of(emulator))


def test_without_a_port_the_exclusive_one_is_taken_and_labels_are_printed_there(
    emulator: ZebraEmulator,
) -> None:
    printer = registry_of(emulator).printer(ADDRESS)
    printer.prepare(plan())
    printer.send(filled(), CODE)
    assert list(printer.confirmed(10.0)) == [CODE]
    (connection,) = emulator.connections
    assert connection.port.name == "EXCLUSIVE"
    printer.close()


def test_a_printer_without_an_exclusive_port_is_used_over_the_usual_one() -> None:
    with ZebraEmulator() as emulator:
        printer = registry_of(emulator).printer(ADDRESS)
        printer.prepare(plan())
        printer.send(filled(), CODE)
        assert list(printer.confirmed(10.0)) == [CODE]
        printer.close()


def test_a_second_client_of_the_exclusive_port_is_told_that_another_has_the_printer(
    emulator: ZebraEmulator,
) -> None:
    devices = registry_of(emulator)
    first = devices.printer(ADDRESS)
    first.prepare(plan())
    second = devices.printer(ADDRESS)
    with pytest.raises(DeviceError, match=r"in use by another program or computer"):
        second.prepare(plan())
    second.close()
    first.send(filled(), CODE)
    assert list(first.confirmed(10.0)) == [CODE]
    first.close()


@pytest.mark.parametrize("said", [b"", b"busy\r\n", b"\x15"])
def test_whatever_a_taken_port_says_is_told_as_taken(emulator: ZebraEmulator, said: bytes) -> None:
    with socket.create_server((HOST, 0)) as listener:
        ports = ZebraPorts(listener.getsockname()[1], emulator.port, closed_port())
        transport, aside = ports.connect(HOST, None, 2.0)
        with ZebraPrinter(transport, 0.3, aside=aside) as printer:
            client, _ = listener.accept()
            with client:
                client.sendall(said)
            with pytest.raises(DeviceError, match="in use by another program"):
                printer.identify()


def test_a_connection_that_is_taken_and_never_served_is_told_as_taken(emulator: ZebraEmulator) -> None:
    with socket.create_server((HOST, 0)) as listener:
        ports = ZebraPorts(listener.getsockname()[1], emulator.port, closed_port())
        transport, aside = ports.connect(HOST, None, 2.0)
        with (
            ZebraPrinter(transport, 0.1, aside=aside) as printer,
            pytest.raises(DeviceError, match="in use by another program"),
        ):
            printer.identify()


def test_a_device_that_is_no_zebra_printer_is_not_said_to_be_taken() -> None:
    with ZebraEmulator() as emulator:
        emulator.faults.garbage = True
        printer = opened(emulator, emulator.port, timeout_s=0.2)
        with pytest.raises(DeviceError, match="as no Zebra printer does"):
            printer.identify()
        printer.close()


def test_when_the_first_client_has_gone_the_next_one_gets_the_exclusive_port(emulator: ZebraEmulator) -> None:
    devices = registry_of(emulator)
    for number in range(5):
        printer = devices.printer(ADDRESS)
        printer.prepare(plan())
        assert printer.odometer() == number
        printer.send(filled(), CODE)
        assert list(printer.confirmed(10.0)) == [CODE]
        printer.close()


def test_an_exclusive_port_that_exists_and_refuses_is_not_printed_past() -> None:
    with ZebraEmulator() as emulator:
        ports = ports_of(emulator)
        emulator.machine.settings["ip.port_single_conn"] = str(ports.exclusive)
        with pytest.raises(DeviceError, match=rf":{ports.exclusive} is in use by another program"):
            DeviceRegistry(2.0, zebra_ports=ports).printer(ADDRESS)


def test_a_port_that_refuses_while_another_answers_is_in_use() -> None:
    with ZebraEmulator() as emulator:
        ports = ZebraPorts(closed_port(), closed_port(), emulator.port)
        with pytest.raises(DeviceError, match=rf":{ports.usual} is in use by another program"):
            DeviceRegistry(2.0, zebra_ports=ports).printer(f"{ADDRESS}:{ports.usual}")


def test_a_port_that_is_none_of_a_zebra_printers_has_no_second_one(emulator: ZebraEmulator) -> None:
    port = closed_port()
    with pytest.raises(DeviceError, match="refused the connection"):
        registry_of(emulator).printer(f"{ADDRESS}:{port}")


def test_nothing_at_all_at_an_address_is_told_as_refused() -> None:
    ports = ZebraPorts(closed_port(), closed_port(), closed_port())
    with pytest.raises(DeviceError, match=rf":{ports.usual} refused the connection"):
        DeviceRegistry(2.0, zebra_ports=ports).printer(ADDRESS)


@pytest.mark.parametrize("exclusive", [True, False], ids=["exclusive port", "usual port"])
@pytest.mark.parametrize(
    ("fault", "condition"),
    [("media_out", Condition.MEDIA_OUT), ("head_open", Condition.HEAD_OPEN)],
)
def test_a_fault_in_which_the_jobs_connection_is_mute_is_asked_for_over_a_second_one(
    emulator: ZebraEmulator, fault: str, condition: Condition, exclusive: bool
) -> None:
    printer = opened(emulator, None if exclusive else emulator.port, timeout_s=0.1)
    printer.prepare(plan())
    emulator.faults.mute_in_fault = True
    setattr(emulator.faults, fault, True)
    printer.send(filled(), CODE)
    status = printer.status()
    assert condition in status.conditions
    assert Condition.SILENT not in status.conditions
    assert status.formats_waiting is not None
    setattr(emulator.faults, fault, False)
    assert list(printer.confirmed(10.0)) == [CODE]
    printer.close()


def test_a_printer_that_is_silent_at_every_port_is_silent(emulator: ZebraEmulator) -> None:
    printer = opened(emulator, timeout_s=0.1)
    printer.prepare(plan())
    emulator.faults.silent = True
    assert printer.status().conditions == {Condition.SILENT}
    emulator.faults.silent = False
    assert printer.status().ready
    printer.close()


def test_a_second_connection_that_says_all_is_well_does_not_make_a_deaf_one_ready(
    emulator: ZebraEmulator,
) -> None:
    printer = opened(emulator, emulator.port, timeout_s=0.1)
    printer.prepare(plan())
    emulator.faults.buffer_full = True
    printer.send(filled(), CODE)
    status = printer.status()
    assert status.conditions == {Condition.BUFFER_FULL}
    emulator.faults.buffer_full = False
    assert list(printer.confirmed(10.0)) == [CODE]
    assert printer.status().ready
    printer.close()
