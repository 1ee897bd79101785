"""The driver and the emulated printer on real sockets, fault by fault."""

import dataclasses
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.devices import Condition
from desktop.errors import DeviceError, InputError
from printers.camera import TcpCamera
from printers.emulators.faults import Faults
from printers.emulators.zebra import ZebraEmulator
from printers.tcp import TcpTransport
from printers.zebra.printer import ZebraPrinter
from tests.printers.plans import (
    bars,
    dots_of,
    dots_of_label,
    dots_of_picture,
    filled,
    plan,
    text_run,
)


def code(number: int) -> str:
    return f"8123456789012345{number:04}"


@pytest.fixture
def emulator() -> Iterator[ZebraEmulator]:
    with ZebraEmulator() as running:
        yield running
        assert not running.complaints


def connect(emulator: ZebraEmulator, *, timeout_s: float = 5.0, prepared: bool = True) -> ZebraPrinter:
    printer = ZebraPrinter(TcpTransport.connect(emulator.host, emulator.port), timeout_s)
    try:
        if prepared:
            printer.prepare(plan())
    except DeviceError:
        printer.close()
        raise
    return printer


def send(printer: ZebraPrinter, *numbers: int) -> None:
    for number in numbers:
        printer.send(filled(code(number)), code(number))


def collect(printer: ZebraPrinter, count: int) -> list[str]:
    """Return ``count`` confirmed codes, fewer only if they do not come within seconds."""
    codes: list[str] = []
    deadline = time.monotonic() + 10
    while len(codes) < count and time.monotonic() < deadline:
        codes += printer.confirmed(0.2)
    return codes


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def printed(emulator: ZebraEmulator) -> list[str]:
    return [label.field_data[0] for label in emulator.physical if label.complete]


