"""The WSI driver against its emulator on a real socket: what is on the products, in every fault."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import CoderState
from desktop.errors import DeviceError, InputError, Refused
from printers.emulators.marks import PhysicalPrint
from printers.emulators.server import HOST
from printers.emulators.wsi import WsiEmulator
from printers.tcp import TcpTransport
from printers.videojet.wsi import WsiCoder

MESSAGES: Mapping[str, tuple[str, ...]] = {"BATCH": ("LOT", "SERIAL"), "DATE": ("LOT",)}


@pytest.fixture
def device() -> Iterator[WsiEmulator]:
    with WsiEmulator(MESSAGES, odometer=4711) as emulator:
        yield emulator


def connect(device: WsiEmulator, timeout_s: float = 5.0) -> WsiCoder:
    return WsiCoder(TcpTransport.connect(HOST, device.port), ["SERIAL"], timeout_s)


def ready(device: WsiEmulator) -> WsiCoder:
    coder = connect(device)
    coder.select("BATCH", {"LOT": "A-12"})
    coder.start()
    return coder


def serials(device: WsiEmulator) -> list[str]:
    return [made.fields["SERIAL"] for made in device.physical if made.complete]


def test_a_batch_is_printed_as_it_was_selected(device: WsiEmulator) -> None:
    with connect(device) as coder:
        coder.select("DATE", {"LOT": "A-12"})
        device.trigger()
        assert device.physical == []
        coder.start()
        device.trigger(2)
        coder.stop()
        device.trigger()
        assert device.physical == [
            PhysicalPrint(4711 + number, {"LOT": "A-12"}, complete=True) for number in (1, 2)
        ]
        assert device.print_counter == 4713
        assert coder.status().job == "DATE"


def test_records_are_printed_one_by_one_and_counted(device: WsiEmulator) -> None:
    with ready(device) as coder:
        for index in range(1, 6):
            assert coder.room() == 1
            coder.put(index, {"SERIAL": f"S{index}"})
            assert (coder.room(), coder.printed_upto()) == (0, index - 1)
            device.trigger()
            assert coder.printed_upto() == index
    assert serials(device) == ["S1", "S2", "S3", "S4", "S5"]


def test_a_message_or_field_that_the_coder_has_not_is_told(device: WsiEmulator) -> None:
    with connect(device) as coder:
        with pytest.raises(InputError, match="refuses the message 'NONE'"):
            coder.select("NONE", {})
        with pytest.raises(InputError, match="refuses the user field 'NONE'"):
            coder.select("BATCH", {"NONE": "1"})


def test_a_record_is_refused_while_the_slot_is_full(device: WsiEmulator) -> None:
    with ready(device) as coder:
        coder.put(1, {"SERIAL": "S1"})
        with pytest.raises(Refused, match="has to wait"):
            coder.put(2, {"SERIAL": "S2"})
        device.trigger()
    assert serials(device) == ["S1"]


def test_a_second_trigger_before_the_next_record_is_told(device: WsiEmulator) -> None:
    with ready(device) as coder:
        coder.put(1, {"SERIAL": "S1"})
        device.trigger(2)
        with pytest.raises(DeviceError, match="Record 1 was printed 2 times"):
            coder.printed_upto()
    assert serials(device) == ["S1", "S1"]


def test_a_trigger_between_two_fields_is_told(device: WsiEmulator) -> None:
    with ready(device) as coder:
        device.faults.trigger_after_fields = 0
        with pytest.raises(DeviceError, match="while record 1 was being changed"):
            coder.put(1, {"LOT": "A-13", "SERIAL": "S1"})
    assert device.physical[0].fields == {"LOT": "A-12", "SERIAL": "S1"}


def test_a_cleared_record_is_not_printed(device: WsiEmulator) -> None:
    with ready(device) as coder:
        coder.put(1, {"SERIAL": "S1"})
        coder.clear()
        device.trigger()
        assert serials(device) == [""]
        coder.put(1, {"SERIAL": "S2"})
        device.trigger()
        assert coder.printed_upto() == 1


def test_a_fault_is_told_in_words_and_stops_the_prints(device: WsiEmulator) -> None:
    with ready(device) as coder:
        device.faults.fault_after_prints = 1
        coder.put(1, {"SERIAL": "S1"})
        device.trigger()
        coder.put(2, {"SERIAL": "S2"})
        device.trigger()
        status = coder.status()
        assert status.state is CoderState.FAULT
        assert [fault.text for fault in status.faults] == ["Gutter fault"]
        assert coder.printed_upto() == 1
        device.faults.bits, device.faults.red = 0, False
        assert coder.status().state is CoderState.RUNNING
        device.trigger()
        assert coder.printed_upto() == 2
    assert serials(device) == ["S1", "S2"]


def test_a_connection_that_breaks_amid_a_request_is_told(device: WsiEmulator) -> None:
    with ready(device) as coder:
        device.faults.drop_connection_after_bytes = 6
        with pytest.raises(DeviceError):
            coder.put(1, {"SERIAL": "S1"})
    device.trigger()
    assert serials(device) == [""]


def test_a_silent_coder_is_told_as_silent(device: WsiEmulator) -> None:
    device.faults.silent = True
    with connect(device, timeout_s=0.05) as coder, pytest.raises(DeviceError, match="did not answer"):
        coder.status()


def test_noise_is_told_as_noise(device: WsiEmulator) -> None:
    device.faults.garbage = True
    with connect(device) as coder, pytest.raises(DeviceError, match="no coder that speaks WSI"):
        coder.status()


def test_an_answer_with_the_checksum_of_another_request_is_told(device: WsiEmulator) -> None:
    device.faults.wrong_checksum = True
    with connect(device) as coder, pytest.raises(DeviceError, match="no coder that speaks WSI"):
        coder.start()


def test_answers_that_come_byte_by_byte_are_read(device: WsiEmulator) -> None:
    device.faults.split_replies = True
    with ready(device) as coder:
        coder.put(1, {"SERIAL": "S1"})
        device.trigger()
        assert coder.printed_upto() == 1


def test_a_firmware_without_the_question_for_the_message_works(device: WsiEmulator) -> None:
    device.faults.no_current_message = True
    with ready(device) as coder:
        assert coder.status().job == ""


def test_the_emulator_lets_go_of_a_client_that_talks_rubbish(device: WsiEmulator) -> None:
    transport = TcpTransport.connect(HOST, device.port)
    transport.write(b"\x03\x02\x02no\x00thing\x03" + b"x" * 10_000)
    assert transport.read_some(5.0).startswith(b"!")
    transport.close()
    with ready(device) as coder:
        assert coder.room() == 1


def mend(device: WsiEmulator) -> None:
    device.faults.red, device.faults.bits, device.faults.buffer_full = False, 0, False
    device.faults.drop_connection_after_records = None


HAPPENS: Mapping[str, Callable[[WsiEmulator], object]] = {
    "trigger": WsiEmulator.trigger,
    "twice": lambda device: device.trigger(2),
    "look": lambda _: None,
    "break": lambda device: device.faults.switch("drop-connection-after-records=0"),
    "between": lambda device: device.faults.switch("trigger-after-fields=0"),
    "half": lambda device: device.faults.switch("half-print-after=0"),
    "refused": lambda device: device.faults.switch("buffer-full"),
    "power": WsiEmulator.power_cycle,
    "mend": mend,
}


def record_one_by_one(device: WsiEmulator, script: list[str]) -> set[str]:
    """Run records through faults; return those that the driver vouches for, asking nobody."""
    confirmed: set[str] = set()
    coder, number, index, handed = ready(device), 0, 0, ""
    for event in script:
        HAPPENS[event](device)
        try:
            if handed and coder.printed_upto() == index:
                confirmed.add(handed)
                handed = ""
            if not handed:
                number, index = number + 1, index + 1
                handed = f"S{number}"
                coder.put(index, {"SERIAL": handed})
        except DeviceError:
            # Whatever is in doubt is given up for ever: neither vouched for nor printed again.
            confirmed.discard(handed)
            coder.close()
            handed = ""
            mend(device)
            coder = ready(device)
            index = 0
    coder.close()
    return confirmed


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(sorted(HAPPENS)),
        max_size=12,
    )
)
def test_each_record_that_is_vouched_for_is_on_one_product(script: list[str]) -> None:
    with WsiEmulator(MESSAGES) as device:
        confirmed = record_one_by_one(device, script)
        assert {serial: serials(device).count(serial) for serial in confirmed} == dict.fromkeys(confirmed, 1)
        if "twice" not in script:
            shown = [serial for serial in serials(device) if serial]
            assert len(shown) == len(set(shown))
