"""A graded picture as it is painted: eight bits of grey in several sizes, made in the background."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from desktop.grading.model import Floats, GradingImage

_SMALLEST = 700
"""Pixels of the longer side from which no smaller size is needed."""
_STRIP = 256
"""Rows that are worked at once: a large scan is not copied as a whole in floats."""
_SEEN = 1_000_000
"""Pixels that tell how dark and light a picture is."""


@dataclass(frozen=True, eq=False, slots=True)
class Pyramid:
    """A picture, and the same in half, a quarter ... of its size: painting a large scan stays quick."""

    levels: tuple[QImage, ...]

    def size(self) -> QSize:
        """Return the size of the picture in its own pixels."""
        return self.levels[0].size()

    def paint(self, painter: QPainter, part: QRectF, room: QRectF) -> None:
        """Paint ``part``, in pixels of the picture, into ``room``."""
        level = 0
        while level + 1 < len(self.levels) and part.width() > room.width() * 2 ** (level + 1):
            level += 1
        shrunk = 2**level
        source = QRectF(part.x() / shrunk, part.y() / shrunk, part.width() / shrunk, part.height() / shrunk)
        # Magnified, each pixel stays the square that was measured.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, source.width() > room.width())
        painter.drawImage(room, self.levels[level], source)


def pyramid_of(image: GradingImage) -> Pyramid:
    """Make a picture ready for painting."""
    grey = _grey_of(image.reflectance)
    height, width = grey.shape
    levels = [QImage(grey.data, width, height, width, QImage.Format.Format_Grayscale8).copy()]
    while max(levels[-1].width(), levels[-1].height()) > 2 * _SMALLEST:
        half = QSize(max(1, levels[-1].width() // 2), max(1, levels[-1].height() // 2))
        levels.append(
            levels[-1].scaled(
                half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
    return Pyramid(tuple(levels))


def _grey_of(reflectance: Floats) -> NDArray[numpy.uint8]:
    """Return a picture from its darkest to its lightest, in steps that look even to an eye."""
    seen = reflectance.ravel()[:: max(1, reflectance.size // _SEEN)]
    dark, light = (float(one) for one in numpy.percentile(seen, (0.1, 99.9)))
    gain = numpy.float32(1 / max(light - dark, 1e-3))
    grey = numpy.empty(reflectance.shape, numpy.uint8)
    for top in range(0, len(reflectance), _STRIP):
        strip = (reflectance[top : top + _STRIP] - numpy.float32(dark)) * gain
        grey[top : top + _STRIP] = numpy.sqrt(numpy.clip(strip, 0, 1)) * 255
    return grey
