"""The language NGPCL: these very bytes, and no harm from any others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coders import CoderState
from desktop.errors import InputError
from desktop.texts import say
from printers.markem import protocol
from printers.markem.protocol import FRAME_LIMIT, Frame, FrameStream, Noise, check_text, parse_frame

CARRIED = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="|{}~"), max_size=30
)


@pytest.mark.parametrize(
    ("question", "sent"),
    [
        (protocol.current_job(), b"{~JR|}"),
        (protocol.device_status(), b"{~DR|}"),
        (protocol.select_job("Bundy 15 Month.job"), b"{~JS0|Bundy 15 Month.job|0|}"),
        (protocol.read_field("Batch1"), b"{~FR|Batch1|}"),
        (
            protocol.update_fields({"Batch1": "T0067", "Batch": "TBUNDRC-51"}),
            b"{~JU0||0|Batch1|T0067|Batch|TBUNDRC-51|}",
        ),
    ],
)
def test_each_question_is_sent_as_the_coder_knows_it(question: Frame, sent: bytes) -> None:
    assert question.to_bytes() == sent


@pytest.mark.parametrize(
    ("came", "read"),
    [
        (b"{~JN0|Bundy 15 Month.job|}", Frame("JN", "0", ("Bundy 15 Month.job",))),
        (b"{~JN0||}", Frame("JN", "0", ("",))),
        (b"{~JS0|}", Frame("JS", "0")),
        (b"{~JS1|}", Frame("JS", "1")),
        (b"{~JU0|}", Frame("JU", "0")),
        (b"{~FC0|Batch1|T0067|}", Frame("FC", "0", ("Batch1", "T0067"))),
        (b"{~FC0|SN||}", Frame("FC", "0", ("SN", ""))),
        (b"{~FC1|}", Frame("FC", "1")),
        (b"{~NK1|}", Frame("NK", "1")),
    ],
)
def test_each_answer_is_read(came: bytes, read: Frame) -> None:
    assert parse_frame(came) == read


@pytest.mark.parametrize("came", [b"{}", b"{~}", b"{~|}", b"{~J|}", b"{~jn0|a|}", b"{~JNx|a|}", b"{~JN0|a}"])
def test_what_is_no_frame_is_not_read_as_one(came: bytes) -> None:
    assert parse_frame(came) is None
    assert FrameStream().feed(came) == [Noise(came)]


def test_a_byte_that_is_not_ascii_never_equals_a_text_that_can_be_sent() -> None:
    frame = parse_frame(b"{~FC0|SN|T\xb0|}")
    assert frame is not None
    with pytest.raises(InputError):
        check_text(say("The value of field {name}", name="SN"), frame.parts[1])


def test_a_frame_without_an_end_is_noise_when_it_is_too_long() -> None:
    stream = FrameStream()
    assert stream.feed(b"{" * (FRAME_LIMIT - 1)) == []
    assert stream.feed(b"{") == [Noise(b"{" * FRAME_LIMIT)]


@given(st.lists(st.tuples(CARRIED, CARRIED), max_size=4), st.data())
def test_frames_come_out_as_they_went_in_however_they_are_cut(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    frames = [Frame("FC", "0", pair) for pair in pairs]
    sent = b"\r\n".join(frame.to_bytes() for frame in frames)
    stream = FrameStream()
    found: list[Frame | Noise] = []
    while sent:
        size = data.draw(st.integers(1, len(sent)))
        found += stream.feed(sent[:size])
        sent = sent[size:]
    assert found == frames
    assert not stream.unfinished


@given(st.lists(st.binary(max_size=40) | st.text("{}~|JN0D\r", max_size=20).map(str.encode), max_size=8))
def test_any_bytes_at_all_are_cut_without_loss(pieces: list[bytes]) -> None:
    stream = FrameStream()
    found = [item for piece in pieces for item in stream.feed(piece)]
    kept = b"".join(item.data if isinstance(item, Noise) else item.to_bytes() for item in found)
    blanks = b" \t\r\n"
    came = b"".join(pieces)
    assert (kept + stream.unfinished).translate(None, blanks) == came.translate(None, blanks)


@pytest.mark.parametrize(
    ("text", "place", "character"),
    [
        ("a|b", 2, r"'\|'"),
        ("{", 1, "'{'"),
        ("ab}", 3, "'}'"),
        ("a~", 2, "'~'"),
        ("a\rb", 2, r"'\\r'"),
        ("ab\x1dc", 3, r"'\\x1d'"),
        ("批号", 1, r"'\\u6279'"),
        ("\x7f", 1, r"'\\x7f'"),
    ],
)
def test_a_text_that_cannot_be_carried_is_refused_by_its_first_bad_character(
    text: str, place: int, character: str
) -> None:
    with pytest.raises(InputError, match=f"character {place} of .* is {character}"):
        check_text(say("The value of field {name}", name="SN"), text)


@given(st.text(max_size=20))
def test_what_is_not_refused_is_one_part_of_a_frame(text: str) -> None:
    try:
        check_text(say("The value of field {name}", name="SN"), text)
    except InputError:
        return
    assert parse_frame(protocol.read_field(text).to_bytes()) == Frame("FR", "", (text,))


def status_of(came: bytes) -> protocol.DeviceStatus | None:
    frame = parse_frame(came)
    assert frame is not None
    return protocol.parse_status(frame)


@pytest.mark.parametrize(
    ("came", "state"),
    [
        (b"{~DS0|0|1|0|0|0|2|0|000000000|06|1|}", CoderState.RUNNING),
        (b"{~DS0|0|0|0|0|0|2|0|000000000|11|1|}", CoderState.STOPPED),
        (b"{~DS0|0|0|0|0|0|2|0|000000000|04|1|}", CoderState.STOPPED),
        (b"{~DS0|0|0|0|0|0|2|0|000000000|02|1|}", CoderState.OFF),
    ],
)
def test_a_state_without_a_fault_is_told(came: bytes, state: CoderState) -> None:
    assert status_of(came) == protocol.DeviceStatus(state)


@pytest.mark.parametrize(
    ("came", "number", "words"),
    [
        (b"{~DS0|0|0|0|1|0|2|0|000000000|05|1|}", "05", "needs attention"),
        (b"{~DS0|0|0|1|1|0|2|0|000000000|09|1|}", "09", "stop is active"),
        (b"{~DS0|0|0|0|0|0|2|0|000000000|06|1|}", "06", "does not print"),
        (b"{~DS0|0|1|0|0|0|2|0|000000000|17|1|}", "17", "not known"),
        (b"{~DS0|0|1|0|0|0|2|0|000000000||1|}", "", "not known"),
    ],
)
def test_a_fault_and_a_state_that_is_not_known_are_faults_in_words(
    came: bytes, number: str, words: str
) -> None:
    status = status_of(came)
    assert status is not None
    assert status.state is CoderState.FAULT
    assert status.faults[0].number == number
    assert words in status.faults[0].text


@pytest.mark.parametrize("came", [b"{~DS0|}", b"{~DS0|06|1|}", b"{~DS0|0|1|0|0|0|2|0|000000000|06|1|7|}"])
def test_a_status_of_another_shape_is_not_guessed_at(came: bytes) -> None:
    assert status_of(came) is None
