"""Frames of the Leibinger JET interface, without any printer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from printers.leibinger.protocol import (
    MachineState,
    Nonsense,
    Queue,
    Reply,
    ReplyStream,
    check_job,
    check_text,
    escaped,
    job_name,
    job_path,
    parse_machine,
    parse_queue,
    record,
    unescaped,
)

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))


def test_a_record_is_written_with_its_number_a_tab_and_escapes() -> None:
    assert record(7, "A^B\\C") == b"^0=MR7\tA\\^B\\\\C\r"


@given(PRINTABLE)
def test_every_printable_text_is_read_as_it_was_written(text: str) -> None:
    check_text("EXTERN TEXT", text)
    assert unescaped(escaped(text)) == text


@given(PRINTABLE)
def test_no_caret_of_a_text_begins_a_frame(text: str) -> None:
    rest = escaped(text).replace("\\\\", "").replace("\\^", "")
    assert "^" not in rest
    assert "\\" not in rest


@pytest.mark.parametrize("character", ["\r", "\n", "\t", "\x1d", "\x00", "\x7f", "é", "药"])
def test_a_text_that_cannot_be_carried_is_refused_with_the_place_of_its_character(character: str) -> None:
    with pytest.raises(InputError) as refused:
        check_text("EXTERN TEXT", f"ab{character}c")
    assert f"EXTERN TEXT: character 3, {character!r}" in str(refused.value)


@pytest.mark.parametrize("job", ["", "A\\B", "A/B", "A^B", "A\rB", "批号"])
def test_a_name_that_no_job_can_have_is_refused(job: str) -> None:
    with pytest.raises(InputError):
        check_job(job)


def test_a_jobs_path_and_its_name_are_told_apart() -> None:
    assert job_path("LOT_A") == "\\FFSDISK\\JOBS\\LOT_A.job"
    assert job_name("\\FFSDISK\\JOBS\\LOT_A.job") == "LOT_A"
    assert job_name("") == ""


def test_the_error_number_is_read_without_its_flags() -> None:
    machine = parse_machine("2\t6\t33559443\t0\t200\t0")
    assert (machine.nozzle, machine.state, machine.error) == (2, MachineState.PRINTING, 5011)


def test_a_print_that_was_begun_and_not_finished_is_not_printed() -> None:
    assert parse_queue("256\t3\t7\t0\t0") == Queue(256, 3, 7, finished=False)
    assert parse_queue("256\t3\t7\t0\t0").printed == 6
    assert parse_queue("256\t3\t7\t0\t1\t900").printed == 7
    assert parse_queue("256\t3\t0\t0\t0").printed == 0


@pytest.mark.parametrize(
    "text", ["", "2", "2\t6\t0", "2\t9\t0\t0", "2\tsix\t0\t0", "2\t6\t" + "9" * 99 + "\t0"]
)
def test_a_machine_state_that_is_none_is_nonsense(text: str) -> None:
    with pytest.raises(Nonsense):
        parse_machine(text)


@pytest.mark.parametrize("text", ["", "256\t1\t2\t0", "256\t-1\t2\t0\t1", "256\t²\t2\t0\t1"])
def test_a_queue_state_that_is_none_is_nonsense(text: str) -> None:
    with pytest.raises(Nonsense):
        parse_queue(text)


def test_answers_are_found_in_any_piece_with_line_feeds_lengths_and_echoes_between() -> None:
    data = b"^0?RS\r^0=RS2\t5\t0\t0\t200\r\n^000014=JL\\FFSDISK\\JOBS\\A.job\r\r^0!GO\r"
    stream = ReplyStream()
    replies = [reply for byte in data for reply in stream.feed(bytes([byte]))]
    assert replies == [Reply("RS", "2\t5\t0\t0\t200"), Reply("JL", "\\FFSDISK\\JOBS\\A.job")]
    assert ReplyStream().feed(data) == replies


def test_a_frame_that_never_ends_is_nonsense() -> None:
    with pytest.raises(Nonsense):
        ReplyStream().feed(b"^0=RS" + b"1" * 70_000)


@given(
    st.lists(st.binary(max_size=60) | st.sampled_from([b"^0=RS", b"\t", b"2\t6", b"\r", b"^0=SM256\t1\t"]))
)
def test_whatever_comes_is_an_answer_or_nonsense_and_nothing_else(pieces: list[bytes]) -> None:
    stream = ReplyStream()
    for piece in pieces:
        try:
            for reply in stream.feed(piece):
                parse_machine(reply.text)
        except Nonsense:
            continue


@given(st.text())
def test_whatever_parameters_come_are_states_or_nonsense(text: str) -> None:
    for parse in (parse_machine, parse_queue):
        try:
            parse(text)
        except Nonsense:
            continue
