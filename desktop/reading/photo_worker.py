"""The process that opens one photo or scan of a label and finds the symbols in it.

Both are native code on a file of somebody else: if they die or hang, the window goes on living. The file
comes on stdin; on stdout go a length, that many bytes of JSON (size, resolution, symbols) and the picture
in grey as PNG, small enough for a design. Started as ``python -m desktop.reading.photo_worker TURN``.
"""

import json
import signal
import sys
from collections.abc import Sequence
from typing import IO

import zxingcpp
from PIL import Image

from desktop.reading.framing import LENGTH
from desktop.reading.opened_picture import KINDS, NotOpenedError, open_picture, small_png

_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def look(content: bytes, turn: int) -> tuple[dict[str, object], bytes]:
    """Return what was found, and the picture as PNG (empty where there is ``trouble``)."""
    try:
        opened = open_picture(content, KINDS)
    except NotOpenedError as trouble:
        return trouble.reply, b""
    grey = opened.grey
    if turn in _TURNS:
        grey = grey.transpose(_TURNS[turn])
    found = {"width": grey.width, "height": grey.height, "dpi": opened.dpi[0], "symbols": _symbols(grey)}
    return found, small_png(grey)


def _symbols(grey: Image.Image) -> list[dict[str, object]]:
    symbols: list[dict[str, object]] = []
    for symbol in zxingcpp.read_barcodes(grey, text_mode=zxingcpp.TextMode.Plain):
        if not symbol.valid:
            continue
        place = symbol.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        symbols.append(
            {
                "identifier": symbol.symbology_identifier,
                "text": symbol.text,
                "corners": [[corner.x / grey.width, corner.y / grey.height] for corner in corners],
            }
        )
    return symbols


def serve(request: IO[bytes], reply: IO[bytes], turn: int) -> None:
    """Answer the one request."""
    found, png = look(request.read(), turn)
    head = json.dumps(found).encode()
    reply.write(LENGTH.pack(len(head)) + head + png)


def main(arguments: Sequence[str]) -> int:
    """Serve stdin and stdout. The argument is by how many degrees the picture is turned first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when reading ends
    serve(sys.stdin.buffer, sys.stdout.buffer, int(arguments[0]) if arguments else 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
