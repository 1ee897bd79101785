"""The Leibinger driver: exact bytes against a script, behaviour against the emulated printer."""

import contextlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coders import Ability, CoderState, CoderStatus
from desktop.errors import DeviceError, InputError, Refused
from printers.emulators.leibinger import LeibingerEmulator
from printers.leibinger.coder import FIELD, LeibingerCoder
from printers.leibinger.protocol import MachineState
from printers.tcp import TcpTransport
from tests.printers.scripted import ScriptedTransport, scripted

IDLE = b"^0=RS2\t5\t0\t0\t200\r"
PRINTING = b"^0=RS2\t6\t0\t0\t200\r"
JOBS = ("LOT_A", "LOT_B")
LOT_A = b"^0=JL\\FFSDISK\\JOBS\\LOT_A.job\r"
NOTHING = b"^0=SM256\t0\t0\t0\t0\r"
LOOK = b"^0?RS\r^0?SM\r"
SELECTED = (
    (b"^0?RS\r", IDLE),
    (b"^0?JL\r", LOT_A),
    (b"^0!FF\r", b""),
    (b"^0?SM\r", NOTHING),
    (b"^0?SM\r", NOTHING),
)


@pytest.fixture
def printer() -> Iterator[LeibingerEmulator]:
    with LeibingerEmulator(JOBS) as emulator:
        yield emulator


def connect(printer: LeibingerEmulator, patience_s: float = 5.0) -> LeibingerCoder:
    transport = TcpTransport.connect(printer.host, printer.port)
    return LeibingerCoder(transport, patience_s, patience_s, patience_s)


@pytest.fixture
def coder(printer: LeibingerEmulator) -> Iterator[LeibingerCoder]:
    connected = connect(printer)
    yield connected
    connected.close()


@pytest.fixture
def impatient(printer: LeibingerEmulator) -> Iterator[LeibingerCoder]:
    connected = connect(printer, 0.3)
    yield connected
    connected.close()


def put(coder: LeibingerCoder, first: int, last: int) -> None:
    for number in range(first, last + 1):
        coder.put(number, {FIELD: f"C{number}"})


def codes(first: int, last: int) -> list[str]:
    return [f"C{number}" for number in range(first, last + 1)]


def printed(printer: LeibingerEmulator) -> list[str]:
    return [made.fields[FIELD] for made in printer.physical]


def fast(transport: ScriptedTransport) -> LeibingerCoder:
    return LeibingerCoder(transport, 5.0, 0.0, 0.0)


def test_a_job_is_loaded_by_its_path_and_the_fifo_emptied() -> None:
    with scripted(
        (b"^0?RS\r", IDLE),
        (b"^0?JL\r", b"^0=JL\\FFSDISK\\JOBS\\OLD.job\r"),
        (b"^0=JL\\FFSDISK\\JOBS\\LOT_A.job\r", b""),
        *SELECTED[1:],
        (b"^0=ETLOT \\^7\r", b""),
        (b"^0?RS\r", IDLE),
        (b"^0?ET\r", b"^0=ETLOT \\^7\r"),
    ) as script:
        fast(script).select("LOT_A", {FIELD: "LOT ^7"})


def test_a_record_is_put_only_between_two_looks_at_the_fifo() -> None:
    with scripted(
        *SELECTED,
        (LOOK, (IDLE, NOTHING)),
        (b"^0?SM\r", NOTHING),
        (b"^0=MR1\ta\\\\b\r", b""),
        (LOOK, IDLE + NOTHING),
        (LOOK, IDLE + NOTHING),
        (b"^0?SM\r", NOTHING),
        (b"^0=MR2\tc\r", b""),
        (LOOK, IDLE + b"^0=SM256\t1\t0\t0\t0\r"),
        (LOOK, IDLE + b"^0=SM256\t1\t0\t0\t0\r"),
        (LOOK, IDLE + b"^0=SM256\t1\t0\t0\t0\r"),
        (b"^0!GO\r", b""),
        (b"^0?RS\r", PRINTING),
        (b"^0?SM\r", b"^0=SM256\t0\t2\t0\t0\r"),
    ) as script:
        coder = fast(script)
        coder.select("LOT_A", {})
        coder.put(1, {FIELD: "a\\b"})
        coder.put(2, {FIELD: "c"})
        coder.start()
        assert coder.printed_upto() == 1


