"""The process that opens pictures for grading, one by one, and finds the symbols in them.

Both are native code on a file of somebody else: if they die or hang, the window goes on living. It answers
messages of ``desktop.reading.framing`` until stdin ends: ``{"kind": "file"}`` with the bytes of a file by
what was found (size, scale, symbols) and the samples of one channel, row by row; ``width`` and ``height``
with one byte a pixel by the symbols alone.
"""

import signal
import sys
from typing import IO

import numpy

from desktop.grading.model import Found
from desktop.grading.picture_samples import EMPTY, MOST_BYTES, Samples, read_samples
from desktop.grading.search import search, stretched
from desktop.reading.framing import acceptable, read_frame, write_frame
from desktop.reading.opened_picture import NotOpenedError

_LEAST_SIDE = 8


def opened(content: bytes | bytearray) -> tuple[dict[str, object], memoryview]:
    """Open a file and look for symbols; the samples are empty where there is ``trouble``."""
    try:
        samples = read_samples(content)
    except NotOpenedError as trouble:
        return trouble.reply, memoryview(b"")
    height, width = samples.values.shape
    if min(width, height) < _LEAST_SIDE:
        return {"trouble": EMPTY, "width": width, "height": height}, memoryview(b"")
    ordered = samples.values.astype(samples.values.dtype.newbyteorder("<"), order="C", copy=False)
    return _head(samples), ordered.data.cast("B")


def looked_at(pixels: bytes | bytearray, width: int, height: int) -> dict[str, object]:
    """Look for symbols in an open picture.

    Raises:
        ValueError: its size is not as was said.
    """
    if not acceptable(width, height) or len(pixels) != width * height:
        raise ValueError(f"{len(pixels)} pixels for {width} x {height}")
    grey = numpy.frombuffer(pixels, numpy.uint8).reshape(height, width)
    return {"symbols": [_record(found) for found in search(grey)]}


def _head(samples: Samples) -> dict[str, object]:
    height, width = samples.values.shape
    return {
        "width": width,
        "height": height,
        "bits": samples.values.dtype.itemsize * 8,
        "channel": samples.channel,
        "lossy": samples.lossy,
        "curve": samples.curve,
        "dpi": samples.dpi,
        "pages": samples.pages,
        "symbols": [_record(found) for found in search(stretched(samples.values))],
    }


def _record(found: Found) -> dict[str, object]:
    return {
        "symbology": found.symbology,
        "identifier": found.identifier,
        "data": found.data,
        "corners": found.corners,
    }


def serve(requests: IO[bytes], replies: IO[bytes]) -> None:
    """Answer until ``requests`` ends.

    Raises:
        ValueError: a request that the program never makes.
    """
    while True:
        try:
            request, content = read_frame(requests, MOST_BYTES)
        except EOFError:
            return
        match request:
            case {"width": int(width), "height": int(height)}:
                write_frame(replies, looked_at(content, width, height), b"")
            case {"kind": "file"}:
                head, samples = opened(content)
                del content  # a whole scan is large, and so is what is made of it
                write_frame(replies, head, samples)
            case _:
                raise ValueError(f"request with {str(request)[:100]}")


def main() -> int:
    """Serve stdin and stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when reading ends
    serve(sys.stdin.buffer, sys.stdout.buffer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
