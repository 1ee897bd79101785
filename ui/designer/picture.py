"""The dots of a label as a picture of the screen, drawn anew only where they changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desktop.labels.image import rows_of
from desktop.labels.primitives import Area, Bars, Matrix, PlacedGlyph, Primitive, TextRun
from ui.style import mixed

_BAND = 64
"""So many rows of the screen are averaged at once: memory stays flat for the largest labels."""


class LabelPicture:
    """The dots of one label.

    Attributes:
        dots: height x width, 1 = black.
    """

    def __init__(self) -> None:
        self.dots: NDArray[np.uint8] = np.zeros((1, 1), np.uint8)
        self._primitives: tuple[Primitive, ...] = ()

    @property
    def area(self) -> Area:
        """All of the label."""
        height, width = self.dots.shape
        return Area(0, 0, width, height)

    def show(self, width: int, height: int, primitives: Sequence[Primitive]) -> tuple[Area, ...]:
        """Draw ``primitives``; return the areas that were drawn anew."""
        before, self._primitives = self._primitives, tuple(primitives)
        if self.dots.shape != (height, width):
            self.dots = _drawn(primitives, Area(0, 0, width, height))
            return (self.area,)
        changed = _changed(before, self._primitives)
        if len(changed) > len(primitives) // 2 + 8:
            self.dots = _drawn(primitives, self.area)
            return (self.area,)
        areas = tuple(_clipped(area, self.area) for area in _joined(changed))
        for area in areas:
            if area.width and area.height:
                touched = [item for item in primitives if item.area.overlaps(area)]
                self.dots[area.y : area.bottom, area.x : area.right] = _drawn(touched, area)
        return areas


def _changed(before: Iterable[Primitive], after: Iterable[Primitive]) -> list[Area]:
    """Return the areas of what went and of what came. Unchanged primitives are mostly the same objects."""
    old, new = {id(item): item for item in before}, {id(item): item for item in after}
    gone = [item for key, item in old.items() if key not in new]
    come = []
    for item in (item for key, item in new.items() if key not in old):
        if item in gone:
            gone.remove(item)
        else:
            come.append(item)
    return [item.area for item in (*gone, *come)]


def _joined(areas: Iterable[Area]) -> list[Area]:
    """Join areas that overlap, so that no dot is drawn twice."""
    joined: list[Area] = []
    for area in areas:
        rest = []
        for other in joined:
            if area.overlaps(other):
                area = union(area, other)  # noqa: PLW2901 (it grows)
            else:
                rest.append(other)
        joined = [*rest, area]
    return joined


def union(one: Area, other: Area) -> Area:
    """Return the smallest area that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Area(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)


def _clipped(area: Area, by: Area) -> Area:
    x, y = max(area.x, by.x), max(area.y, by.y)
    right, bottom = min(area.right, by.right), min(area.bottom, by.bottom)
    return Area(x, y, max(0, right - x), max(0, bottom - y))


def _drawn(primitives: Iterable[Primitive], area: Area) -> NDArray[np.uint8]:
    """Draw the part of a label that lies in ``area``, by what draws its prints."""
    moved = (_moved(item, -area.x, -area.y) for item in primitives)
    rows = np.frombuffer(rows_of(moved, area.width, area.height), np.uint8).reshape(area.height, -1)
    return np.unpackbits(rows, axis=1, count=area.width)


def _moved(item: Primitive, dx: int, dy: int) -> Primitive:
    if not dx and not dy:
        return item
    match item:
        case TextRun():
            area = Area(item.area.x + dx, item.area.y + dy, item.area.width, item.area.height)
            glyphs = tuple(PlacedGlyph(one.x + dx, one.y + dy, one.glyph) for one in item.glyphs)
            return replace(item, area=area, glyphs=glyphs)
        case Bars() | Matrix():
            return replace(item, x=item.x + dx, y=item.y + dy)
        case _:
            area = Area(item.area.x + dx, item.area.y + dy, item.area.width, item.area.height)
            return replace(item, area=area)


def averaged(dots: NDArray[np.uint8], scale: float, part: QRect) -> NDArray[np.uint8]:
    """Return how black each pixel of ``part`` is, 0 to 255, at ``scale`` pixels a dot.

    A pixel covers so much of a dot as it does: no bar is lost or doubled by the zoom.
    """
    columns = _edges(part.left(), part.width(), scale, dots.shape[1])
    result = np.empty((part.height(), part.width()), np.uint8)
    for top in range(0, part.height(), _BAND):
        lines = min(_BAND, part.height() - top)
        edges = _edges(part.top() + top, lines, scale, dots.shape[0])
        first, last = int(edges[0]), min(dots.shape[0], int(edges[-1]) + 1)
        inside, left = columns - int(columns[0]), int(columns[0])
        right = min(dots.shape[1], int(columns[-1]) + 1)
        block = dots[first:last, left:right]
        across = _sums(block, edges - first)
        both = _sums(across.T, inside).T
        result[top : top + lines] = np.clip(both * (255 * scale * scale) + 0.5, 0, 255).astype(np.uint8)
    return result


def _edges(first: int, count: int, scale: float, most: int) -> NDArray[np.float64]:
    """Return the edges of pixels in dots."""
    edges: NDArray[np.float64] = np.clip(np.arange(first, first + count + 1) / scale, 0, most)
    return edges


def _sums(block: NDArray[np.generic], edges: NDArray[np.float64]) -> NDArray[np.float32]:
    """Sum the rows of ``block`` between ``edges``, parts of rows too."""
    height, width = block.shape
    total = np.zeros((height + 1, width), np.float32)
    np.cumsum(block, axis=0, dtype=np.float32, out=total[1:])
    whole = np.minimum(edges.astype(np.int64), height)
    part = (edges - whole).astype(np.float32)[:, np.newaxis]
    at = total[whole] + part * (total[np.minimum(whole + 1, height)] - total[whole])
    sums: NDArray[np.float32] = at[1:] - at[:-1]
    return sums


def coloured(shades: NDArray[np.uint8], stock: str, ink: str) -> QImage:
    """Return shades from 0 (``stock``) to 255 (``ink``) as an image of its own bytes."""
    height, width = shades.shape
    image = QImage(shades.tobytes(), width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(_shades(stock, ink))
    return image.convertToFormat(QImage.Format.Format_RGB32)


@lru_cache(maxsize=8)
def _shades(stock: str, ink: str) -> list[int]:
    return [mixed(ink, stock, shade / 255).rgb() for shade in range(256)]
