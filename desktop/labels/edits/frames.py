"""Frames in millimetres: what a selected element takes up on the label."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.labels.limits import FAR_MM


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in millimetres: upper left corner, width and height (both may be 0)."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float

    @property
    def right_mm(self) -> float:
        """Where it ends on the right."""
        return self.x_mm + self.width_mm

    @property
    def bottom_mm(self) -> float:
        """Where it ends below."""
        return self.y_mm + self.height_mm

    @property
    def centre_mm(self) -> tuple[float, float]:
        """Its middle, x and y."""
        return self.x_mm + self.width_mm / 2, self.y_mm + self.height_mm / 2


def around(frames: Iterable[Frame]) -> Frame:
    """Return the smallest frame around ``frames``. ValueError if there is none."""
    known = tuple(frames)
    left = min(frame.x_mm for frame in known)
    top = min(frame.y_mm for frame in known)
    right = max(frame.right_mm for frame in known)
    bottom = max(frame.bottom_mm for frame in known)
    return Frame(left, top, right - left, bottom - top)


def rounded(length_mm: float) -> float:
    """Round to a ten-thousandth of a millimetre: a four-hundredth of the smallest printer dot."""
    return round(length_mm, 4) + 0.0  # never -0.0


def within(length_mm: float, least: float, most: float) -> float:
    """Round and keep in a range, so that no drag can make an element that cannot be."""
    return min(max(rounded(length_mm), least), most)


def place(position_mm: float) -> float:
    """Round a position and keep it where elements may be."""
    return within(position_mm, -FAR_MM, FAR_MM)
