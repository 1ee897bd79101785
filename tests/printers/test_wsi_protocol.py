"""WSI's bytes: the frames as written down, and answers from devices that mean no good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import InputError
from printers.videojet import wsi_protocol as wsi
from printers.videojet.wsi_protocol import Kind, Lamp, Reply, ReplyStream

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=200)
REPLIES = st.one_of(
    st.builds(
        Reply, st.sampled_from([Kind.DONE, Kind.NOT_DONE]), st.from_regex(r"[0-9A-F]{2}", fullmatch=True)
    ),
    st.builds(Reply, st.just(Kind.DATA), PRINTABLE),
)


def sent(reply: Reply) -> bytes:
    marks = {Kind.DONE: ("$", ""), Kind.NOT_DONE: ("!", ""), Kind.DATA: ("\x02", "\x03")}
    before, after = marks[reply.kind]
    return f"{before}{reply.text}{after}".encode("ascii")


@pytest.mark.parametrize(
    ("body", "expected"), [(b"RA", "93"), (b"O0", "7F"), (b"O1", "80"), (b"Q", "51"), (b"", "00")]
)
def test_the_checksum_is_the_sum_of_the_body_modulo_256(body: bytes, expected: str) -> None:
    assert wsi.checksum(body) == expected


def test_a_message_is_selected_by_its_name() -> None:
    assert wsi.packet(wsi.select_message("BATCH 1")) == b"\x02MBATCH 1\x03"


def test_a_field_is_filled_by_name_line_feed_and_data() -> None:
    assert [wsi.packet(body) for body in wsi.fill_fields({"LOT": "A-12", "EXP": "2028.05"})] == [
        b"\x02ULOT\nA-12\x03",
        b"\x02UEXP\n2028.05\x03",
    ]


def test_a_field_without_a_value_is_cleared() -> None:
    assert wsi.fill_fields({"LOT": ""}) == [b"DLOT"]


@pytest.mark.parametrize("character", ["\x02", "\x03", "\n", "\r", "\x7f", "é", "批", "\x1d"])
def test_a_character_that_cannot_be_carried_is_told_with_its_place(character: str) -> None:
    with pytest.raises(InputError) as caught:
        wsi.fill_fields({"LOT": f"AB{character}C"})
    assert "Field LOT: character 3 is" in str(caught.value)
    assert repr(character) in str(caught.value)
    assert "字段 LOT：第 3 个字符" in caught.value.in_language("zh_CN")


def test_a_value_of_fifty_characters_is_carried_and_one_of_fifty_one_is_not() -> None:
    assert wsi.fill_fields({"LOT": "7" * 50}) == [b"ULOT\n" + b"7" * 50]
    with pytest.raises(InputError, match=r"Field LOT: 51 characters.*50 at most.*number 51, '8'"):
        wsi.fill_fields({"LOT": "7" * 50 + "8"})


def test_a_name_has_thirty_characters_at_most_and_one_at_least() -> None:
    assert wsi.select_message("N" * 30) == b"M" + b"N" * 30
    with pytest.raises(InputError, match="30 at most"):
        wsi.select_message("N" * 31)
    with pytest.raises(InputError, match="message of a Videojet coder needs a name"):
        wsi.select_message("")
    with pytest.raises(InputError, match="user field of a Videojet coder needs a name"):
        wsi.fill_fields({"": "1"})


@given(st.lists(REPLIES, max_size=8), st.data())
def test_answers_are_the_same_however_the_network_cuts_them(
    replies: list[Reply], data: st.DataObject
) -> None:
    rest = b"".join(map(sent, replies))
    stream, found = ReplyStream(), []
    while rest:
        size = data.draw(st.integers(1, len(rest)))
        found += stream.feed(rest[:size])
        rest = rest[size:]
    assert found == replies
    assert stream.unfinished == ""


@given(st.lists(st.binary(max_size=400), max_size=6))
def test_any_bytes_become_answers_noise_or_a_short_beginning(pieces: list[bytes]) -> None:
    stream = ReplyStream()
    replies = [reply for piece in pieces for reply in stream.feed(piece)]
    assert len(stream.unfinished) <= 256
    for reply in replies:
        assert reply.kind is Kind.NOISE or reply.text.isascii()
        if reply.kind is Kind.DATA:
            assert wsi.parse_counter(reply.text) is None or reply.text.isdigit()
            wsi.parse_status(reply.text)


@pytest.mark.parametrize(
    "noise", [b"HTTP/1.1 400", b"$G0", b"!x", b"\x02AB\x00\x03", b"\x02\x02A\x03", b"\r$93"]
)
def test_bytes_of_another_protocol_are_noise(noise: bytes) -> None:
    assert [reply.kind for reply in ReplyStream().feed(noise)] == [Kind.NOISE]


def test_an_answer_that_never_ends_is_noise_after_256_bytes() -> None:
    stream = ReplyStream()
    assert stream.feed(b"\x02" + b"A" * 200) == []
    assert [reply.kind for reply in stream.feed(b"A" * 100)] == [Kind.NOISE]


@pytest.mark.parametrize(
    ("data", "numbers", "lamps"),
    [
        ("0000001", [], {Lamp.GREEN}),
        ("000000 1", [], {Lamp.GREEN}),
        ("4000004", ["1.4"], {Lamp.RED}),
        ("8400002", ["1.8", "2.4"], {Lamp.AMBER}),
        ("00000f5", ["6.1", "6.2", "6.4", "6.8"], {Lamp.GREEN, Lamp.RED}),
    ],
)
def test_a_status_names_its_faults_and_lamps(data: str, numbers: list[str], lamps: set[Lamp]) -> None:
    status = wsi.parse_status(data)
    assert status is not None
    assert [number for number, _ in status.faults] == numbers
    assert status.lamps == lamps


def test_each_bit_of_the_six_digits_has_a_fault_of_its_own() -> None:
    status = wsi.parse_status("FFFFFF0")
    assert status is not None
    assert len({number for number, _ in status.faults}) == 24
    assert len({str(words) for _, words in status.faults}) == 24
    for _, words in status.faults:
        assert words.in_language("zh_CN") != words.in_language("en")


@pytest.mark.parametrize("data", ["", "000000", "00000000", "G000000", "000000-1", "000000\n1", "٠٠٠٠٠٠٠"])
def test_what_is_no_status_is_told_so(data: str) -> None:
    assert wsi.parse_status(data) is None


@pytest.mark.parametrize("data", ["", "+1", "1.0", " 12", "12345678901", "١٢", "1e3"])
def test_what_is_no_counter_is_told_so(data: str) -> None:
    assert wsi.parse_counter(data) is None
