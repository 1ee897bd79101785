"""The WSI driver against written exchanges: these very bytes, in this order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coders import Ability, Coder, CoderState
from desktop.errors import DeviceError, InputError, Refused
from printers.videojet.wsi import WsiCoder
from tests.printers.scripted import ScriptedTransport, scripted

COUNTER = b"\x02GA\x03"
CURRENT = (b"\x02Q\x03", b"\x02BATCH\x03")
OFF = (b"\x02O0\x03", b"$7F")
ON = (b"\x02O1\x03", b"$80")
SELECT = (b"\x02MBATCH\x03", b"$AF")
FILL = (b"\x02UA\n1\x03", b"$D1")
FILL_2 = (b"\x02UA\n2\x03", b"$D2")
CLEAR = (b"\x02DA\x03", b"$85")


def counter(count: int) -> tuple[bytes, bytes]:
    return COUNTER, b"\x02%010d\x03" % count


def coder_of(transport: ScriptedTransport) -> WsiCoder:
    return WsiCoder(transport, (), answer_timeout_s=0.01)


def test_the_coder_has_one_slot_and_a_counter() -> None:
    with scripted() as script:
        coder: Coder = coder_of(script)
        assert coder.abilities == {Ability.SINGLE_SLOT, Ability.COUNTER_ONLY}
        assert coder.identify() == ""


def test_what_the_protocol_cannot_do_is_refused_without_a_byte() -> None:
    with scripted() as script:
        coder = coder_of(script)
        with pytest.raises(Refused, match="cannot say which messages it holds"):
            coder.list_jobs()
        with pytest.raises(Refused, match="cannot say which fields a message has"):
            coder.job_fields("BATCH")
        with pytest.raises(Refused, match="cannot say what its fields hold"):
            coder.read_back()
        with pytest.raises(Refused, match="use its panel"):
            coder.acknowledge()


def test_a_message_is_selected_with_printing_off_and_verified_and_filled() -> None:
    with scripted(OFF, SELECT, CURRENT, FILL) as script:
        coder_of(script).select("BATCH", {"A": "1"})


def test_a_firmware_that_does_not_know_the_current_message_is_believed() -> None:
    with scripted(OFF, SELECT, (b"\x02Q\x03", b"!51")) as script:
        coder_of(script).select("BATCH", {})


def test_another_message_than_the_chosen_one_is_told() -> None:
    with (
        scripted(OFF, SELECT, (b"\x02Q\x03", b"\x02OTHER\x03")) as script,
        pytest.raises(DeviceError, match="told to select 'BATCH', but says that 'OTHER'"),
    ):
        coder_of(script).select("BATCH", {})


def test_a_message_that_the_coder_refuses_is_told() -> None:
    with (
        scripted(OFF, (b"\x02MBATCH\x03", b"!AF")) as script,
        pytest.raises(InputError, match="refuses the message 'BATCH'"),
    ):
        coder_of(script).select("BATCH", {})


def test_a_value_that_cannot_be_carried_is_refused_before_anything_is_sent() -> None:
    with scripted() as script:
        coder = coder_of(script)
        with pytest.raises(InputError, match=r"Field LOT: character 2 is '批'"):
            coder.select("BATCH", {"LOT": "A批"})
        with pytest.raises(InputError, match=r"Field LOT: character 1 is '\\n'"):
            coder.put(1, {"A": "1", "LOT": "\nB"})
        with pytest.raises(InputError, match="Record 1 has no fields"):
            coder.put(1, {})


@pytest.mark.parametrize(
    ("answer", "state", "faults"),
    [
        (b"\x020000001\x03", CoderState.RUNNING, []),
        (b"\x020000000\x03", CoderState.STOPPED, []),
        (b"\x020400002\x03", CoderState.RUNNING, [("2.4", "Ink core service overdue", True)]),
        (
            b"\x025000004\x03",
            CoderState.FAULT,
            [("1.1", "Charge error", False), ("1.4", "Gutter fault", False)],
        ),
    ],
)
def test_a_status_tells_its_faults_in_words(
    answer: bytes, state: CoderState, faults: list[tuple[str, str, bool]]
) -> None:
    with scripted((b"\x02E\x03", answer), CURRENT) as script:
        status = coder_of(script).status()
    assert status.state is state
    assert status.job == "BATCH"
    assert [(fault.number, fault.text, fault.warning) for fault in status.faults] == faults
    assert not any(fault.clearable for fault in status.faults)


def test_a_coder_that_was_switched_off_is_stopped_until_it_is_switched_on() -> None:
    green = (b"\x02E\x03", b"\x020000001\x03"), CURRENT
    with scripted(OFF, *green, ON, *green) as script:
        coder = coder_of(script)
        coder.stop()
        assert coder.status().state is CoderState.STOPPED
        coder.start()
        assert coder.status().state is CoderState.RUNNING


def test_a_record_is_taken_between_two_looks_at_the_counter() -> None:
    with scripted(counter(7), FILL, counter(7), counter(7), counter(8), counter(8)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        assert coder.room() == 0
        assert coder.printed_upto() == 1
        assert coder.room() == 1


def test_a_record_waits_until_the_one_before_is_printed() -> None:
    with scripted(counter(7), FILL, counter(7), counter(7), counter(8), FILL_2, counter(8)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        with pytest.raises(Refused, match="Record 2 has to wait: the coder has one place, and record 1"):
            coder.put(2, {"A": "2"})
        coder.put(2, {"A": "2"})


def test_record_numbers_rise_by_one() -> None:
    with scripted(counter(7), FILL, counter(7), counter(8), counter(8)) as script:
        coder = coder_of(script)
        coder.put(4, {"A": "1"})
        for wrong in (4, 6):
            with pytest.raises(Refused, match=f"Record 5 is the next one, not {wrong}"):
                coder.put(wrong, {"A": "2"})


def test_a_field_that_the_next_record_lacks_is_emptied() -> None:
    clear_b = (b"\x02DB\x03", b"$86")
    fill_b = (b"\x02UB\n1\x03", b"$D2")
    both = (counter(7), FILL, fill_b, counter(7))
    with scripted(*both, counter(8), FILL_2, clear_b, counter(8)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1", "B": "1"})
        coder.put(2, {"A": "2"})


def test_a_record_that_was_printed_twice_is_told_until_it_is_cleared() -> None:
    clear = (counter(9), CLEAR, counter(9))
    with scripted(counter(7), FILL, counter(7), counter(9), counter(9), *clear, counter(9)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        with pytest.raises(DeviceError, match="Record 1 was printed 2 times"):
            coder.printed_upto()
        with pytest.raises(DeviceError, match="Record 1 was printed 2 times"):
            coder.put(2, {"A": "2"})
        coder.clear()
        assert coder.room() == 1


def test_a_print_while_a_record_changes_is_told_as_doubt() -> None:
    with scripted(counter(7), FILL, counter(8), counter(8)) as script:
        coder = coder_of(script)
        with pytest.raises(DeviceError, match="from 7 to 8 while record 1 was being changed"):
            coder.put(1, {"A": "1"})
        with pytest.raises(DeviceError, match="from 7 to 8"):
            coder.printed_upto()


def test_a_counter_that_falls_is_told() -> None:
    with scripted(counter(7), FILL, counter(7), counter(0)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        with pytest.raises(DeviceError, match="fell from 7 to 0"):
            coder.printed_upto()


def test_a_cleared_record_is_taken_out_of_its_fields() -> None:
    with scripted(counter(7), FILL, counter(7), counter(7), CLEAR, counter(7), counter(7)) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        coder.clear()
        assert coder.printed_upto() == 0


def test_a_selection_takes_the_last_record_out_of_its_fields() -> None:
    with scripted(counter(7), FILL, counter(7), OFF, CLEAR, SELECT, CURRENT) as script:
        coder = coder_of(script)
        coder.put(1, {"A": "1"})
        coder.select("BATCH", {})


def test_a_record_that_an_earlier_connection_left_is_taken_out_before_anything_is_printed() -> None:
    with scripted(OFF, CLEAR, SELECT, CURRENT, ON) as script:
        coder = WsiCoder(script, ["A"], answer_timeout_s=0.01)
        coder.select("BATCH", {})
        coder.start()


def test_a_field_that_is_refused_leaves_doubt() -> None:
    with scripted(counter(7), (FILL[0], b"!D1"), counter(7)) as script:
        coder = coder_of(script)
        with pytest.raises(DeviceError, match="refuses the user field 'A'"):
            coder.put(1, {"A": "1"})
        with pytest.raises(DeviceError, match="refuses the user field 'A'"):
            coder.room()


def test_a_silent_coder_is_told_and_not_asked_again() -> None:
    with scripted((COUNTER, b"")) as script:
        coder = coder_of(script)
        for _ in range(2):
            with pytest.raises(DeviceError, match=r"did not answer the request G within 0\.01 s"):
                coder.printed_upto()


@pytest.mark.parametrize(
    "answer",
    [b"$89", b"HTTP/1.1", b"\x02-000000001\x03", b"\x02\x03", b"\x0212\x03\x0213\x03", b"\x0212\x03\x02"],
)
def test_a_counter_that_is_none_is_told(answer: bytes) -> None:
    with scripted((COUNTER, answer)) as script, pytest.raises(DeviceError, match="no coder that speaks WSI"):
        coder_of(script).room()


@pytest.mark.parametrize("answer", [b"$81", b"\x0212\x03", b"$80$80", b"$80!"])
def test_an_answer_to_another_request_is_told_and_nothing_is_asked_any_more(answer: bytes) -> None:
    with scripted((ON[0], answer)) as script:
        coder = coder_of(script)
        with pytest.raises(DeviceError, match="no coder that speaks WSI"):
            coder.start()
        if answer != b"\x0212\x03":
            with pytest.raises(DeviceError, match="connect again"):
                coder.start()


def test_a_refused_request_is_told() -> None:
    with scripted((ON[0], b"!80")) as script, pytest.raises(DeviceError, match="refuses the request O1"):
        coder_of(script).start()


def test_answers_may_come_in_pieces() -> None:
    with scripted((COUNTER, [b"\x02", b"00000", b"00003", b"\x03"])) as script:
        assert coder_of(script).room() == 1


class Hostile(ScriptedTransport):
    """Answers anything with the same pieces."""

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__([])
        self.pieces = pieces

    def write(self, data: bytes, timeout_s: float = 1.0) -> None:
        self.incoming = [piece for piece in self.pieces if piece]


@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([b"\x020000000007\x03", b"$80", b"\x02"]), max_size=4)
)
def test_whatever_a_device_answers_each_call_ends_with_a_sentence_or_a_value(pieces: list[bytes]) -> None:
    for call in (
        WsiCoder.status,
        WsiCoder.start,
        WsiCoder.stop,
        WsiCoder.room,
        WsiCoder.printed_upto,
        WsiCoder.clear,
        lambda coder: coder.put(1, {"A": "1"}),
        lambda coder: coder.select("BATCH", {"A": "1"}),
    ):
        coder = coder_of(Hostile(pieces))
        try:
            call(coder)
        except (DeviceError, InputError) as error:
            assert error.in_language("zh_CN")  # noqa: PT017 (both ends are right)
