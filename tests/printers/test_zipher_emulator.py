"""The driver and the emulated coder on real sockets, fault by fault."""

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.coders import Coder, CoderState
from desktop.errors import DeviceError, Refused
from printers.emulators.marks import PhysicalPrint
from printers.emulators.zipher import ZipherEmulator
from printers.emulators.zipher_machine import RIBBON_BROKEN
from printers.tcp import TcpTransport
from printers.videojet.zipher import ZipherCoder

JOBS = {"CARTON": ("CODE", "LOT", "EXP")}
SHARED = {"LOT": "L7", "EXP": "2028-11"}


def code(number: int) -> str:
    return f"8123456789012345{number:04}"


@pytest.fixture
def emulator() -> Iterator[ZipherEmulator]:
    with ZipherEmulator(JOBS) as running:
        yield running


def connect(emulator: ZipherEmulator, timeout_s: float = 5.0) -> ZipherCoder:
    return ZipherCoder(TcpTransport.connect(emulator.host, emulator.port), timeout_s, timeout_s)


def fill(coder: Coder, first: int, last: int) -> None:
    for number in range(first, last + 1):
        coder.put(number, {"CODE": code(number)})


def ready(emulator: ZipherEmulator, records: int) -> ZipherCoder:
    coder = connect(emulator)
    coder.select("CARTON", SHARED)
    fill(coder, 1, records)
    coder.start()
    return coder


def printed(emulator: ZipherEmulator) -> list[str]:
    return [made.fields["CODE"] for made in emulator.physical if made.complete]


def codes(last: int) -> list[str]:
    return [code(number) for number in range(1, last + 1)]


def resume(emulator: ZipherEmulator, last: int) -> ZipherCoder:
    """Connect again, throw away what waits, and go on after the last print."""
    coder = connect(emulator)
    coder.stop()
    after = coder.printed_upto()
    coder.clear()
    fill(coder, after + 1, last)
    coder.start()
    return coder


def test_each_trigger_prints_the_next_record_with_the_shared_fields(emulator: ZipherEmulator) -> None:
    with ready(emulator, 3) as coder:
        emulator.trigger(2)
        assert coder.printed_upto() == 2
        assert emulator.physical == [
            PhysicalPrint(number, {**SHARED, "CODE": code(number)}, complete=True) for number in (1, 2)
        ]
        assert coder.room() == 999


def test_jobs_and_fields_can_be_listed_and_read_back(emulator: ZipherEmulator) -> None:
    with connect(emulator) as coder:
        assert coder.identify() == ""
        assert coder.list_jobs() == ("CARTON",)
        assert coder.job_fields("CARTON") == ("CODE", "LOT", "EXP")
        coder.select("CARTON", SHARED)
        assert coder.read_back() == {"CODE": "", **SHARED}
        assert coder.status().job == "CARTON"


def test_nothing_is_printed_before_the_start_and_after_the_stop(emulator: ZipherEmulator) -> None:
    with ready(emulator, 3) as coder:
        coder.stop()
        coder.stop()
        emulator.trigger(1)
        assert coder.status().state is CoderState.STOPPED
        assert not emulator.physical


def test_an_empty_buffer_prints_nothing_and_is_filled_on(emulator: ZipherEmulator) -> None:
    with ready(emulator, 2) as coder:
        emulator.trigger(5)
        fill(coder, 3, 4)
        emulator.trigger(2)
        assert coder.printed_upto() == 4
    assert printed(emulator) == codes(4)
    assert emulator.missed == 3


def test_a_print_is_told(emulator: ZipherEmulator) -> None:
    with ready(emulator, 3) as coder:
        coder.watch_prints()
        emulator.trigger(1)
        assert coder.prints_told(5.0) == 1


def test_replies_in_pieces_and_among_notices_are_understood(emulator: ZipherEmulator) -> None:
    emulator.faults.split_replies = True
    emulator.faults.chatty = True
    with ready(emulator, 3) as coder:
        emulator.trigger(3)
        assert coder.printed_upto() == 3


def test_a_fault_stops_printing_and_is_told_in_words_and_acknowledged(emulator: ZipherEmulator) -> None:
    emulator.faults.fault_after_prints = 2
    with ready(emulator, 5) as coder:
        emulator.trigger(4)
        status = coder.status()
        assert status.state is CoderState.FAULT
        assert [(fault.number, fault.text) for fault in status.faults] == [("E1001", "Ribbon broken")]
        assert coder.printed_upto() == 2
        coder.acknowledge()
        assert coder.status().state is CoderState.RUNNING
        emulator.trigger(3)
    assert printed(emulator) == codes(5)


def test_a_warning_is_told_while_it_prints_on(emulator: ZipherEmulator) -> None:
    emulator.faults.warnings = (("W3", False, "Ribbon low"),)
    with ready(emulator, 1) as coder:
        emulator.trigger(1)
        status = coder.status()
        assert status.state is CoderState.RUNNING
        assert [fault.warning for fault in status.faults] == [True]


def test_a_fault_that_cannot_be_cleared_from_afar_stays(emulator: ZipherEmulator) -> None:
    emulator.faults.faults = (RIBBON_BROKEN, ("E2", False, "Head open"))
    with connect(emulator) as coder:
        with pytest.raises(DeviceError, match="refused CAF"):
            coder.acknowledge()
        assert [fault.text for fault in coder.status().faults] == ["Head open"]


