"""The reading process: pictures in on stdin, what their symbols say out on stdout.

It is a process of its own because a decoder is native code that meets hostile pictures: if it dies or
hangs, the job that asked goes on living. Started as ``python -m desktop.reading.worker FORMAT...``; ends
when stdin closes. It imports nothing but the decoder and numpy, so that it is there at once.
"""

import json
import signal
import sys
from collections.abc import Sequence
from typing import IO

import numpy
import zxingcpp

from desktop.reading.framing import HEAD, LENGTH, acceptable, read_exactly, row_bytes

GREYS_OF_EIGHT_DOTS = ((numpy.unpackbits(numpy.arange(256, dtype=numpy.uint8)) ^ 1) * numpy.uint8(255)).view(
    numpy.uint64
)
"""For each byte of packed dots the eight bytes that the decoder wants: a set dot is 0, black. Looking
them up takes a sixth of the time of unpacking."""


def read_symbols(width: int, height: int, rows: bytes, formats: zxingcpp.BarcodeFormats) -> list[list[str]]:
    """Decode every symbol of ``formats`` in a picture: [symbology identifier, text] of each.

    The picture is black and white already, so no threshold is looked for; nothing is scaled or
    inverted, because a label that only reads after such help is not what was to be printed.
    """
    eights = GREYS_OF_EIGHT_DOTS[numpy.frombuffer(rows, numpy.uint8)]
    greys = eights.view(numpy.uint8).reshape(height, row_bytes(width) * 8)[:, :width]
    found = zxingcpp.read_barcodes(
        greys,
        formats=formats,
        try_downscale=False,
        try_invert=False,
        binarizer=zxingcpp.Binarizer.FixedThreshold,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [[symbol.symbology_identifier, symbol.text] for symbol in found if symbol.valid]


def serve(requests: IO[bytes], replies: IO[bytes], formats: zxingcpp.BarcodeFormats) -> int:
    """Answer requests until ``requests`` ends. Returns the exit status: 1 for a request out of bounds."""
    _reply(replies, [])
    while True:
        try:
            width, height = HEAD.unpack(read_exactly(requests, HEAD.size))
            if not acceptable(width, height):
                sys.stderr.write(f"picture of {width} x {height} dots is out of bounds\n")
                return 1
            rows = read_exactly(requests, row_bytes(width) * height)
        except EOFError:
            return 0
        _reply(replies, read_symbols(width, height, rows, formats))


def _reply(replies: IO[bytes], symbols: list[list[str]]) -> None:
    content = json.dumps(symbols).encode()
    replies.write(LENGTH.pack(len(content)) + content)
    replies.flush()


def main(arguments: Sequence[str]) -> int:
    """Serve stdin and stdout. ``arguments`` are the names of the symbologies to look for."""
    # Ctrl-C in a terminal reaches the whole group; the program itself decides when reading ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    formats = zxingcpp.barcode_formats_from_str(",".join(arguments))
    return serve(sys.stdin.buffer, sys.stdout.buffer, formats)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
