import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.devices import Condition
from printers.zebra.answers import (
    ANSWER_LIMIT,
    Answer,
    AnswerStream,
    Kind,
    error_conditions,
    formats_waiting,
    parse_identity,
    parse_proof,
    status_conditions,
)

STATUS = (
    b"\x02030,0,0,0600,002,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,1,2,4,0,00000003,1,010\x03\r\n"
    b"\x021234,0\x03\r\n"
)
ERRORS = (
    b"\x02\r\n\r\n  PRINTER STATUS\r\n   ERRORS:         1 00000000 00010005\r\n"
    b"   WARNINGS:       0 00000000 00000000\r\n\x03\r\n"
)
IDENTITY = b"\x02ZT411-300dpi,V92.21.26Z,12,65536KB,0\x03\r\n"
PROOF = b"PRT[>;81234567890123456789]\r\n"

known = st.sampled_from([STATUS, ERRORS, IDENTITY, PROOF, b'"4711"', b'"\r\n"', b"PRT[12]34]\r\n"])
anything = st.one_of(known, st.binary(max_size=20))


def cut(pieces: list[bytes]) -> list[Answer]:
    stream = AnswerStream()
    return [answer for piece in pieces for answer in stream.feed(piece)]


@given(st.lists(anything, max_size=8).map(b"".join), st.data())
@example(PROOF + STATUS + PROOF, None)
def test_answers_are_the_same_however_the_stream_is_cut(stream: bytes, data: st.DataObject | None) -> None:
    whole = cut([stream])
    assert cut([stream[i : i + 1] for i in range(len(stream))]) == whole
    if data is not None:
        at = data.draw(st.lists(st.integers(0, len(stream)), max_size=5).map(sorted))
        assert cut([stream[a:b] for a, b in zip([0, *at], [*at, len(stream)], strict=True)]) == whole


@given(st.lists(known, max_size=10))
def test_no_answer_is_lost_between_others(parts: list[bytes]) -> None:
    counts = {STATUS: 3}
    assert len(cut(parts)) == sum(counts.get(part, 1) for part in parts)


@given(st.binary(max_size=3 * ANSWER_LIMIT))
def test_no_stream_makes_the_reader_hang_or_grow(stream: bytes) -> None:
    reader = AnswerStream()
    reader.feed(stream)
    assert len(reader.unfinished) < ANSWER_LIMIT


@pytest.mark.parametrize("head", [b"\x02", b'"', b"PRT[", b"x"])
def test_an_answer_without_an_end_becomes_noise(head: bytes) -> None:
    answers = cut([head, b"1" * ANSWER_LIMIT])
    assert answers[0].kind is Kind.NOISE


def test_status_frames_are_told_by_their_fields() -> None:
    first, second, third = cut([STATUS])
    assert (first.kind, second.kind, third.kind) == (Kind.STATUS_1, Kind.STATUS_2, Kind.STATUS_3)
    assert status_conditions(first) | status_conditions(second) == frozenset()
    assert formats_waiting(first, second) == 5


@pytest.mark.parametrize(
    ("frame", "conditions"),
    [
        ("030,1,0,0600,000,0,0,0,000,0,0,0", {Condition.MEDIA_OUT}),
        ("030,0,1,0600,000,0,0,0,000,0,0,0", {Condition.PAUSED}),
        ("030,0,0,0600,000,1,0,0,000,0,0,0", {Condition.BUFFER_FULL}),
        ("030,0,0,0600,000,0,0,0,000,1,0,0", {Condition.OTHER_FAULT}),
        ("030,1,1,0600,000,0,0,0,000,0,1,1", {*Condition} - {Condition.READY, Condition.SILENT}
            - {Condition.HEAD_OPEN, Condition.RIBBON_OUT, Condition.BUFFER_FULL}),
        ("000,0,1,0,1,2,4,0,00000000,1,000", {Condition.HEAD_OPEN}),
        ("000,0,1,1,1,2,4,0,00000000,1,000", {Condition.HEAD_OPEN, Condition.RIBBON_OUT}),
    ],
)  # fmt: skip
def test_each_status_flag_is_a_condition(frame: str, conditions: set[Condition]) -> None:
    (answer,) = cut([b"\x02" + frame.encode() + b"\x03\r\n"])
    assert status_conditions(answer) == conditions


@pytest.mark.parametrize(
    ("words", "conditions"),
    [
        ("0 00000000 00000000", set()),
        ("1 00000000 00000001", {Condition.MEDIA_OUT}),
        ("1 00000000 00000002", {Condition.RIBBON_OUT}),
        ("1 00000000 00000004", {Condition.HEAD_OPEN}),
        ("1 00000000 00000010", {Condition.OVER_TEMPERATURE}),
        ("1 00000000 00000020", {Condition.OVER_TEMPERATURE}),
        ("1 00000000 00000008", {Condition.OTHER_FAULT}),
        ("1 00000000 00000200", {Condition.OTHER_FAULT}),
        ("1 00000001 00000000", {Condition.OTHER_FAULT}),
        ("1 00000000 00010005", {Condition.PAUSED, Condition.MEDIA_OUT, Condition.HEAD_OPEN}),
        ("1 nonsense", {Condition.OTHER_FAULT}),
    ],
)
def test_each_error_bit_is_a_condition(words: str, conditions: set[Condition]) -> None:
    text = f"PRINTER STATUS ERRORS: {words}\r\n WARNINGS: 0 00000000 00000000"
    assert error_conditions(Answer(Kind.ERRORS, text)) == conditions


def test_a_proof_is_the_data_without_its_start_character() -> None:
    answers = cut([PROOF, b"PRT[81234567890123456789  ]\r\n"])
    assert [parse_proof(answer) for answer in answers] == ["81234567890123456789"] * 2


def test_an_identity_tells_model_firmware_and_resolution() -> None:
    (answer,) = cut([IDENTITY])
    said = parse_identity(answer)
    assert (said.model, said.firmware, said.dots_per_mm) == ("ZT411-300dpi", "V92.21.26Z", 12)
