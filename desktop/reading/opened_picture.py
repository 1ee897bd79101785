"""Opens a picture of somebody else, in the process that may die of it; only workers import this."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.reading.framing import BROKEN, NO_PICTURE, TOO_LARGE

MOST_PIXELS = 80_000_000
"""A flat-bed scan of A4 at 600 dpi has 35 million, the largest camera of a telephone fewer than this."""
MOST_PNG_BYTES = 2_900_000
"""What goes into a design: base64 makes it a third longer."""
LONGEST_SIDE = 2400
KINDS = ("PNG", "JPEG", "TIFF")
_CUT_OFF = (1, 30)
"""Per cent of the pixels that become all black and all white."""


class NotOpenedError(Exception):
    """It is no picture that can be used; ``reply`` is what the program is told."""

    def __init__(self, reply: dict[str, object]) -> None:
        super().__init__(str(reply))
        self.reply = reply


@dataclass(frozen=True, slots=True)
class OpenedPicture:
    """A picture in grey. ``dpi``: pixels an inch across and down as the file says, 0 where it does not."""

    grey: Image.Image
    dpi: tuple[float, float]


def open_picture(content: bytes, kinds: tuple[str, ...]) -> OpenedPicture:
    """Open a file of one of ``kinds``, by Pillow's names.

    Raises:
        NotOpenedError: it is none, too large, or damaged.
    """
    with opening(content, kinds) as opened:
        return OpenedPicture(_grey(opened), _dpi(opened))


@contextmanager
def opening(content: bytes | bytearray, kinds: tuple[str, ...]) -> Iterator[Image.Image]:
    """Open a file and close it again; whatever goes wrong with it meanwhile is its own fault.

    Raises:
        NotOpenedError: it is none of ``kinds``, too large, or damaged.
    """
    Image.MAX_IMAGE_PIXELS = None  # judged below, where the size can be told
    try:
        with warnings.catch_warnings():
            # Its size is judged here, by numbers; odd tags beside it do not matter.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=kinds) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise NotOpenedError(
                        {"trouble": TOO_LARGE, "width": opened.width, "height": opened.height}
                    )
                yield opened
    except UnidentifiedImageError:
        raise NotOpenedError({"trouble": NO_PICTURE}) from None
    # What Pillow raises for damaged files depends on where the damage is.
    except (OSError, ValueError, TypeError, LookupError, SyntaxError, EOFError, struct.error) as error:
        raise NotOpenedError({"trouble": BROKEN, "reason": str(error)[:200]}) from error


def small_png(grey: Image.Image) -> bytes:
    """Return a picture as PNG, small enough for a design."""
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


def _dpi(picture: Image.Image) -> tuple[float, float]:
    said = picture.info.get("dpi")
    if not isinstance(said, tuple) or len(said) != 2:
        return 0.0, 0.0
    across, down = (float(one) for one in said)
    return tuple(one if 1.0 <= one <= 10_000.0 else 0.0 for one in (across, down))  # type: ignore[return-value]


def _grey(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    return upright.convert("L")
