"""Pictures whose every pixel is known exactly: scenes of cells and spots, laid into pixels by area.

Scenes are measured in modules (X = 1), x to the right, y down. A pixel is the mean of the scene over its
square, as an ideal camera sees it; nothing of the engine under test is used. Constructions and their
expected values: the conformance symbols of ISO/IEC 15426-1 and -2 as formulas.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby

import numpy as np
from numpy.typing import NDArray

from desktop.grading.model import Floats, Found, GradingImage, Point

Doubles = NDArray[np.float64]
LATTICES: Mapping[int, tuple[int, int]] = {
    2: (5, 2),
    3: (11, 3),
    4: (17, 5),
    6: (37, 8),
    14: (197, 55),
}
"""Points in a pixel and the stride from row to row, by about how many points a side has: primes, so that the
strides and what is one more and one less share nothing with them."""
LIGHT, DARK = 85.0, 5.0
"""Reflectances in percent of paper and ink, if nothing else is said."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A round spot: centre and diameter in modules, reflectance in percent."""

    x: float
    y: float
    diameter: float
    reflectance: float


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """Rectangular cells between edges, spots upon them.

    Attributes:
        x, y: edges in modules, rising; one more than there are columns and rows.
        reflectance: of each cell in percent, rows by columns.
        corners: of the symbol, clockwise from its upper left.
        spots: each upon one cell, inside of it.
    """

    x: Doubles
    y: Doubles
    reflectance: Doubles
    corners: tuple[Point, Point, Point, Point]
    spots: tuple[Spot, ...] = ()

    def at(self, x: Doubles, y: Doubles) -> Doubles:
        """Return the reflectance of points; beyond the edges the outermost cells go on."""
        column = np.clip(np.searchsorted(self.x, x, side="right") - 1, 0, len(self.x) - 2)
        row = np.clip(np.searchsorted(self.y, y, side="right") - 1, 0, len(self.y) - 2)
        found = self.reflectance[row, column]
        for spot in self.spots:
            inside = (x - spot.x) ** 2 + (y - spot.y) ** 2 <= spot.diameter**2 / 4
            found = np.where(inside, spot.reflectance, found)
        return found


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """A scene in pixels: percent, corners in pixels from the centre of the first, pixels a module."""

    reflectance: Floats
    corners: tuple[Point, Point, Point, Point]
    module_px: float

    def image(self, x_mm: float = 0.5, *, bits: int = 16, lossy: bool = False) -> GradingImage:
        """Return it as the engine takes it, its modules ``x_mm`` wide."""
        return GradingImage(
            reflectance=self.reflectance,
            px_per_mm=self.module_px / x_mm,
            bits=bits,
            linearised=False,
            channel="grey",
            lossy=lossy,
            clipped=0.0,
            calibration=None,
        )

    def found(self, symbology: str, identifier: str, data: str) -> Found:
        """Return where its symbol is, as the finder tells it."""
        return Found(symbology, identifier, data, self.corners)


def render(scene: Scene, px: float, offset: Point = (0.0, 0.0)) -> Picture:
    """Lay a scene into pixels, exactly by area.

    Args:
        scene: its outer edges are the picture's, cut to whole pixels.
        px: pixels a module; need not be whole.
        offset: by how many pixels the scene is moved to the right and down, 0 to 1.
    """
    across = _shares(scene.x, px, offset[0])
    down = _shares(scene.y, px, offset[1])
    pixels = down @ scene.reflectance @ across.T
    left, top = scene.x[0] - offset[0] / px, scene.y[0] - offset[1] / px
    bare = replace(scene, spots=())
    for spot in scene.spots:
        under = float(bare.at(np.array(spot.x), np.array(spot.y)))
        pixels += (spot.reflectance - under) * _covered(spot, pixels.shape, px, (left, top))
    corners = _four([((x - left) * px - 0.5, (y - top) * px - 0.5) for x, y in scene.corners])
    return Picture(pixels.astype(np.float32), corners, px)


def _shares(edges: Doubles, px: float, offset: float) -> Doubles:
    """Return which share of each pixel (rows) each cell (columns) has."""
    places = (edges - edges[0]) * px + offset
    count = int(np.ceil(places[-1] - 1e-9))
    pixel = np.arange(count)[:, None]
    places = np.concatenate([[min(0.0, offset)], places[1:-1], [count]])
    low = np.maximum(pixel, places[None, :-1])
    high = np.minimum(pixel + 1, places[None, 1:])
    return np.asarray(np.maximum(high - low, 0.0))


def _covered(spot: Spot, shape: tuple[int, ...], px: float, corner: Point) -> Doubles:
    """Return which share of each pixel a spot covers: exact along x, some 400 chords along y."""
    rows = max(8, int(np.ceil(400 / (spot.diameter * px))))
    y = (np.arange(shape[0] * rows) + 0.5) / (rows * px) + corner[1]
    half = np.sqrt(np.maximum(spot.diameter**2 / 4 - (y - spot.y) ** 2, 0.0))
    first, last = (spot.x - half - corner[0]) * px, (spot.x + half - corner[0]) * px
    pixel = np.arange(shape[1])
    chord = np.minimum(pixel + 1, last[:, None]) - np.maximum(pixel, first[:, None])
    return np.asarray(np.maximum(chord, 0.0).reshape(shape[0], rows, shape[1]).mean(axis=1))


