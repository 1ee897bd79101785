"""The reading process, asked in its own protocol."""

import io

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from desktop.reading.framing import HEAD, LENGTH, read_exactly
from desktop.reading.worker import serve
from tests.reading.drawing import CODE, label, packed

FORMATS = zxingcpp.barcode_formats_from_str("Code128")


def served(requests: bytes) -> tuple[int, list[bytes]]:
    """Return the exit status and the replies, the greeting first."""
    replies = io.BytesIO()
    status = serve(io.BytesIO(requests), replies, FORMATS)
    replies.seek(0)
    parts = []
    while head := replies.read(LENGTH.size):
        parts.append(read_exactly(replies, *LENGTH.unpack(head)))
    return status, parts


def request(width: int, height: int, rows: bytes) -> bytes:
    return HEAD.pack(width, height) + rows


def test_a_request_is_answered_with_identifier_and_text() -> None:
    assert served(request(*packed(label()))) == (0, [b"[]", f'[["]C0", "{CODE}"]]'.encode()])


def test_requests_are_answered_one_after_the_other() -> None:
    status, replies = served(request(*packed(label())) * 3)
    assert (status, len(replies)) == (0, 4)


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (32_001, 1), (1, 32_001), (32_000, 32_000)])
def test_a_request_out_of_bounds_ends_the_process_before_anything_is_read(
    size: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert served(HEAD.pack(*size)) == (1, [b"[]"])
    assert "out of bounds" in capsys.readouterr().err


@given(st.integers(0, 27_007))
def test_a_request_that_is_cut_off_ends_the_process_without_an_answer(kept: int) -> None:
    assert served(request(*packed(label()))[:kept]) == (0, [b"[]"])
