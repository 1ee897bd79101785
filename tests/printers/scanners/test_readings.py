from hypothesis import given
from hypothesis import strategies as st

from printers.scanners.readings import cut, scan_of

CODE = "80217629000000001003"
readings = st.lists(
    st.binary(min_size=1, max_size=30).filter(lambda one: not set(one) & set(b"\r\n\x02\x03"))
)


@given(readings, st.sampled_from([b"\r", b"\n", b"\r\n", b"\x03"]), st.data())
def test_readings_come_whole_however_the_network_cuts_them(
    sent: list[bytes], end: bytes, data: st.DataObject
) -> None:
    stream = b"".join(one + end for one in sent)
    at = data.draw(st.integers(0, len(stream)))
    first, rest = cut(stream[:at])
    second, left = cut(rest + stream[at:])
    assert [*first, *second] == sent
    assert left == b""


def test_start_and_end_of_text_are_left_out() -> None:
    assert cut(b"\x02" + CODE.encode() + b"\x03") == ((CODE.encode(),), b"")


def test_an_identifier_is_told_apart_from_what_the_symbol_says() -> None:
    scan = scan_of(f"]d201{'0' * 14}10L1\x1d21ab".encode(), 0.0)
    assert scan.symbology == "]d2"
    assert scan.text == f"01{'0' * 14}10L1\x1d21ab"


def test_without_an_identifier_the_text_is_all_there_is() -> None:
    assert scan_of(CODE.encode(), 2.0).symbology is None


@given(st.binary(max_size=60))
def test_noise_is_a_reading_that_says_what_came(noise: bytes) -> None:
    assert isinstance(scan_of(noise, 0.0).text, str)
