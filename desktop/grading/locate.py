"""Where the symbols of a picture are."""

from itertools import combinations

from desktop.grading.model import Found, GradingImage
from desktop.grading.picture import found_symbol, grey_of, picture_process
from desktop.grading.quads import overlap
from desktop.reading.picture_process import no_answer
from desktop.symbols.symbology import Symbology
from desktop.texts import say

_LIMIT_S = 30.0
_OVERLAPPING = 0.1
"""Share of the smaller symbol that lies in another one."""


def locate(image: GradingImage) -> tuple[Found, ...]:
    """Return all symbols of a picture, from top to bottom, DataMatrix that no decoder reads among them.

    Where opening the picture has found them already they are not looked for again.

    Raises:
        DeviceError: the process that looks for them died or took too long.
    """
    if image.found is not None:
        return image.found
    height, width = image.reflectance.shape
    name = str(say("the picture"))
    pixels = grey_of(image.reflectance).tobytes()
    with picture_process() as process:
        head, _ = process.ask(name, {"width": width, "height": height}, pixels, _LIMIT_S)
    try:
        symbols = head["symbols"]
        if not isinstance(symbols, list):
            raise ValueError(f"reply with {str(head)[:100]}")  # noqa: TRY004, TRY301 (a wrong value)
        return tuple(found_symbol(one) for one in symbols)
    except (KeyError, TypeError, ValueError) as error:
        raise no_answer(name, repr(error)[:200]) from error


def locate_matrices(image: GradingImage) -> tuple[Found, ...]:
    """Return the DataMatrix symbols of a picture, read or not.

    Raises:
        DeviceError: as ``locate``.
    """
    matrices = {Symbology.DATA_MATRIX, Symbology.GS1_DATA_MATRIX}
    return tuple(one for one in locate(image) if one.symbology in matrices)


def overlapping(symbols: tuple[Found, ...]) -> frozenset[int]:
    """Return which symbols lie over each other, by their place in the list: neither can be measured."""
    return frozenset(
        index
        for (one, first), (other, second) in combinations(enumerate(symbols), 2)
        if overlap(first.corners, second.corners) > _OVERLAPPING
        for index in (one, other)
    )