def test_the_state_is_told_with_job_and_faults() -> None:
    with scripted((b"^0?RS\r^0?JL\r", b"^0=RS2\t5\t33559475\t1\t0\r" + LOT_A)) as script:
        status = fast(script).status()
    assert status.state is CoderState.FAULT
    assert status.job == "LOT_A"
    assert [fault.text for fault in status.faults] == ["error 5043, mailing FIFO empty", "head cover open"]


@given(st.lists(st.binary(max_size=30) | st.sampled_from([PRINTING, NOTHING, LOT_A])))
def test_whatever_a_device_answers_the_driver_returns_or_raises_a_device_error(answers: list[bytes]) -> None:
    coder = fast(ScriptedTransport([(b"^0?RS\r^0?JL\r", answers)]))
    with contextlib.suppress(DeviceError):
        assert isinstance(coder.status().state, CoderState)


def test_data_that_cannot_be_carried_are_refused_before_a_byte_leaves() -> None:
    with scripted() as script:
        coder = fast(script)
        for fields in ({FIELD: "a\tb"}, {FIELD: "a\x1db"}, {"SERIAL": "1"}, {FIELD: "码"}):
            with pytest.raises(InputError):
                coder.put(1, fields)
            with pytest.raises(InputError):
                coder.select("LOT_A", fields)