def _four(points: list[Point]) -> tuple[Point, Point, Point, Point]:
    first, second, third, fourth = points
    return first, second, third, fourth


def warped(scene: Scene, matrix: Doubles, shape: tuple[int, int], px: float, fine: int = 6) -> Picture:
    """Lay a scene into pixels through a homography, some ``fine`` by ``fine`` points a pixel.

    The points are a lattice of which no two lie on one row, column or diagonal: an edge along any of them
    is found as exactly as there are points, not as there are rows.

    Args:
        scene: goes on beyond its edges as its outermost cells.
        matrix: 3 by 3, from modules to pixels (centre of the first pixel is 0, 0).
        shape: rows and columns of the picture.
        px: what to say of the pixels a module.
        fine: one of ``LATTICES``.
    """
    count, stride = LATTICES[fine]
    inverse = np.asarray(np.linalg.inv(matrix), np.float64)
    columns, rows = np.meshgrid(np.arange(shape[1], dtype=np.float64), np.arange(shape[0], dtype=np.float64))
    total = np.zeros(shape)
    for n in range(count):
        right, down = (n + 0.5) / count - 0.5, (n * stride % count + 0.5) / count - 0.5
        total += scene.at(*_mapped(inverse, columns + right, rows + down))
    corners = _four([(float(x), float(y)) for x, y in (_mapped(matrix, *corner) for corner in scene.corners)])
    return Picture((total / count).astype(np.float32), corners, px)


def _mapped(matrix: Doubles, x: Doubles | float, y: Doubles | float) -> tuple[Doubles, Doubles]:
    scale = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    return (
        (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / scale,
        (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / scale,
    )


@dataclass(frozen=True, slots=True)
class Stripe:
    """A stripe along the bars.

    Attributes:
        left, right: in modules from the first bar.
        reflectance: in percent.
        top, bottom: shares of the bars' height.
    """

    left: float
    right: float
    reflectance: float
    top: float = 0.0
    bottom: float = 1.0


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear symbol and all that can be wrong with it.

    Attributes:
        widths: of its elements in modules, first bar first.
        light, dark: reflectances in percent.
        growth: by how many modules each bar is wider and each space narrower.
        shifts: by how many modules single edges stand further to the right; edge 0 begins the first bar.
        tints: reflectance of single elements in percent.
        stripes, spots: defects; a spot's place is from the first bar and the top of the bars.
        quiet: modules of paper at both sides.
        height: of the bars in modules; above and below are four modules of paper.
    """

    widths: tuple[float, ...]
    light: float = LIGHT
    dark: float = DARK
    growth: float = 0.0
    shifts: Mapping[int, float] = field(default_factory=dict)
    tints: Mapping[int, float] = field(default_factory=dict)
    stripes: tuple[Stripe, ...] = ()
    spots: tuple[Spot, ...] = ()
    quiet: float = 14.0
    height: float = 40.0

    def edges(self) -> Doubles:
        """Return where the elements begin and end, in modules from where the first bar should begin."""
        places = np.array(list(accumulate(self.widths, initial=0.0)))
        places += np.where(np.arange(len(places)) % 2 == 0, -0.5, 0.5) * self.growth
        for edge, shift in self.shifts.items():
            places[edge] += shift
        return places

    def elements(self) -> Doubles:
        """Return the reflectance of each element."""
        reflectance = np.where(np.arange(len(self.widths)) % 2 == 0, self.dark, self.light)
        for element, tint in self.tints.items():
            reflectance[element] = tint
        return reflectance

    def scene(self) -> Scene:
        """Draw it."""
        edges = self.edges()
        sides = [-self.quiet, edges[-1] + self.quiet]
        x = np.unique(np.concatenate([edges, sides, *([s.left, s.right] for s in self.stripes)]))
        bands = [share * self.height for s in self.stripes for share in (s.top, s.bottom)]
        y = np.unique(np.array([-4.0, 0.0, *bands, self.height, self.height + 4.0]))
        middle_x, middle_y = (x[1:] + x[:-1]) / 2, (y[1:] + y[:-1]) / 2
        element = np.searchsorted(edges, middle_x) - 1
        inside = (element >= 0) & (element < len(self.widths))
        row = np.where(inside, self.elements()[np.where(inside, element, 0)], self.light)
        barred = (middle_y > 0) & (middle_y < self.height)
        cells = np.where(barred[:, None], row, self.light)
        for s in self.stripes:
            down = (middle_y > s.top * self.height) & (middle_y < s.bottom * self.height)
            across = (middle_x > s.left) & (middle_x < s.right)
            cells[np.ix_(down, across)] = s.reflectance
        left, right = float(edges[0]), float(edges[-1])
        corners = ((left, 0.0), (right, 0.0), (right, self.height), (left, self.height))
        return Scene(x, y, cells, corners, self.spots)


def widths_of(modules: str) -> tuple[float, ...]:
    """Return the element widths of a row of modules, "1" for black, that begins with a bar."""
    return tuple(float(len(list(run))) for _, run in groupby(modules))
