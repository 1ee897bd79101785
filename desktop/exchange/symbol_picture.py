"""The picture of one symbol on paper, its faults marked at their places."""

from dataclasses import dataclass

import numpy
from PIL import Image
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from desktop.exchange.grade_marks import Mark, marks_of
from desktop.exchange.report_pages import RULE, Type
from desktop.grading.model import GradingImage, Scan, SymbolGrade
from desktop.grading.picture import grey_of

_MARGIN = 0.12
"""Of the symbol's longer side: what is shown around it, for its quiet zones are part of it."""
_MOST_PIXELS = 1000
"""Of the longer side on paper: 300 dpi at 85 mm."""
_MARKED = HexColor("#0b57d0")


@dataclass(frozen=True, eq=False, slots=True)
class Crop:
    """A part of a picture around a symbol.

    Attributes:
        picture: in 256 greys as an eye sees them.
        left, top: where it lies in the whole picture, in pixels.
        width, height: in pixels of the whole picture.
    """

    picture: Image.Image
    left: int
    top: int
    width: int
    height: int


def crop(image: GradingImage, symbol: SymbolGrade, most_pixels: int = _MOST_PIXELS) -> Crop:
    """Cut a symbol with its surroundings out of a picture.

    Args:
        image: the picture.
        symbol: in it.
        most_pixels: longer side of the result; a larger one is made smaller.
    """
    rows, columns = image.reflectance.shape
    x, y = ([corner[axis] for corner in symbol.corners] for axis in (0, 1))
    paths = [place for scan in symbol.scans for place in (scan.start, scan.end)]
    margin = _MARGIN * max(max(x) - min(x), max(y) - min(y))
    left = int(min([min(x) - margin, *(place[0] for place in paths)]))
    right = int(max([max(x) + margin, *(place[0] for place in paths)])) + 2
    left, right = min(max(0, left), columns - 1), max(1, min(columns, right))
    top = min(max(0, int(min(y) - margin)), rows - 1)
    bottom = max(1, min(rows, int(max(y) + margin) + 2))
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    picture = Image.fromarray(grey_of(numpy.ascontiguousarray(image.reflectance[top:bottom, left:right])))
    picture.thumbnail((most_pixels, most_pixels), Image.Resampling.BOX)
    return Crop(picture, left, top, right - left, bottom - top)


class SymbolPicture(Flowable):  # type: ignore[misc]
    """A symbol as it was taken, with the worst scan path and numbered marks."""

    def __init__(
        self,
        image: GradingImage,
        symbol: SymbolGrade,
        scan: Scan | None,
        type_: Type,
        room: tuple[float, float],
    ) -> None:
        super().__init__()
        self._crop = crop(image, symbol)
        self._scale = min(room[0] / self._crop.width, room[1] / self._crop.height)
        self._scan, self._type = scan, type_
        self._marks = marks_of(symbol)
        self.width, self.height = self._crop.width * self._scale, self._crop.height * self._scale

    def wrap(self, *_room: float) -> tuple[float, float]:
        """Return its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it; called by the page."""
        canvas = self.canv
        canvas.drawImage(ImageReader(self._crop.picture), 0, 0, self.width, self.height)
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.5)
        canvas.rect(0, 0, self.width, self.height)
        if self._scan is not None:
            canvas.setStrokeColor(_MARKED)
            canvas.setDash(3, 2)
            canvas.line(*self._on_page(self._scan.start), *self._on_page(self._scan.end))
            canvas.setDash()
        for mark in self._marks:
            self._draw_mark(mark)

    def _draw_mark(self, mark: Mark) -> None:
        canvas = self.canv
        x, y = self._on_page(mark.place)
        canvas.setStrokeColor(white)
        canvas.setLineWidth(2)
        canvas.circle(x, y, 1.5 * mm)
        canvas.setStrokeColor(_MARKED)
        canvas.setLineWidth(1)
        canvas.circle(x, y, 1.5 * mm)
        # The number stands where there is room, first above the ring; neighbours take turns above and below.
        away = 3.1 * mm if mark.number % 2 else -3.1 * mm
        if not 2 * mm <= y + away <= self.height - 2 * mm:
            away = -away
        canvas.setFillColor(_MARKED)
        canvas.circle(x, y + away, 1.6 * mm, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(self._type.font, 7)
        canvas.drawCentredString(x, y + away - 2.4, str(mark.number))

    def _on_page(self, place: tuple[float, float]) -> tuple[float, float]:
        x = (place[0] + 0.5 - self._crop.left) * self._scale
        y = self.height - (place[1] + 0.5 - self._crop.top) * self._scale
        # A fault in a quiet zone may lie just beyond what is shown.
        return min(max(x, 0), self.width), min(max(y, 0), self.height)
