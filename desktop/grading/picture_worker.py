"""The process that opens one picture for grading and finds the symbols in it.

Both are native code on a file of somebody else: if they die or hang, the window goes on living. The file
comes on stdin; on stdout go a length, that many bytes of JSON (size, scale, symbols) and the samples of one
channel, row by row. Started as ``python -m desktop.grading.picture_worker``, or with WIDTH HEIGHT behind it
for a picture that is open already: then one byte a pixel comes on stdin and no samples go back.
"""

import json
import signal
import sys
from collections.abc import Sequence

import numpy

from desktop.grading.model import Found
from desktop.grading.picture_samples import EMPTY, Samples, read_samples
from desktop.grading.search import search, stretched
from desktop.reading.framing import LENGTH, acceptable
from desktop.reading.opened_picture import NotOpenedError

_LEAST_SIDE = 8


def opened(content: bytes) -> tuple[dict[str, object], bytes]:
    """Open a file and look for symbols; the samples are empty where there is ``trouble``."""
    try:
        samples = read_samples(content)
    except NotOpenedError as trouble:
        return trouble.reply, b""
    height, width = samples.values.shape
    if min(width, height) < _LEAST_SIDE:
        return {"trouble": EMPTY, "width": width, "height": height}, b""
    return _head(samples), samples.values.astype(samples.values.dtype.newbyteorder("<"), copy=False).tobytes()


def looked_at(pixels: bytes, width: int, height: int) -> dict[str, object]:
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
        "symbols": [_record(found) for found in search(stretched(samples.values))],
    }


def _record(found: Found) -> dict[str, object]:
    return {
        "symbology": found.symbology,
        "identifier": found.identifier,
        "data": found.data,
        "corners": found.corners,
    }


def main(arguments: Sequence[str]) -> int:
    """Serve stdin and stdout once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when reading ends
    content = sys.stdin.buffer.read()
    if arguments:
        found, samples = looked_at(content, int(arguments[0]), int(arguments[1])), b""
    else:
        found, samples = opened(content)
    head = json.dumps(found).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(head)) + head + samples)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
