"""Zipher text: the very bytes of each exchange, and what comes of replies that are none."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.coders import Ability, CoderFault, CoderState
from desktop.errors import DeviceError, InputError, PackmarkError, Refused
from printers.videojet import zipher_protocol as zipher
from printers.videojet.zipher import ZipherCoder
from tests.printers.scripted import ScriptedTransport, scripted

OFFLINE = (b"\rGST\r", b"STS|4|0|CARTON|12|3456|\r")
RUNNING = (b"\rGST\r", b"STS|3|0|CARTON|12|3456|\r")
JOBS = (b"\rGJL\r", b"JBL|2|CARTON|BOX|\r")
FIELDS = (b"\rGJF|CARTON|\r", b"JFL|3|CODE|LOT|EXP|\r")
EMPTY = (b"\rSRC\r", b"SRC|0|\r")
NONE_PRINTED = (b"\rSLR\r", b"SLR|0|\r")
CODE = "81234567890123456789"
SELECTED = (
    JOBS,
    FIELDS,
    RUNNING,
    (b"\rSST|4|\r", b"ACK\r"),
    (b"\rSEL|CARTON|\r", b"ACK\r"),
    (b"\rJDA|LOT=L7|EXP=2028-11|\r", b"ACK\r"),
    OFFLINE,
    (b"\rGJD\r", b"JDL|3|CODE=|LOT=L7|EXP=2028-11|\r"),
    (b"\rSCB\r", b"ACK\r"),
    EMPTY,
    NONE_PRINTED,
    (b"\rSMR|1000|\r", b"ACK\r"),
)
SHARED = {"EXP": "2028-11", "LOT": "L7"}


def coder_of(transport: ScriptedTransport) -> ZipherCoder:
    return ZipherCoder(transport, answer_timeout_s=0.01, transition_timeout_s=0.01)


def test_it_tells_what_it_can_do() -> None:
    with scripted() as script:
        assert coder_of(script).abilities == {
            Ability.INDEXED_BUFFER,
            Ability.PRINT_EVENT,
            Ability.READ_BACK,
        }


def test_a_job_is_selected_filled_read_back_and_its_buffer_emptied() -> None:
    with scripted(*SELECTED) as script:
        coder_of(script).select("CARTON", SHARED)


def test_records_go_with_their_numbers_under_a_header_that_is_sent_once() -> None:
    with scripted(
        *SELECTED,
        EMPTY,
        (b"\rSHO|CODE|\r", b"ACK\r"),
        EMPTY,
        (b"\rSID|1|81234567890123456789|\r", b"ACK\r"),
        (b"\rSID|2|81234567890123456701|\r", b"ACK\r"),
        OFFLINE,
        (b"\rSST|3|\r", b"ACK\r"),
        (b"\rSLR\r", b"SLR|2|\r"),
    ) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        coder.put(1, {"CODE": CODE})
        coder.put(2, {"CODE": "81234567890123456701"})
        coder.start()
        assert coder.printed_upto() == 2


def test_a_record_that_was_taken_is_not_sent_again() -> None:
    with scripted(
        *SELECTED, EMPTY, (b"\rSHO|CODE|\r", b"ACK\r"), EMPTY, (b"\rSID|1|A|\r", b"ACK\r")
    ) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        coder.put(1, {"CODE": "A"})
        coder.put(1, {"CODE": "A"})


def test_a_record_number_that_is_left_out_is_refused() -> None:
    with scripted(*SELECTED) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        with pytest.raises(InputError, match="Record 2 was given, but 1 is next"):
            coder.put(2, {"CODE": CODE})


def test_a_new_connection_asks_what_the_device_holds_before_it_gives_more() -> None:
    with scripted(
        OFFLINE,
        JOBS,
        FIELDS,
        (b"\rSLR\r", b"SLR|7|\r"),
        (b"\rSRC\r", b"SRC|3|\r"),
        (b"\rSRC\r", b"SRC|3|\r"),
        (b"\rSHO|CODE|\r", b"ACK\r"),
        (b"\rSRC\r", b"SRC|3|\r"),
        (b"\rSID|11|B|\r", b"ACK\r"),
    ) as script:
        coder = coder_of(script)
        coder.put(10, {"CODE": "A"})
        coder.put(11, {"CODE": "B"})


def test_a_running_device_is_given_no_record_over_a_new_connection() -> None:
    with scripted(RUNNING) as script, pytest.raises(Refused, match="stop it first"):
        coder_of(script).put(1, {"CODE": CODE})


def test_a_running_device_is_not_cleared() -> None:
    with scripted(RUNNING) as script, pytest.raises(Refused, match="stop it first"):
        coder_of(script).clear()


def test_a_buffer_that_changes_when_fields_are_named_is_told() -> None:
    with (
        scripted(
            OFFLINE,
            JOBS,
            FIELDS,
            (b"\rSLR\r", b"SLR|7|\r"),
            (b"\rSRC\r", b"SRC|3|\r"),
            (b"\rSRC\r", b"SRC|3|\r"),
            (b"\rSHO|CODE|\r", b"ACK\r"),
            EMPTY,
        ) as script,
        pytest.raises(DeviceError, match="held 3 records and has 0"),
    ):
        coder_of(script).put(11, {"CODE": "B"})


def test_records_of_one_job_fill_the_same_fields() -> None:
    with scripted(
        *SELECTED,
        EMPTY,
        (b"\rSHO|CODE|\r", b"ACK\r"),
        EMPTY,
        (b"\rSID|1|A|\r", b"ACK\r"),
        (b"\rSRC\r", b"SRC|1|\r"),
    ) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        coder.put(1, {"CODE": "A"})
        with pytest.raises(InputError, match="must fill the same fields: CODE"):
            coder.put(2, {"CODE": "B", "LOT": "L8"})


def test_room_is_what_the_buffer_takes_less_what_it_holds() -> None:
    with scripted((b"\rSGM\r", b"SGM|1000|\r"), (b"\rSRC\r", b"SRC|37|\r")) as script:
        assert coder_of(script).room() == 963


def test_faults_and_warnings_come_in_the_devices_own_words() -> None:
    with scripted(
        (b"\rGST\r", b"STS|3|2|CARTON|12|3456|\r"),
        (b"\rGFT\r", b"FLT|2|E1001|1|Ribbon broken|E2|0|Head open|\r"),
        (b"\rGWN\r", b"WRN|1|W3|1|Ribbon low|\r"),
    ) as script:
        status = coder_of(script).status()
    assert status.state is CoderState.FAULT
    assert status.job == "CARTON"
    assert status.faults == (
        CoderFault("E1001", "Ribbon broken", warning=False, clearable=True),
        CoderFault("E2", "Head open", warning=False, clearable=False),
        CoderFault("W3", "Ribbon low", warning=True, clearable=True),
    )


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (0, CoderState.OFF),
        (1, CoderState.STARTING),
        (2, CoderState.OFF),
        (3, CoderState.RUNNING),
        (4, CoderState.STOPPED),
    ],
)
def test_each_state_has_its_meaning(number: int, state: CoderState) -> None:
    with scripted((b"\rGST\r", b"STS|%d|0||0|0|\r" % number)) as script:
        assert coder_of(script).status().state is state


def test_notices_between_replies_are_set_aside() -> None:
    with scripted(
        (b"\rSNO|PRC|1|\r", b"ACK\r"),
        (b"\rSLR\r", [b"PRS\rPRC\rSTS|4|\r", b"SL", b"R|9|\rPRC\rJOB|CARTON|-|\rQFU|1|\r"]),
    ) as script:
        coder = coder_of(script)
        coder.watch_prints()
        assert coder.printed_upto() == 9
        assert coder.prints_told(0.0) == 2
        assert coder.prints_told(0.0) == 0


def test_a_change_of_state_is_not_taken_for_the_state() -> None:
    with scripted((b"\rGST\r", b"STS|1|\rSTS|4|0|CARTON|0|0|\r")) as script:
        assert coder_of(script).status().state is CoderState.STOPPED


def test_a_last_number_that_falls_means_lost_memory() -> None:
    with scripted((b"\rSLR\r", b"SLR|5|\r"), (b"\rSLR\r", b"SLR|0|\r")) as script:
        coder = coder_of(script)
        assert coder.printed_upto() == 5
        with pytest.raises(DeviceError, match="lost its memory"):
            coder.printed_upto()


def test_a_last_number_beyond_what_was_given_is_not_believed() -> None:
    with scripted(*SELECTED, (b"\rSLR\r", b"SLR|1|\r")) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        with pytest.raises(DeviceError, match="up to record 1, but was given only 0"):
            coder.printed_upto()


def test_a_last_number_of_an_earlier_job_is_not_taken_for_this_one() -> None:
    exchange = [*SELECTED[:-2], (b"\rSLR\r", b"SLR|57|\r")]
    with scripted(*exchange) as script, pytest.raises(DeviceError, match="SLR says 57"):
        coder_of(script).select("CARTON", SHARED)


def test_a_value_that_reads_back_otherwise_is_told() -> None:
    exchange = [*SELECTED[:7], (b"\rGJD\r", b"JDL|3|CODE=|LOT=L|EXP=2028-11|\r")]
    with scripted(*exchange) as script, pytest.raises(DeviceError, match=r"given 'L7' for LOT.*back 'L'"):
        coder_of(script).select("CARTON", {"LOT": "L7", "EXP": "2028-11"})


def test_a_job_that_it_does_not_have_is_told_with_those_it_has() -> None:
    with scripted(JOBS) as script, pytest.raises(InputError, match=r"no job 'TUBE'.*CARTON, BOX"):
        coder_of(script).select("TUBE", {})


def test_a_field_that_the_job_does_not_have_is_told_with_those_it_has() -> None:
    with scripted(JOBS, FIELDS) as script, pytest.raises(InputError, match=r"no field 'SN'.*CODE, LOT, EXP"):
        coder_of(script).select("CARTON", {"SN": "1"})


@pytest.mark.parametrize("bad", ["12|4", "12\r4", "12\x1d4", "12批4"])
def test_data_that_cannot_be_carried_are_refused_before_anything_is_sent(bad: str) -> None:
    with scripted() as script:
        coder = coder_of(script)
        with pytest.raises(InputError, match=r"Field CODE: the character .* at place 3"):
            coder.put(1, {"CODE": bad})
        with pytest.raises(InputError, match=r"Field CODE: the character .* at place 3"):
            coder.select("CARTON", {"CODE": bad})


@pytest.mark.parametrize("bad", ["A|B", "A\rB", "A=B"])
def test_a_name_that_cannot_be_carried_is_refused_before_anything_is_sent(bad: str) -> None:
    with scripted() as script, pytest.raises(InputError, match="at place 2"):
        coder_of(script).select(bad, {})


def test_a_full_buffer_is_told() -> None:
    with scripted(
        *SELECTED,
        EMPTY,
        (b"\rSHO|CODE|\r", b"ACK\r"),
        EMPTY,
        (b"\rSID|1|A|\r", b"ERR\r"),
        (b"\rSGM\r", b"SGM|5|\r"),
        (b"\rSRC\r", b"SRC|5|\r"),
    ) as script:
        coder = coder_of(script)
        coder.select("CARTON", SHARED)
        with pytest.raises(DeviceError, match="did not take record 1: its buffer is full"):
            coder.put(1, {"CODE": "A"})


def test_without_a_job_it_does_not_start() -> None:
    with scripted((b"\rGST\r", b"STS|4|0||0|0|\r")) as script, pytest.raises(Refused, match="Select one"):
        coder_of(script).start()


def test_a_device_that_is_starting_takes_no_orders() -> None:
    with (
        scripted((b"\rGST\r", b"STS|1|0||0|0|\r")) as script,
        pytest.raises(DeviceError, match="Wait until it is ready"),
    ):
        coder_of(script).start()


def test_only_what_can_be_acknowledged_is() -> None:
    with scripted(
        (b"\rGST\r", b"STS|4|2|CARTON|0|0|\r"),
        (b"\rGFT\r", b"FLT|1|E2|0|Head open|\r"),
        (b"\rGWN\r", b"WRN|1|W3|1|Ribbon low|\r"),
        (b"\rCAW\r", b"ACK\r"),
    ) as script:
        coder_of(script).acknowledge()


def test_silence_is_told_and_closes_the_connection() -> None:
    with scripted((b"\rGST\r", b"")) as script:
        with pytest.raises(DeviceError, match="did not answer GST"):
            coder_of(script).status()
        assert script.closed


def test_a_refusal_is_told_with_the_command() -> None:
    with scripted((b"\rSLR\r", b"ERR\r")) as script, pytest.raises(DeviceError, match="refused SLR"):
        coder_of(script).printed_upto()


@pytest.mark.parametrize(
    "reply",
    [b"SLR|-1|\r", b"SLR|\r", b"SLR|1|2|\r", b"SLR|1\r", b"SRC|1|\r", b"ACK\r", b"SLR|1|\rACK\r", b"\xff\r"],
)
def test_nonsense_is_told_and_closes_the_connection(reply: bytes) -> None:
    with scripted((b"\rSLR\r", reply)) as script:
        with pytest.raises(DeviceError, match="answers as no Videojet coder"):
            coder_of(script).printed_upto()
        assert script.closed


def test_a_message_without_end_is_nonsense() -> None:
    stream = zipher.MessageStream()
    with pytest.raises(zipher.NonsenseError):
        stream.feed(b"x" * (zipher.MESSAGE_LIMIT + 1))


@given(st.lists(st.binary(max_size=40), max_size=6))
@example([b"FLT|1|", b"a|2|b|\r"])
@example([b"JDL|1|x|\r"])
def test_whatever_comes_is_an_answer_or_is_told(pieces: list[bytes]) -> None:
    for ask in (ZipherCoder.status, ZipherCoder.list_jobs, ZipherCoder.read_back, ZipherCoder.printed_upto):
        script = ScriptedTransport([])
        script.write = lambda data, timeout_s=1.0: None  # type: ignore[method-assign]
        script.incoming = [piece for piece in pieces if piece]
        try:
            ask(coder_of(script))
        except PackmarkError:
            assert script.closed or b"ERR" in b"".join(pieces)


reply_part = st.text(st.characters(codec="ascii", exclude_characters="|\r\n"), max_size=8)


@given(
    st.sampled_from(["STS", "JBL", "JDL", "FLT", "SLR"]),
    st.lists(st.one_of(st.integers(0, 5).map(str), reply_part), max_size=8),
)
def test_replies_near_the_right_ones_are_read_or_told_as_nonsense(name: str, parts: list[str]) -> None:
    message = zipher.Message(name, tuple(parts))
    for read in (zipher.state, zipher.names, zipher.values, zipher.faults, zipher.number):
        with contextlib.suppress(zipher.NonsenseError):
            assert read(message) is not None


carried = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="|"), max_size=30)


@given(st.lists(carried, min_size=1, max_size=5), st.integers(1, 10**9), st.lists(st.integers(1, 80)))
def test_a_command_comes_apart_as_it_was_put_together_however_it_is_cut(
    data: list[str], index: int, cuts: list[int]
) -> None:
    zipher.check_values({f"F{place}": value for place, value in enumerate(data)})
    sent = zipher.command("SID", index, *data)
    stream = zipher.MessageStream()
    found = []
    for cut in cuts:
        found += stream.feed(sent[:cut])
        sent = sent[cut:]
    found += stream.feed(sent)
    assert found == [zipher.Message("SID", (str(index), *data))]
