"""What else can go wrong with the emulated printer, and what the driver makes of it."""

import socket
from collections.abc import Iterator

import pytest

from desktop.devices import Condition, PrinterSettings
from desktop.errors import DeviceError
from printers.emulators.zebra import ZebraEmulator
from printers.tcp import TcpTransport
from printers.zebra.printer import ZebraPrinter
from tests.printers.plans import plan
from tests.printers.test_zebra_emulator import code, collect, connect, printed, send, wait_for


@pytest.fixture
def emulator() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as running:
        yield running


class ForgetfulTransport(TcpTransport):
    """Loses ^JZN on its way, as a driver would that does not know of it."""

    def write(self, data: bytes, timeout_s: float = 10.0) -> None:
        super().write(data.replace(b"^JZN", b""), timeout_s)


def codes(emulator: ZebraEmulator) -> list[tuple[str, bool]]:
    """What is on each piece of paper, and whether the piece is whole."""
    return [(label.field_data[0], label.complete) for label in emulator.physical]


@pytest.mark.parametrize("state", ["media_out", "head_open", "ribbon_out"])
def test_the_label_that_a_fault_has_cut_is_not_printed_again(emulator: ZebraEmulator, state: str) -> None:
    setattr(emulator.faults, f"{state}_after", 1)
    emulator.faults.partial_label = True
    with connect(emulator) as printer:
        send(printer, 0, 1, 2)
        wait_for(lambda: getattr(emulator.faults, state))
        setattr(emulator.faults, state, False)
        assert collect(printer, 2) == [code(0), code(2)]
    assert codes(emulator) == [(code(0), True), (code(1), False), (code(2), True)]


@pytest.mark.parametrize("state", ["media_out", "head_open", "ribbon_out"])
def test_a_driver_that_forgot_to_forbid_it_would_have_the_cut_label_twice(
    emulator: ZebraEmulator, state: str
) -> None:
    setattr(emulator.faults, f"{state}_after", 1)
    emulator.faults.partial_label = True
    transport = ForgetfulTransport.connect(emulator.host, emulator.port)
    with ZebraPrinter(transport, 5.0) as printer:
        printer.prepare(plan())
        send(printer, 0, 1, 2)
        wait_for(lambda: getattr(emulator.faults, state))
        setattr(emulator.faults, state, False)
        assert collect(printer, 3) == [code(n) for n in range(3)]
    assert codes(emulator) == [(code(0), True), (code(1), False), (code(1), True), (code(2), True)]


@pytest.mark.parametrize("forgetful", [False, True])
def test_a_head_opened_over_a_label_leaves_a_fragment_of_it(forgetful: bool) -> None:
    kind = ForgetfulTransport if forgetful else TcpTransport
    with (
        ZebraEmulator(print_ms=200) as emulator,
        ZebraPrinter(kind.connect(emulator.host, emulator.port), 5.0) as printer,
    ):
        printer.prepare(plan())
        send(printer, 0, 1)
        wait_for(lambda: emulator.machine.printing)
        emulator.faults.head_open = True
        wait_for(lambda: bool(emulator.physical))
        emulator.faults.head_open = False
        rest = [code(0), code(1)] if forgetful else [code(1)]
        assert collect(printer, len(rest)) == rest
        assert codes(emulator) == [(code(0), False), *((each, True) for each in rest)]
        assert emulator.odometer == len(rest)


def test_no_key_at_the_printer_prints_a_label_again_once_it_is_prepared(emulator: ZebraEmulator) -> None:
    emulator.machine.settings["ezpl.reprint_mode"] = "on"
    with TcpTransport.connect(emulator.host, emulator.port) as transport:
        transport.write(b"^XA^FO1,1^BY2^BCN,50,N,N,N,N^FD>;1234^FS^XZ")
        assert emulator.wait_printed(1)
        emulator.machine.press_reprint()
        assert emulator.wait_printed(2)
    with connect(emulator) as printer:
        send(printer, 1)
        assert collect(printer, 1) == [code(1)]
        emulator.machine.press_reprint()
        send(printer, 2)
        assert collect(printer, 1) == [code(2)]
    assert printed(emulator) == ["1234", "1234", code(1), code(2)]


@pytest.mark.parametrize(
    ("state", "condition"),
    [
        ("head_open", Condition.HEAD_OPEN),
        ("ribbon_out", Condition.RIBBON_OUT),
        ("pause", Condition.PAUSED),
        ("over_temperature", Condition.OVER_TEMPERATURE),
    ],
)
def test_a_fault_begins_after_so_many_labels_and_the_rest_comes_when_it_is_over(
    emulator: ZebraEmulator, state: str, condition: Condition
) -> None:
    setattr(emulator.faults, f"{state}_after", 2)
    with connect(emulator) as printer:
        send(printer, *range(4))
        assert collect(printer, 2) == [code(0), code(1)]
        wait_for(lambda: getattr(emulator.faults, state))
        assert condition in printer.status().conditions
        setattr(emulator.faults, state, False)
        assert collect(printer, 2) == [code(2), code(3)]


def test_two_faults_begin_each_after_its_own_count(emulator: ZebraEmulator) -> None:
    emulator.faults.pause_after = 1
    emulator.faults.head_open_after = 3
    with connect(emulator) as printer:
        send(printer, *range(5))
        wait_for(lambda: emulator.faults.pause)
        assert emulator.odometer == 1
        emulator.faults.pause = False
        wait_for(lambda: emulator.faults.head_open)
        assert emulator.odometer == 3
        emulator.faults.head_open = False
        assert collect(printer, 5) == [code(n) for n in range(5)]


