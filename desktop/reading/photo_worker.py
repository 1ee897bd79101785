"""The process that opens one photo or scan of a label and finds the symbols in it.

Both are native code on a file of somebody else: if they die or hang, the window goes on living. The file
comes on stdin; on stdout go a length, that many bytes of JSON (size, resolution, symbols) and the picture
in grey as PNG, small enough for a design. Started as ``python -m desktop.reading.photo_worker TURN``.
"""

import io
import json
import signal
import sys
from collections.abc import Sequence
from typing import IO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.reading.framing import BROKEN, LENGTH, NO_PICTURE, TOO_LARGE

MOST_PIXELS = 80_000_000
"""A flat-bed scan of A4 at 600 dpi has 35 million, the largest camera of a telephone fewer than this."""
MOST_PNG_BYTES = 2_900_000
"""What goes into a design: base64 makes it a third longer."""
LONGEST_SIDE = 2400
KINDS = ("PNG", "JPEG")
_CUT_OFF = (1, 30)
"""Per cent of the pixels that become all black and all white."""
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def look(content: bytes, turn: int) -> tuple[dict[str, object], bytes]:
    """Return what was found, and the picture as PNG (empty where there is ``trouble``)."""
    try:
        with Image.open(io.BytesIO(content), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return {"trouble": TOO_LARGE, "width": opened.width, "height": opened.height}, b""
            dpi = _dpi(opened)
            grey = _grey(opened)
    except UnidentifiedImageError:
        return {"trouble": NO_PICTURE}, b""
    # What Pillow raises for damaged files depends on where the damage is.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        return {"trouble": BROKEN, "reason": str(error)[:200]}, b""
    if turn in _TURNS:
        grey = grey.transpose(_TURNS[turn])
    found = {"width": grey.width, "height": grey.height, "dpi": dpi, "symbols": _symbols(grey)}
    return found, _png(grey)


def _dpi(picture: Image.Image) -> float:
    """Return dots per inch where the file says so, else 0."""
    said = picture.info.get("dpi")
    if not isinstance(said, tuple) or len(said) != 2:
        return 0.0
    across = float(said[0])
    return across if 1.0 <= across <= 10_000.0 else 0.0


def _grey(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    return upright.convert("L")


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


def _png(grey: Image.Image) -> bytes:
    # Paper is the larger part of a label: what is nearly as light becomes white, so that print stands out.
    grey = ImageOps.autocontrast(grey, cutoff=_CUT_OFF)
    side = LONGEST_SIDE
    while True:
        grey.thumbnail((side, side))
        # Five bits of grey are enough to trace by, and half the bytes.
        small = grey.point([level // 8 * 255 // 31 for level in range(256)])
        written = io.BytesIO()
        small.save(written, "PNG", optimize=False)
        if written.tell() <= MOST_PNG_BYTES:
            return written.getvalue()
        side = side * 4 // 5


def serve(request: IO[bytes], reply: IO[bytes], turn: int) -> None:
    """Answer the one request."""
    found, png = look(request.read(), turn)
    head = json.dumps(found).encode()
    reply.write(LENGTH.pack(len(head)) + head + png)


def main(arguments: Sequence[str]) -> int:
    """Serve stdin and stdout. The argument is by how many degrees the picture is turned first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program decides when reading ends
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    serve(sys.stdin.buffer, sys.stdout.buffer, int(arguments[0]) if arguments else 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
