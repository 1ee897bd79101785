"""The part of a picture that one symbol lies in, so that what is measured costs no more than that."""

from dataclasses import dataclass, replace

import numpy

from desktop.grading.matrix_frame import Corners
from desktop.grading.model import Floats, Parameter, Point

_ROOM = 0.25
_LEAST_ROOM_PX = 8
_LEAST_CONTRAST = 0.1
"""Percent of reflectance: less is rounding."""


@dataclass(frozen=True, eq=False, slots=True)
class CutOut:
    """A part of a picture.

    Attributes:
        reflectance: of the part.
        left, top: where it begins in the picture, in pixels.
        corners: of the symbol in the part, clockwise.
    """

    reflectance: Floats
    left: int
    top: int
    corners: Corners

    def in_picture(self, corners: Corners) -> Corners:
        """Return where corners of the part lie in the picture."""
        return _moved(corners, self.left, self.top)

    def placed(self, parameter: Parameter) -> Parameter:
        """Return a parameter whose places are in the picture."""
        places: tuple[Point, ...] = tuple((x + self.left, y + self.top) for x, y in parameter.places)
        return replace(parameter, places=places)

    def middle(self) -> float | None:
        """Return the reflectance between the dark and the light of the symbol; None where all is alike."""
        x, y = numpy.array(self.corners).T
        top, left = max(0, int(y.min())), max(0, int(x.min()))
        inside = self.reflectance[top : int(y.max()) + 2, left : int(x.max()) + 2]
        if inside.size == 0:
            return None
        low, high = numpy.percentile(inside, (3, 97))
        return float(low + high) / 2 if high - low > _LEAST_CONTRAST else None


def cut_out(picture: Floats, corners: Corners) -> CutOut:
    """Cut a symbol out, with room for its quiet zone and for corners that are a little wrong."""
    x, y = numpy.array(corners).T
    room = _ROOM * max(float(numpy.ptp(x)), float(numpy.ptp(y))) + _LEAST_ROOM_PX
    height, width = picture.shape
    left, top = max(0, int(x.min() - room)), max(0, int(y.min() - room))
    part = picture[top : min(height, int(y.max() + room)), left : min(width, int(x.max() + room))]
    return CutOut(part, left, top, _moved(corners, -left, -top))


def _moved(corners: Corners, right: float, down: float) -> Corners:
    first, second, third, fourth = ((x + right, y + down) for x, y in corners)
    return first, second, third, fourth
