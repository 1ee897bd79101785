"""Figures of a matrix symbol that are not of its code words: contrast, modulation, grid (ISO/IEC 15415)."""

from dataclasses import dataclass

import numpy

from desktop.grading.laid import Laid, trimmed
from desktop.grading.matrix_frame import Corners, Frame
from desktop.grading.matrix_layout import Bools
from desktop.grading.model import Edition, Floats, Name, Parameter
from desktop.grading.sampling import Doubles
from desktop.grading.thresholds import grade_of
from desktop.texts import Text, say

TRUSTED_PX = 10.0
"""Below so many pixels a module, modulation reads too low (securPharm; and as measured)."""
_EXTREME_SHARE = 0.01
"""ISO/IEC 15415:2024: symbol contrast is between the means of the lightest and of the darkest 1 %."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """Reflectance of a symbol through the aperture, in percent.

    Attributes:
        light, dark: Rmax and Rmin, or the means of the lightest and darkest 1 %.
        threshold: global threshold between them.
    """

    light: float
    dark: float
    threshold: float

    @property
    def contrast(self) -> float:
        """Symbol contrast."""
        return self.light - self.dark


def contrast_of(values: Floats, modules: Doubles, edition: Edition) -> Contrast:
    """Measure symbol contrast over the symbol and its quiet zone.

    Args:
        values: all pixels there, seen through the aperture; none at all: the modules take their place.
        modules: reflectance of the modules that tell the threshold of 2024.
        edition: 2011 takes the extremes and their middle; 2024 means of 1 % and the threshold that parts the
            modules best (variance between the classes, after Otsu).
    """
    if not values.size:
        values = modules.ravel().astype(numpy.float32)
    if edition is not Edition.ISO_15415_2024:
        light, dark = float(values.max()), float(values.min())
        return Contrast(light, dark, (light + dark) / 2)
    count = max(1, round(_EXTREME_SHARE * values.size))
    parted = numpy.partition(values, (count, values.size - count - 1))
    return Contrast(float(parted[-count:].mean()), float(parted[:count].mean()), best_threshold(modules))


def best_threshold(modules: Doubles) -> float:
    """Return the middle between the two classes that differ most (N. Otsu, 1979).

    >>> best_threshold(numpy.array([10.0, 12.0, 80.0, 84.0]))
    46.5
    """
    values = numpy.sort(modules.ravel())
    below = numpy.cumsum(values)[:-1]
    count = numpy.arange(1, values.size)
    means = below / count, (values.sum() - below) / (values.size - count)
    variance = count * (values.size - count) * (means[1] - means[0]) ** 2
    place = int(variance.argmax())
    return float((means[0][place] + means[1][place]) / 2)


def pixels_within(picture: Floats, corners: Corners, margin: tuple[float, float] = (0.0, 0.0)) -> Floats:
    """Return the pixels of a quadrilateral and of a margin around it, in parts of its width and height."""
    frame = Frame.through(corners, 1)
    wide, high = margin
    u, v = numpy.array([-wide, 1 + wide, 1 + wide, -wide]), numpy.array([-high, -high, 1 + high, 1 + high])
    x, y = frame.places(u, v)
    height, width = picture.shape
    top, bottom = max(0, int(y.min())), min(height, int(y.max()) + 2)
    left, right = max(0, int(x.min())), min(width, int(x.max()) + 2)
    if bottom <= top or right <= left:
        return picture[:0].ravel()
    rows, columns = numpy.mgrid[top:bottom, left:right]
    u, v = frame.inside(columns, rows)
    within = (u >= -wide) & (u <= 1 + wide) & (v >= -high) & (v <= 1 + high)
    return picture[top:bottom, left:right][within]


def modulation_of(modules: Doubles, contrast: Contrast) -> Doubles:
    """Return the modulation of modules in percent: 2 |R - GT| / SC (ISO/IEC 15415:2011, 7.8.3)."""
    if contrast.contrast <= 0:
        return numpy.zeros_like(modules)
    return numpy.minimum(100.0, 200 * numpy.abs(modules - contrast.threshold) / contrast.contrast)


def axial_nonuniformity(pitch: tuple[float, float]) -> float:
    """Return |X - Y| / ((X + Y) / 2) in percent, of the mean spacings (ISO/IEC 15415:2011, 7.8.6)."""
    return 200 * abs(pitch[0] - pitch[1]) / (pitch[0] + pitch[1])


def deviations(x: Doubles, y: Doubles, pitch: tuple[float, float]) -> Doubles:
    """Return how far each module centre is from the ideal grid, in percent of the mean pitch.

    The ideal grid is bilinear between the centres of the four corner modules (ISO/IEC 15415:2011, 7.8.7; that
    the corners span it is taken from a verifier's dump, which agrees: 7.44 for its 7.5).

    Two of eight reference images disagree. Other readings of the text, by the clock tracks of card G (stated
    70), of card F (9, fixed pattern damaged), at worst over the other six, and of a grid bowed by 42.3::

        reading                                                   G     F   others   bowed
        module centres, corner modules (this one)                77.0   3.7   1.8    42.3
        light end module as wide as half a mean pitch asks       71.8   4.0   2.0    39.9 or 38.5
        both end modules so                                      68.1   4.2   2.5    37.3
        intersections of the data area, by its own corners       68.5   5.6   4.1    37.6
        modules of the data area, by its own corners             59.4   2.8   1.4    32.9
        all intersections, by the outline                        83.7   4.1   3.3    47.6 or 42.3
        centres in equal parts of the outline                    83.3   3.0   2.1    47.3 or 42.0
        centres, fitted by least squares                         48.4   2.3   1.7    26.6
        from the clock tracks straight to equal parts of the L   54.3   2.9   1.4    29.9

    None is within 3 of all eight. All borders of card G's modules lie on a parabola to 0.006 X: it is a bowed
    grid as in the last column, which this reading tells exactly; card G's is worth 75. What reads 70 there
    cannot read the bowed one right. Card F's borders are straight to 2 %: its 9 is of the damage.
    """
    ideal_x, ideal_y = _bilinear(x), _bilinear(y)
    return numpy.asarray(100 * numpy.hypot(x - ideal_x, y - ideal_y) / (sum(pitch) / 2))


def _bilinear(places: Doubles) -> Doubles:
    down = numpy.linspace(0, 1, places.shape[0])[:, None]
    across = numpy.linspace(0, 1, places.shape[1])[None, :]
    upper = places[0, 0] * (1 - across) + places[0, -1] * across
    lower = places[-1, 0] * (1 - across) + places[-1, -1] * across
    return numpy.asarray(upper * (1 - down) + lower * down)


def weakest(modulation: Doubles, data: Bools) -> tuple[float, tuple[int, int]]:
    """Return the lowest modulation of the data modules (contrast uniformity) and its row and column."""
    row, column = numpy.unravel_index(numpy.where(data, modulation, numpy.inf).argmin(), modulation.shape)
    return float(modulation[row, column]), (int(row), int(column))


def geometry(laid: Laid, edition: Edition) -> tuple[Parameter, Parameter]:
    """Grade both non-uniformities: of the axes, and of the grid where it is farthest from its place."""
    axial = axial_nonuniformity(laid.grid.pitch)
    x, y = trimmed(laid.grid.x, laid.quiet), trimmed(laid.grid.y, laid.quiet)
    far = deviations(x, y, laid.grid.pitch)
    at = numpy.unravel_index(far.argmax(), far.shape)
    most = float(far[at])
    return (
        Parameter(Name.ANU, axial, grade_of(edition, Name.ANU, axial)),
        Parameter(Name.GNU, most, grade_of(edition, Name.GNU, most), ((float(x[at]), float(y[at])),)),
    )


def uniformity(laid: Laid, modulation: Doubles, note: Text | None = None) -> Parameter:
    """Return contrast uniformity and its place: the weakest modulation of the modules that carry data."""
    value, at = weakest(trimmed(modulation, laid.quiet), laid.carriers)
    x, y = trimmed(laid.grid.x, laid.quiet), trimmed(laid.grid.y, laid.quiet)
    return Parameter(Name.CU, value, None, ((float(x[at]), float(y[at])),), note)


def coarse(pitch: tuple[float, float]) -> Text | None:
    """Say that modules have too few pixels for their modulation to be told; None where they have not."""
    pixels = min(pitch)
    if pixels >= TRUSTED_PX:
        return None
    return say(
        "A module is {pixels} pixels wide; below {trusted} modulation reads lower than it is.",
        pixels=f"{pixels:.1f}",
        trusted=f"{TRUSTED_PX:.0f}",
    )