def test_every_label_is_printed_once_in_order_and_confirmed(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        before = printer.odometer()
        numbers = range(40)
        send(printer, *numbers)
        assert collect(printer, 40) == [code(number) for number in numbers]
        assert printer.odometer() - before == 40
    assert printed(emulator) == [code(number) for number in numbers]


def test_what_comes_out_is_what_was_planned_dot_for_dot(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        send(printer, 7)
        collect(printer, 1)
    picture = emulator.physical[0].picture
    assert picture.ordinal == 1
    assert np.array_equal(dots_of_picture(picture), dots_of_label(plan(), filled(code(7))))


def test_the_printer_tells_resolution_and_who_it_is() -> None:
    emulator = ZebraEmulator(dots_per_mm=8, unique_id="E1", odometer=500)
    with emulator, connect(emulator, prepared=False) as printer:
        identity = printer.identify()
        assert (identity.model, identity.unique_id, identity.dots_per_mm) == ("ZT411-203dpi", "E1", 8)
        assert printer.odometer() == 500
        with pytest.raises(DeviceError, match=r"12 dots/mm.*8 dots/mm"):
            printer.prepare(plan())


def test_the_media_run_out_after_so_many_labels_and_printing_goes_on_with_new_ones(
    emulator: ZebraEmulator,
) -> None:
    emulator.faults.media_out_after = 3
    with connect(emulator) as printer:
        send(printer, *range(5))
        assert collect(printer, 3) == [code(n) for n in range(3)]
        with emulator.faults.changed:  # it sees the end of the roll when it takes the next label
            assert emulator.faults.changed.wait_for(lambda: emulator.faults.media_out, 10.0)
        status = printer.status()
        assert Condition.MEDIA_OUT in status.conditions
        assert status.formats_waiting == 2
        assert emulator.odometer == 3
        emulator.faults.media_out = False
        assert collect(printer, 2) == [code(3), code(4)]


def test_a_fragment_at_the_end_of_the_roll_is_not_reprinted_confirmed_or_counted(
    emulator: ZebraEmulator,
) -> None:
    emulator.faults.media_out_after = 1
    emulator.faults.partial_label = True
    with connect(emulator) as printer:
        send(printer, 0, 1, 2)
        assert collect(printer, 1) == [code(0)]
        wait_for(lambda: emulator.faults.media_out)
        emulator.faults.media_out = False
        assert collect(printer, 1) == [code(2)]
        assert printer.odometer() == 2
    assert [label.complete for label in emulator.physical] == [True, False, True]
    fragment = dots_of_picture(emulator.physical[1].picture)
    whole = dots_of_label(plan(), filled(code(1)))
    assert np.array_equal(fragment[:120], whole[:120])
    assert not fragment[120:].any()


def test_a_printer_left_to_reprint_prints_the_cut_label_again() -> None:
    with ZebraEmulator() as emulator, TcpTransport.connect(emulator.host, emulator.port) as transport:
        emulator.faults.media_out_after = 0
        emulator.faults.partial_label = True
        transport.write(b"^XA^FO1,1^BY2^BCN,50,N,N,N,N^FD>;1234^FS^XZ")
        wait_for(lambda: emulator.faults.media_out)
        emulator.faults.media_out = False
        assert emulator.wait_printed(1)
        assert [label.field_data for label in emulator.physical] == [("1234",), ("1234",)]


@pytest.mark.parametrize(
    ("fault", "condition"),
    [
        ("head_open", Condition.HEAD_OPEN),
        ("ribbon_out", Condition.RIBBON_OUT),
        ("pause", Condition.PAUSED),
        ("over_temperature", Condition.OVER_TEMPERATURE),
        ("media_out", Condition.MEDIA_OUT),
    ],
)
def test_a_stopped_printer_says_why_and_goes_on_afterwards(
    emulator: ZebraEmulator, fault: str, condition: Condition
) -> None:
    setattr(emulator.faults, fault, True)
    with connect(emulator) as printer:
        send(printer, 1)
        assert printer.confirmed(0.05) == []
        assert condition in printer.status().conditions
        setattr(emulator.faults, fault, False)
        assert collect(printer, 1) == [code(1)]
        assert printer.status().ready


def test_a_fault_can_be_asked_for_where_the_plain_status_is_not_answered(emulator: ZebraEmulator) -> None:
    emulator.faults.silent_in_fault = True
    emulator.faults.head_open = True
    with connect(emulator, timeout_s=0.2) as printer:
        status = printer.status()
        assert Condition.HEAD_OPEN in status.conditions
        assert Condition.SILENT not in status.conditions
        assert status.formats_waiting is None


def test_a_silent_printer_is_silent_and_speaks_again(emulator: ZebraEmulator) -> None:
    with connect(emulator, timeout_s=0.1) as printer:
        emulator.faults.silent = True
        assert printer.status().conditions == {Condition.SILENT}
        with pytest.raises(DeviceError, match="did not answer"):
            printer.odometer()
        emulator.faults.silent = False
        assert printer.status().ready


def test_labels_whose_proof_never_comes_are_seen_by_the_odometer(emulator: ZebraEmulator) -> None:
    emulator.faults.no_proofs = True
    with connect(emulator) as printer:
        send(printer, 1, 2)
        assert emulator.wait_printed(2)
        assert printer.confirmed(0.05) == []
        assert printer.odometer() == 2


def test_answers_byte_by_byte_are_understood(emulator: ZebraEmulator) -> None:
    emulator.faults.split_replies = True
    with connect(emulator) as printer:
        send(printer, *range(5))
        assert printer.status().conditions
        assert collect(printer, 5) == [code(n) for n in range(5)]
        assert printer.odometer() == 5


def test_noise_is_told_as_noise(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        emulator.faults.garbage = True
        with pytest.raises(DeviceError, match="as no Zebra printer does"):
            printer.status()


def test_a_slow_printer_gets_all_bytes(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        emulator.faults.slow_reader = 0.001
        send(printer, *range(5))
        assert collect(printer, 5) == [code(n) for n in range(5)]


def test_a_connection_that_breaks_after_so_many_labels_leaves_one_printed_and_unconfirmed(
    emulator: ZebraEmulator,
) -> None:
    emulator.faults.drop_connection_after_labels = 2
    with connect(emulator) as printer:
        send(printer, 0, 1)
        assert collect(printer, 2) == [code(0), code(1)]
        send(printer, 2)
        with pytest.raises(DeviceError, match="closed the connection"):
            collect(printer, 1)
    with connect(emulator) as printer:
        assert printer.odometer() == 3
    assert printed(emulator) == [code(n) for n in range(3)]


def test_a_connection_that_breaks_in_the_middle_of_a_label_prints_no_part_of_it(
    emulator: ZebraEmulator,
) -> None:
    with connect(emulator) as printer:
        send(printer, 0)
        collect(printer, 1)
        emulator.faults.drop_connection_after_bytes = 100
        send(printer, 1)
        with pytest.raises(DeviceError, match="closed the connection"):
            collect(printer, 1)
    assert printed(emulator) == [code(0)]


def test_a_label_that_is_printed_wrong_is_confirmed_all_the_same(emulator: ZebraEmulator) -> None:
    emulator.faults.wrong_print_after = 1
    with connect(emulator) as printer:
        send(printer, 0, 1, 2)
        assert collect(printer, 3) == [code(0), code(1), code(2)]
    first, second, third = printed(emulator)
    assert (first, third) == (code(0), code(2))
    assert second != code(1)
    dots = dots_of_picture(emulator.physical[1].picture)
    expected = dots_of((*plan().static, bars(second), text_run("hri", code(1), 41, 161)), 603, 240)
    assert np.array_equal(dots, expected)


def test_cancelled_labels_are_not_printed_and_the_next_ones_are_whole(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        emulator.faults.pause = True
        send(printer, 0, 1)
        printer.cancel()
        assert printer.status().formats_waiting == 0
        emulator.faults.pause = False
        send(printer, 2)
        assert collect(printer, 1) == [code(2)]
    assert printed(emulator) == [code(2)]


def test_a_power_cycle_loses_formats_and_queue_but_not_the_odometer(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        send(printer, 0)
        collect(printer, 1)
        emulator.faults.pause = True
        send(printer, 1)
        assert printer.status().formats_waiting == 1
        emulator.power_cycle()
        emulator.faults.pause = False
        with pytest.raises(DeviceError, match="closed the connection"):
            printer.confirmed(5.0)
    with connect(emulator, prepared=False) as printer:
        assert printer.odometer() == 1
        printer.prepare(plan())
        send(printer, 2)
        assert collect(printer, 1) == [code(2)]
    assert printed(emulator) == [code(0), code(2)]


def test_a_power_cycle_cuts_the_label_that_is_being_printed() -> None:
    with ZebraEmulator(print_ms=60_000) as emulator, connect(emulator) as printer:
        send(printer, 0)
        wait_for(lambda: emulator.machine.printing)
        assert printer.status().formats_waiting == 1
        emulator.power_cycle()
        wait_for(lambda: bool(emulator.physical))
        assert not emulator.physical[0].complete
        assert emulator.odometer == 0


def test_a_format_that_the_printer_lost_is_complained_about() -> None:
    with ZebraEmulator() as emulator, TcpTransport.connect(emulator.host, emulator.port) as transport:
        transport.write(b"^XA^XFR:GONE.ZPL^FS^FN1^FD>;12^FS^XZ~XX^XA^QQ1^FO1,1^GB9,9,9^FS^XZ ")
        assert emulator.wait_printed(1)
        assert [text.split(":")[-1] for text in emulator.complaints] == [
            " no such stored format",
            " unknown command",
            " unknown command",
        ]


def test_each_copy_is_printed_and_confirmed() -> None:
    with ZebraEmulator() as emulator, TcpTransport.connect(emulator.host, emulator.port) as transport:
        transport.write(b"^XA^FO1,1^BY2^BCN,50,N,N,N,N^FN1^FD>;1234^FS^FH_^HV1,9,A[,]_0D_0A,L^FS^PQ3^XZ")
        assert transport.read_exactly(30, 5.0) == b"A[>;1234]\r\n" * 2 + b"A[>;1234"
        assert emulator.odometer == 3


def test_settings_that_do_not_exist_are_answered_with_a_question_mark(emulator: ZebraEmulator) -> None:
    with TcpTransport.connect(emulator.host, emulator.port) as transport:
        transport.write(b'! U1 getvar "device.languages"\r\n! U1 getvar "coffee"\r\n')
        assert transport.read_exactly(8, 5.0) == b'"zpl""?"'


def test_two_printers_at_once_get_their_own_answers(emulator: ZebraEmulator) -> None:
    with connect(emulator) as one, connect(emulator) as two:
        for number in range(10):
            send(one, number)
            send(two, 100 + number)
        assert collect(one, 10) == [code(n) for n in range(10)]
        assert collect(two, 10) == [code(100 + n) for n in range(10)]


def test_a_camera_sees_each_label_after_it_has_connected(emulator: ZebraEmulator) -> None:
    with connect(emulator) as printer:
        send(printer, 0)
        collect(printer, 1)
        camera = TcpCamera.connect(emulator.host, emulator.camera_port)
        send(printer, 1, 2)
        for number in (1, 2):
            picture = camera.next_picture(5.0)
            assert picture is not None
            assert picture.ordinal == number + 1
            assert np.array_equal(dots_of_picture(picture), dots_of_label(plan(), filled(code(number))))
        assert camera.next_picture(0.01) is None
        camera.close()


def test_a_camera_does_not_see_a_fragment(emulator: ZebraEmulator) -> None:
    emulator.faults.media_out_after = 0
    emulator.faults.partial_label = True
    with connect(emulator) as printer:
        camera = TcpCamera.connect(emulator.host, emulator.camera_port)
        send(printer, 0, 1)
        wait_for(lambda: emulator.faults.media_out)
        emulator.faults.media_out = False
        picture = camera.next_picture(5.0)
        assert picture is not None
        assert np.array_equal(dots_of_picture(picture), dots_of_label(plan(), filled(code(1))))
        camera.close()


def test_paper_tells_what_was_printed_while_the_printer_runs(tmp_path: Path) -> None:
    paper, out = tmp_path / "paper.txt", tmp_path / "labels"
    with ZebraEmulator(paper=paper, out=out, odometer=7) as emulator, connect(emulator) as printer:
        send(printer, 0, 1)
        collect(printer, 2)
        assert paper.read_text().splitlines() == [
            f"8\tcomplete\t{code(0)} 0693",
            f"9\tcomplete\t{code(1)} 0693",
        ]
    files = sorted(out.iterdir())
    assert [file.name for file in files] == [f"000008-{code(0)}.png", f"000009-{code(1)}.png"]
    with Image.open(files[1]) as image:
        assert np.array_equal(~np.asarray(image), dots_of_label(plan(), filled(code(1))))


def test_a_taken_port_and_an_unwritable_file_are_told(tmp_path: Path) -> None:
    with ZebraEmulator() as emulator, pytest.raises(DeviceError, match="cannot listen on"):
        ZebraEmulator(emulator.port)
    with pytest.raises(DeviceError, match="cannot be written"):
        ZebraEmulator(paper=tmp_path / "no" / "such" / "folder")
    (tmp_path / "file").touch()
    with pytest.raises(DeviceError, match="cannot be written"):
        ZebraEmulator(out=tmp_path / "file")


def test_a_client_that_sends_rubbish_or_leaves_does_not_hurt_the_printer() -> None:
    with ZebraEmulator() as emulator:
        with socket.create_connection((emulator.host, emulator.port)) as client:
            client.sendall(
                b"\xff\x00GET / HTTP/1.0\r\n^XA^FO~HS^XZ~DGR:X.GRF,a,b,zz^XA^XZ^FD!x\n" * 20 + b"^XA"
            )
        with connect(emulator) as printer:
            send(printer, 1)
            assert collect(printer, 1) == [code(1)]


def test_a_fault_that_does_not_exist_cannot_be_set() -> None:
    with pytest.raises(AttributeError):
        Faults().meda_out = True


@pytest.mark.parametrize(
    ("words", "name", "value"),
    [
        ("media-out-after=10", "media_out_after", 10),
        ("silent", "silent", True),
        ("silent=no", "silent", False),
        ("slow-reader=0.25", "slow_reader", 0.25),
    ],
)
def test_a_fault_is_switched_on_by_words(words: str, name: str, value: object) -> None:
    faults = Faults()
    faults.switch(words)
    assert getattr(faults, name) == value


@pytest.mark.parametrize(
    "words",
    ["", "fire", "changed", "silent=perhaps", "media-out-after", "media-out-after=-1", "slow-reader=x"],
)
def test_words_that_are_no_fault_are_refused(words: str) -> None:
    with pytest.raises(InputError, match=r"[Ff]ault"):
        Faults().switch(words)


def test_every_fault_starts_switched_off() -> None:
    faults = Faults()
    states = [getattr(faults, entry.name) for entry in dataclasses.fields(faults) if entry.name != "changed"]
    assert not any(states)
