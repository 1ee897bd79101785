"""Streams of different labels, drawn by an independent renderer and read back: all right, none twice."""

import pytest

from tests.printers.zebra_streams import STREAMS, Stream, judged

EVERY_STREAM = pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.template)
LABELS = 40


@EVERY_STREAM
def test_every_label_of_a_stream_is_drawn_as_planned_and_reads_as_its_own_code(stream: Stream) -> None:
    tally = judged(stream, LABELS)
    assert tally.labels == len(tally.said) == LABELS
    assert not tally.drawn_wrong
    assert not tally.read_wrong
