"""The process that opens the scan of a ruler card, finds its marks and measures them.

As with photos, the file comes on stdin; on stdout go a length, that many bytes of JSON and the picture in
grey as PNG. Started as ``python -m desktop.reading.card_worker DPI`` (0: as the file says).
"""

import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import zxingcpp
from PIL import Image

from desktop.errors import InputError
from desktop.reading.framing import LENGTH
from desktop.reading.opened_picture import KINDS, NotOpenedError, open_picture, small_png
from desktop.reading.ruler_card import CardMark, SeenMark, measure_card
from desktop.texts import to_json


def look(content: bytes, dpi: float) -> tuple[dict[str, object], bytes]:
    """Return what was measured (or ``refused``: a stored sentence) and the picture as PNG."""
    try:
        opened = open_picture(content, KINDS)
    except NotOpenedError as trouble:
        return trouble.reply, b""
    grey = opened.grey
    seen = _marks(grey)
    found: dict[str, object] = {
        "marks": [[[x / grey.width, y / grey.height] for x, y in one.corners] for one in seen]
    }
    try:
        found["measured"] = asdict(measure_card(np.asarray(grey), seen, (dpi, dpi) if dpi else opened.dpi))
    except InputError as refused:
        found["refused"] = to_json(refused.text)
    return found, small_png(grey)


def _marks(grey: Image.Image) -> list[SeenMark]:
    formats = zxingcpp.barcode_formats_from_str("DataMatrix")
    found = zxingcpp.read_barcodes(grey, formats=formats, text_mode=zxingcpp.TextMode.Plain)
    seen = []
    for symbol in found:
        mark = CardMark.parse(symbol.text) if symbol.valid else None
        if mark is not None:
            place = symbol.position
            corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            seen.append(SeenMark(mark, tuple((float(one.x), float(one.y)) for one in corners)))
    return seen


def main(arguments: Sequence[str]) -> int:
    """Serve stdin and stdout. The argument is the resolution in dots per inch, 0 if the file says it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when reading ends
    found, png = look(sys.stdin.buffer.read(), float(arguments[0]) if arguments else 0.0)
    head = json.dumps(found).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(head)) + head + png)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
