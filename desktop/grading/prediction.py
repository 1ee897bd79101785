"""The grade to expect of a symbol before it is printed: its dots drawn as a press prints them, then measured.

The dots become a picture of twelve pixels to a module and more, in which every mark has grown by the dot gain
and is spread by a Gaussian; the engine that grades pictures grades this one too. What a real print adds, such
as voids, creases and dirt, is not foreseen: an expectation is what can be reached, not what will be.
"""

from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.grading.grader import grade_picture
from desktop.grading.model import (
    Calibration,
    Edition,
    Floats,
    Found,
    GradingImage,
    Parameter,
    Point,
    SymbolGrade,
)
from desktop.texts import say

Dots = NDArray[numpy.bool_]

_PX_PER_MODULE = 12
_LEAST_PER_DOT = 3
_MOST_GAIN = 1.0
"""Dots: more fills the gap that a single dot leaves, which no head in order does."""
_MOST_BLUR_MM = 0.5
_FULL = 4.0


@dataclass(frozen=True, slots=True)
class PressModel:
    """How a printer prints its dots.

    Attributes:
        dot_gain: by how much a mark is wider and higher than its dots, in dots of the head; negative where it
            is narrower. From -1 to 1.
        blur_mm: standard deviation of what ink and stock spread, 0 to 0.5 mm.
        ink, stock: reflectances in percent, ink below stock.

    Raises:
        InputError: a value is impossible.
    """

    dot_gain: float = 0.1
    blur_mm: float = 0.0
    ink: float = 5.0
    stock: float = 85.0

    def __post_init__(self) -> None:
        if not -1 <= self.dot_gain <= _MOST_GAIN:
            raise InputError(
                say(
                    "The dot gain is -100 to {most} % of a dot; {found} % was given.",
                    most=f"{100 * _MOST_GAIN:g}",
                    found=f"{100 * self.dot_gain:g}",
                )
            )
        if not 0 <= self.blur_mm <= _MOST_BLUR_MM:
            raise InputError(
                say(
                    "The blur of a print is 0 to {most} mm; {found} mm was given.",
                    most=f"{_MOST_BLUR_MM:g}",
                    found=f"{self.blur_mm:g}",
                )
            )
        if not 0 <= self.ink < self.stock <= 100:
            raise InputError(
                say(
                    "Ink and stock reflect 0 to 100 %, ink less than stock; {ink} % and {stock} % were "
                    "given.",
                    ink=f"{self.ink:g}",
                    stock=f"{self.stock:g}",
                )
            )


@dataclass(frozen=True, eq=False, slots=True)
class DrawnSymbol:
    """A symbol in the dots of a printer.

    Attributes:
        symbology, identifier, data: as a decoder would tell them.
        dots: of the symbol and what is around it, True for black.
        corners: of the symbol in dots, from the upper left corner of the first; clockwise from the upper left
            as it is read.
        module_dots: X-dimension.
        dots_per_mm: of the printer.
    """

    symbology: str
    identifier: str
    data: str
    dots: Dots
    corners: tuple[Point, Point, Point, Point]
    module_dots: int
    dots_per_mm: int


@dataclass(frozen=True, eq=False, slots=True)
class Expectation:
    """The grade that a symbol can be expected to have, and what it was reckoned with.

    Attributes:
        symbol: as it was measured in the drawn picture; its ``grade`` is None where it cannot be graded.
        press: how it was taken to be printed.
        limit: the parameter that keeps the grade from being 4; None if nothing does.
    """

    symbol: SymbolGrade
    press: PressModel
    limit: Parameter | None

    @property
    def grade(self) -> float | None:
        """The grade to expect."""
        return self.symbol.grade


def predict(
    drawn: DrawnSymbol, press: PressModel, edition: Edition | None = None, aperture_mm: float | None = None
) -> Expectation:
    """Draw a symbol as a press would print it, and grade that.

    Args:
        drawn: the symbol in dots.
        press: how dots are printed.
        edition: by which it is graded; None, or one of another kind: the default of the symbology.
        aperture_mm: diameter of the measuring aperture; None: by X.

    Raises:
        InputError: the aperture is impossible.
    """
    image = printed(drawn, press)
    fine = _fineness(drawn.module_dots)
    first, second, third, fourth = ((x * fine - 0.5, y * fine - 0.5) for x, y in drawn.corners)
    found = Found(drawn.symbology, drawn.identifier, drawn.data, (first, second, third, fourth))
    (symbol,) = grade_picture(replace(image, found=(found,)), edition=edition, aperture_mm=aperture_mm)
    return Expectation(symbol, press, _limit(symbol))


def printed(drawn: DrawnSymbol, press: PressModel) -> GradingImage:
    """Return a symbol as a press prints it, as a picture."""
    fine = _fineness(drawn.module_dots)
    marks = drawn.dots.repeat(fine, 0).repeat(fine, 1).astype(numpy.float32)
    grown = _grown(_grown(marks, press.dot_gain * fine / 2).T, press.dot_gain * fine / 2).T
    px_per_mm = float(fine * drawn.dots_per_mm)
    reflectance = press.stock - (press.stock - press.ink) * grown
    sigma = press.blur_mm * px_per_mm
    if sigma > 0:
        reflectance = _blurred(_blurred(reflectance, sigma).T, sigma).T
    return GradingImage(
        reflectance=numpy.ascontiguousarray(reflectance, dtype=numpy.float32),
        px_per_mm=px_per_mm,
        bits=16,
        linearised=False,
        channel="grey",
        lossy=False,
        clipped=0.0,
        # Reflectances of a drawn picture are known.
        calibration=Calibration(0.0, 100.0, 0.0, 1.0, "", "", ""),
        drawn=True,
    )


def _fineness(module_dots: int) -> int:
    """Return pixels to a dot."""
    return max(_LEAST_PER_DOT, -(-_PX_PER_MODULE // module_dots))


def _grown(marks: Floats, by: float) -> Floats:
    """Move the edges of marks along rows outwards by so many pixels, exact by area; inwards below 0."""
    if by < 0:
        return 1 - _grown(1 - marks, -by)
    whole = int(by)
    grown = _spread(marks, whole)
    share = by - whole
    return grown if share == 0 else numpy.maximum(grown, share * _spread(marks, whole + 1))


def _spread(marks: Floats, reach: int) -> Floats:
    """Return the darkest within so many pixels along rows."""
    if reach == 0:
        return marks
    padded = numpy.pad(marks, ((0, 0), (reach, reach)))
    windows = numpy.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1, axis=1)
    return numpy.asarray(windows.max(axis=-1), dtype=numpy.float32)


def _blurred(values: Floats, sigma: float) -> Floats:
    """Blur along columns by a Gaussian of ``sigma`` pixels."""
    reach = int(numpy.ceil(4 * sigma))
    weights = numpy.exp(-0.5 * (numpy.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    padded = numpy.pad(values, ((reach, reach), (0, 0)), mode="edge")
    height = len(values)
    # A loop over the few rows of the kernel, not over pixels.
    total = numpy.zeros_like(values)
    for row, weight in enumerate(weights.astype(numpy.float32)):
        total += weight * padded[row : row + height]
    return total


def _limit(symbol: SymbolGrade) -> Parameter | None:
    graded = [(one.grade, one) for one in symbol.parameters if one.grade is not None]
    if not graded:
        return None
    least, parameter = min(graded, key=lambda pair: pair[0])
    return parameter if least < _FULL else None