@pytest.mark.parametrize("forgets", [False, True])
def test_a_cleared_buffer_goes_on_after_the_last_print(emulator: ZipherEmulator, forgets: bool) -> None:
    emulator.faults.forgets_last_index_on_clear = forgets
    with ready(emulator, 5) as coder:
        emulator.trigger(2)
        coder.stop()
        coder.clear()
        assert coder.printed_upto() == 2
        fill(coder, 3, 4)
        coder.start()
        emulator.trigger(2)
        assert coder.printed_upto() == 4
    assert printed(emulator) == codes(4)


def test_a_full_buffer_takes_no_record_and_loses_none(emulator: ZipherEmulator) -> None:
    with ready(emulator, 1) as coder:
        emulator.faults.buffer_full = True
        with pytest.raises(DeviceError, match="SID"):
            coder.put(2, {"CODE": code(2)})
        emulator.faults.buffer_full = False
        coder.put(2, {"CODE": code(2)})
        emulator.trigger(2)
    assert printed(emulator) == codes(2)


def test_the_buffers_end_is_told(emulator: ZipherEmulator) -> None:
    coder = ZipherCoder(TcpTransport.connect(emulator.host, emulator.port), buffer_records=2)
    with coder:
        coder.select("CARTON", SHARED)
        with pytest.raises(DeviceError, match="record 3: its buffer is full"):
            fill(coder, 1, 3)
        assert coder.room() == 0


@pytest.mark.parametrize("taken", [0, 1, 4])
def test_a_record_whose_receipt_was_lost_is_not_doubled(emulator: ZipherEmulator, taken: int) -> None:
    emulator.faults.drop_connection_after_records = taken
    with connect(emulator) as coder:
        coder.select("CARTON", SHARED)
        with pytest.raises(DeviceError):
            fill(coder, 1, 6)
    with connect(emulator) as coder:
        fill(coder, taken + 1, 6)
        coder.start()
        emulator.trigger(9)
        assert coder.printed_upto() == 6
    assert printed(emulator) == codes(6)


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("count", [1, 40, 120, 200, 260])
def test_after_a_drop_at_any_byte_the_job_goes_on_without_loss_or_double(
    emulator: ZipherEmulator, count: int, forgets: bool
) -> None:
    emulator.faults.forgets_last_index_on_clear = forgets
    with ready(emulator, 4) as coder:
        emulator.trigger(3)
        emulator.faults.drop_connection_after_bytes = count
        with pytest.raises(DeviceError):
            fill(coder, 5, 40)
        emulator.trigger(2)
    with resume(emulator, 40) as coder:
        emulator.trigger(50)
        assert coder.printed_upto() == 40
    assert printed(emulator) == codes(40)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["drop", "lost receipt", "ribbon", "none"]), st.integers(0, 12)), max_size=5
    )
)
def test_after_any_row_of_drops_and_faults_each_record_is_printed_once(
    troubles: list[tuple[str, int]],
) -> None:
    with ZipherEmulator(JOBS) as emulator:
        with connect(emulator) as coder:
            coder.select("CARTON", SHARED)
        for trouble, after in troubles:
            with contextlib.suppress(DeviceError), resume(emulator, 10) as coder:
                emulator.faults.drop_connection_after_bytes = after * 20 if trouble == "drop" else None
                emulator.faults.drop_connection_after_records = after if trouble == "lost receipt" else None
                emulator.faults.fault_after_prints = after if trouble == "ribbon" else None
                emulator.trigger(after // 3)
                coder.acknowledge()
                fill(coder, 11, 30)
            emulator.faults.drop_connection_after_bytes = None
            emulator.faults.drop_connection_after_records = None
            emulator.faults.fault_after_prints = None
            emulator.faults.faults = ()
            emulator.trigger(1)
        with resume(emulator, 40) as coder:
            emulator.trigger(60)
            assert coder.printed_upto() == 40
        assert printed(emulator) == codes(40)


def test_a_loss_of_power_is_told_not_taken_for_nothing_printed(emulator: ZipherEmulator) -> None:
    with ready(emulator, 5) as coder:
        emulator.trigger(2)
        assert coder.printed_upto() == 2
        emulator.power_cycle()
        with pytest.raises(DeviceError):
            coder.printed_upto()
    with connect(emulator) as coder:
        assert coder.status().job == ""
        with pytest.raises(Refused, match="no job selected"):
            coder.put(3, {"CODE": code(3)})
    assert printed(emulator) == codes(2)


def test_a_silent_coder_is_told(emulator: ZipherEmulator) -> None:
    emulator.faults.silent = True
    with connect(emulator, 0.05) as coder, pytest.raises(DeviceError, match="did not answer GST"):
        coder.status()


def test_a_coder_that_speaks_otherwise_is_told(emulator: ZipherEmulator) -> None:
    emulator.faults.garbage = True
    with connect(emulator) as coder, pytest.raises(DeviceError, match="answers as no Videojet coder"):
        coder.identify()


def test_values_that_the_coder_does_not_keep_are_told(emulator: ZipherEmulator) -> None:
    emulator.faults.deaf_fields = True
    with connect(emulator) as coder, pytest.raises(DeviceError, match="reads back ''"):
        coder.select("CARTON", SHARED)


def test_a_last_number_that_outlives_its_job_is_refused(emulator: ZipherEmulator) -> None:
    emulator.faults.keeps_last_index_on_select = True
    with ready(emulator, 3) as coder:
        emulator.trigger(3)
        with pytest.raises(DeviceError, match="records of an earlier job"):
            coder.select("CARTON", SHARED)
    emulator.power_cycle()
    with connect(emulator) as coder:
        coder.select("CARTON", SHARED)


def test_a_second_emulator_on_the_same_port_is_refused(emulator: ZipherEmulator) -> None:
    with pytest.raises(DeviceError, match="cannot listen"):
        ZipherEmulator(port=emulator.port)