def test_every_record_is_printed_once_and_in_order(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    coder.select("LOT_B", {})
    put(coder, 1, 5)
    coder.start()
    printer.trigger(3)
    assert coder.printed_upto() == 3
    put(coder, 6, 8)
    printer.trigger(4)
    assert coder.printed_upto() == 7
    assert printed(printer) == codes(1, 7)
    assert coder.status() == CoderStatus(CoderState.RUNNING, "LOT_B")


def test_signs_with_a_meaning_in_the_protocol_are_printed_as_they_are(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    texts = ["^0!ST", "\\", "a\\^b", "~|{}>", "\\\\^^", ""]
    coder.select("LOT_A", {})
    for number, text in enumerate(texts, 1):
        coder.put(number, {FIELD: text})
    coder.start()
    printer.trigger(len(texts))
    assert printed(printer) == texts


def test_the_shared_text_can_be_set_and_read_back(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    printer.faults.echo = True
    coder.select("LOT_A", {FIELD: "LOT ^42\\"})
    assert coder.read_back() == {FIELD: "LOT ^42\\"}
    coder.start()
    printer.trigger(2)
    assert printed(printer) == ["LOT ^42\\"] * 2


def test_a_job_that_the_printer_does_not_have_is_named(impatient: LeibingerCoder) -> None:
    with pytest.raises(InputError, match="'LOT_X'; it has 'LOT_A'"):
        impatient.select("LOT_X", {})


def test_what_the_printer_does_not_tell_is_refused(coder: LeibingerCoder) -> None:
    assert coder.abilities == {Ability.INDEXED_BUFFER, Ability.READ_BACK}
    assert coder.job_fields("LOT_A") == (FIELD,)
    assert coder.identify() == "EMULATED LJ3 000000"
    with pytest.raises(Refused):
        coder.list_jobs()


def test_no_job_is_loaded_while_it_prints(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 2)
    coder.start()
    with pytest.raises(Refused, match="is printing"):
        coder.select("LOT_B", {})


def test_the_buffer_is_filled_up_to_its_room_and_no_further() -> None:
    with LeibingerEmulator(JOBS, depth=4) as printer:
        coder = connect(printer)
        coder.select("LOT_A", {})
        assert coder.room() == 3
        put(coder, 1, 3)
        assert coder.room() == 0
        with pytest.raises(Refused, match="no room for record 4"):
            put(coder, 4, 4)
        coder.start()
        printer.trigger(2)
        assert coder.room() == 2
        put(coder, 4, 5)
        coder.close()


def test_numbers_that_are_not_the_next_one_are_refused(coder: LeibingerCoder) -> None:
    coder.select("LOT_A", {})
    put(coder, 5, 6)
    for number in (4, 6, 8):
        with pytest.raises(Refused, match="the next number is 7"):
            put(coder, number, number)


def test_a_stop_by_a_person_is_found_before_the_next_record_leaves(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 6)
    coder.start()
    printer.trigger(3)
    printer.press_pause()
    with pytest.raises(DeviceError, match="stopped after record 3"):
        put(coder, 7, 7)
    with pytest.raises(Refused, match="may still hold earlier records"):
        put(coder, 7, 7)
    coder.clear()
    put(coder, coder.printed_upto() + 1, 8)
    coder.start()
    printer.trigger(5)
    assert printed(printer) == codes(1, 8)


def test_records_that_vanished_between_two_looks_are_missed(
    printer: LeibingerEmulator, impatient: LeibingerCoder
) -> None:
    impatient.select("LOT_A", {FIELD: "x"})  # with a text of its own it starts with an empty FIFO too
    put(impatient, 1, 6)
    impatient.start()
    printer.trigger(3)
    printer.press_pause()
    printer.press_start()
    assert printer.state is MachineState.PRINTING
    with pytest.raises(DeviceError, match="does not hold the records"):
        put(impatient, 7, 7)
    assert impatient.printed_upto() == 3


def test_a_pause_by_the_driver_empties_the_buffer_and_goes_on_with_the_next_number(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 5)
    coder.start()
    printer.trigger(2)
    coder.stop()
    with pytest.raises(Refused, match="no records to print"):
        coder.start()
    with pytest.raises(Refused, match="the next number is 3"):
        put(coder, 2, 2)
    assert coder.printed_upto() == 2
    put(coder, 3, 6)
    coder.start()
    printer.trigger(3)
    assert printed(printer) == codes(1, 5)


def test_a_print_that_was_not_finished_is_neither_printed_nor_sent_again(
    printer: LeibingerEmulator, impatient: LeibingerCoder
) -> None:
    printer.faults.half_print_after = 2
    impatient.select("LOT_A", {})
    put(impatient, 1, 5)
    impatient.start()
    printer.trigger(5)
    assert impatient.printed_upto() == 2
    assert impatient.status().state is CoderState.FAULT
    impatient.acknowledge()
    impatient.clear()
    with pytest.raises(Refused, match="the next number is 4"):
        put(impatient, 3, 3)
    put(impatient, 4, 5)
    impatient.start()
    printer.trigger()
    assert printed(printer) == ["C1", "C2", "C3", "C4"]
    assert [made.complete for made in printer.physical] == [True, True, False, True]
    assert impatient.printed_upto() == 4


@pytest.mark.parametrize("forgets", [False, True])
def test_what_an_earlier_job_printed_does_not_count_for_the_next(
    printer: LeibingerEmulator, coder: LeibingerCoder, forgets: bool
) -> None:
    printer.faults.forgets_last_at_flush = forgets
    coder.select("LOT_A", {})
    put(coder, 1, 4)
    coder.start()
    printer.trigger(3)
    coder.stop()
    assert coder.printed_upto() == 3
    coder.select("LOT_B", {})
    before = 0 if forgets else 3
    assert coder.printed_upto() == before
    put(coder, before + 1, before + 5)
    assert coder.printed_upto() == before
    coder.start()
    for number in (1, 2, 3):
        printer.trigger()
        assert coder.printed_upto() == before + number


def test_after_a_dropped_connection_no_record_is_lost_or_doubled(printer: LeibingerEmulator) -> None:
    coder = connect(printer)
    coder.select("LOT_A", {})
    put(coder, 1, 4)
    coder.start()
    printer.faults.drop_connection_after_records = 1
    printer.trigger(2)
    with pytest.raises(DeviceError):
        put(coder, 5, 6)
    printer.trigger()
    again = connect(printer)
    assert again.printed_upto() == 3
    with pytest.raises(Refused, match="may still hold earlier records"):
        put(again, 6, 6)
    again.clear()
    put(again, again.printed_upto() + 1, 9)
    again.start()
    printer.trigger(5)
    assert again.printed_upto() == 8
    assert printed(printer) == codes(1, 8)
    again.close()


def test_a_power_cycle_loses_the_records_and_the_driver_prints_on_from_the_given_number(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    coder.select("LOT_B", {})
    put(coder, 1, 4)
    coder.start()
    printer.trigger(2)
    assert coder.printed_upto() == 2
    printer.power_cycle()
    with pytest.raises(DeviceError):
        coder.printed_upto()
    again = connect(printer)
    assert again.printed_upto() == 0
    again.select("LOT_B", {})
    put(again, 3, 5)
    again.start()  # opens the nozzle
    printer.trigger(2)
    assert again.printed_upto() == 4
    assert printed(printer) == codes(1, 4)
    again.close()


def test_a_fault_while_it_prints_is_told_in_words(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 2)
    coder.start()
    printer.trigger(2)
    fault = coder.status().faults[0]
    assert (fault.number, fault.text) == ("5043", "error 5043, mailing FIFO empty")
    assert fault.clearable
    coder.acknowledge()
    assert coder.status().faults == ()
    assert coder.printed_upto() == 2


def test_behind_the_last_record_a_blank_keeps_the_printer_from_running_empty(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 3)
    coder.end_after(3)
    with pytest.raises(Refused):
        put(coder, 4, 4)
    coder.start()
    printer.trigger(3)
    assert printer.state is MachineState.PRINTING
    assert coder.printed_upto() == 3
    printer.trigger()
    assert printed(printer) == codes(1, 3)
    assert coder.status() == CoderStatus(CoderState.STOPPED, "LOT_A")
    assert coder.printed_upto() == 3


def test_a_printer_that_takes_no_records_is_found_before_it_starts(
    printer: LeibingerEmulator, impatient: LeibingerCoder
) -> None:
    printer.faults.database_active = True
    impatient.select("LOT_A", {})
    with pytest.raises(DeviceError, match="Activate database"):
        put(impatient, 1, 2)


def test_a_full_buffer_is_told_in_words(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    coder.select("LOT_A", {})
    printer.faults.buffer_full = True
    with pytest.raises(DeviceError, match="1015, mailing FIFO full"):
        put(coder, 1, 1)


def test_a_nozzle_that_does_not_open_is_told(printer: LeibingerEmulator) -> None:
    printer.power_cycle()
    printer.faults.nozzle_stuck = True
    again = connect(printer, 0.3)
    again.select("LOT_A", {})
    put(again, 1, 2)
    with pytest.raises(DeviceError, match="did not start \\(ready for action\\)"):
        again.start()
    again.close()


def test_someone_else_feeding_the_printer_is_found(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    coder.select("LOT_A", {})
    put(coder, 1, 3)
    coder.start()
    other = connect(printer)
    other.clear()
    put(other, 7, 9)
    other.start()
    printer.trigger()
    with pytest.raises(DeviceError, match="prints record 7, but was given 1 to 3"):
        coder.printed_upto()
    coder.clear()
    assert coder.printed_upto() == 0
    other.close()


def test_silence_ends_the_talk_on_a_connection(printer: LeibingerEmulator, impatient: LeibingerCoder) -> None:
    printer.faults.silent = True
    with pytest.raises(DeviceError, match="did not answer"):
        impatient.status()
    printer.faults.silent = False
    with pytest.raises(DeviceError, match="connect again"):
        impatient.printed_upto()


def test_noise_is_told(printer: LeibingerEmulator, coder: LeibingerCoder) -> None:
    printer.faults.garbage = True
    with pytest.raises(DeviceError, match="answers as no Leibinger printer does"):
        coder.status()


def test_answers_byte_by_byte_and_echoes_change_nothing(
    printer: LeibingerEmulator, coder: LeibingerCoder
) -> None:
    printer.faults.split_replies = True
    printer.faults.echo = True
    coder.select("LOT_A", {})
    put(coder, 1, 3)
    coder.start()
    printer.trigger(2)
    assert coder.printed_upto() == 2