@pytest.mark.parametrize("partial", [False, True])
def test_after_a_power_cycle_labels_come_out_only_when_the_format_is_sent_again(
    emulator: ZebraEmulator, partial: bool
) -> None:
    emulator.faults.power_cycle_after = 2
    emulator.faults.partial_label = partial
    emulator.faults.pause = True
    with connect(emulator) as printer:
        send(printer, *range(4))
        assert printer.status().formats_waiting == 4
        emulator.faults.pause = False
        with pytest.raises(DeviceError, match="closed"):
            collect(printer, 4)
    assert not emulator.faults.power_cycle
    with connect(emulator, prepared=False) as printer:
        printer._plan, printer._stored = plan(), True  # as if it had been prepared before
        printer._language.stored_format(plan())
        assert printer.odometer() == 2
        send(printer, 7)
        wait_for(lambda: bool(emulator.complaints))
        assert "no such stored format" in emulator.complaints[0]
        printer.prepare(plan())
        send(printer, 8)
        assert collect(printer, 1) == [code(8)]
    fragments = [(code(2), False)] if partial else []
    assert codes(emulator) == [(code(0), True), (code(1), True), *fragments, (code(8), True)]


def send_and_collect(printer: ZebraPrinter, number: int) -> list[str]:
    send(printer, number)
    return collect(printer, 1)


def test_the_power_can_go_in_the_middle_of_what_is_sent(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        emulator.faults.power_cycle_after_bytes = 300
        # Sooner or later: what a socket has taken is told as sent, whoever listens.
        with pytest.raises(DeviceError, match="closed"):
            send_and_collect(printer, 0)
    with connect(emulator) as printer:
        assert printer.odometer() == emulator.odometer == len(printed(emulator))
    assert len(set(printed(emulator))) == len(printed(emulator))


def test_a_power_cycle_forgets_how_the_printer_was_told_to_print(emulator: ZebraEmulator) -> None:
    transport = TcpTransport.connect(emulator.host, emulator.port)
    with ZebraPrinter(transport, 5.0, settings=PrinterSettings(darkness=7, speed_ips=4)) as printer:
        printer.prepare(plan())
        send(printer, 1)
        assert collect(printer, 1) == [code(1)]
        assert (emulator.machine.darkness, emulator.machine.speed_ips) == (7, 4)
        emulator.faults.power_cycle = True
        wait_for(lambda: not emulator.faults.power_cycle)
        assert (emulator.machine.darkness, emulator.machine.speed_ips) == (None, None)


def test_a_pulled_cable_breaks_and_refuses_connections_while_the_printer_prints_on() -> None:
    with ZebraEmulator(print_ms=20) as emulator:
        with connect(emulator) as printer:
            send(printer, *range(5))
            wait_for(lambda: emulator.odometer > 0)
            emulator.faults.cable_pulled = 0.3
            with pytest.raises(DeviceError, match="closed"):
                collect(printer, 5)
        with pytest.raises(DeviceError), connect(emulator):
            pass
        assert emulator.wait_printed(5)

        def is_back() -> bool:
            try:
                with connect(emulator) as printer:
                    return printer.odometer() == 5
            except DeviceError:
                return False

        wait_for(is_back)


def test_a_full_buffer_takes_nothing_more_and_loses_nothing(emulator: ZebraEmulator) -> None:
    with connect(emulator, timeout_s=0.1) as printer, connect(emulator, prepared=False) as other:
        emulator.faults.buffer_full = True
        send(printer, 0, 1, 2)
        assert printer.confirmed(0.05) == []
        assert Condition.BUFFER_FULL in other.status().conditions
        emulator.faults.buffer_full = False
        assert collect(printer, 3) == [code(n) for n in range(3)]


def test_answers_that_come_late_and_in_one_packet_are_understood(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        emulator.faults.merge_replies = 0.03
        send(printer, *range(6))
        assert printer.status().formats_waiting is not None
        assert collect(printer, 6) == [code(n) for n in range(6)]
        assert printer.odometer() == 6


def test_answers_come_in_one_packet_when_they_are_merged(emulator: ZebraEmulator) -> None:
    emulator.faults.merge_replies = 0.05
    with socket.create_connection((emulator.host, emulator.port)) as client:
        client.sendall(b"~HS\r\n~HI\r\n~HQES\r\n")
        packet = client.recv(65_536)
    assert packet.count(b"\x03") == 5


@pytest.mark.parametrize("languages", ["epl", "line_print", "apl-d"])
def test_a_printer_that_is_set_to_another_language_is_refused_with_what_to_set(languages: str) -> None:
    with (
        ZebraEmulator(languages=languages) as emulator,
        pytest.raises(DeviceError, match=rf"language '{languages}'.*Set its language to ZPL.*setvar"),
    ):
        connect(emulator)


@pytest.mark.parametrize("languages", ["zpl", "epl_zpl", "hybrid_xml_zpl"])
def test_every_language_setting_with_zpl_in_it_will_do(languages: str) -> None:
    with ZebraEmulator(languages=languages) as emulator, connect(emulator) as printer:
        send(printer, 1)
        assert collect(printer, 1) == [code(1)]


def test_the_model_is_as_it_was_chosen() -> None:
    with ZebraEmulator(model="GX430t", width_mm=104) as emulator, connect(emulator) as printer:
        assert printer.identify().model == "GX430t-300dpi"
