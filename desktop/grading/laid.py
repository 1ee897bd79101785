"""A matrix symbol whose grid is laid: what engines ask of DataMatrix and QR Code alike, and its grade."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy
from numpy.typing import NDArray

from desktop.grading.cut_out import CutOut
from desktop.grading.fixed_pattern import Ring
from desktop.grading.matrix_frame import Corners
from desktop.grading.matrix_layout import Bools
from desktop.grading.model import Edition, Found, GradingImage, ModuleMap, Parameter, SymbolGrade
from desktop.grading.sampling import Doubles
from desktop.texts import Text

Kind = TypeVar("Kind", bound=numpy.generic)


class Reading(Protocol):
    """What error correction made of the modules of a symbol."""

    @property
    def data(self) -> str:
        """The text."""

    @property
    def identifier(self) -> str:
        """Symbology identifier of ISO/IEC 15424."""

    @property
    def unused(self) -> float:
        """Unused error correction in percent."""


@dataclass(frozen=True, eq=False, slots=True)
class Said:
    """What a symbol says by the modules that were seen.

    Attributes:
        reading: None where correction fails.
        inked: which modules should have the finder's colour, quiet zone included; of data that could not be
            read, those that have it.
        modulation_grade: grade of the modulation (of the symbol's modules, in percent) by an edition, with
            error correction laid over it; 0 where nothing was read.
    """

    reading: Reading | None
    inked: Bools
    modulation_grade: Callable[[Doubles, Edition], float]


class ModuleGrid(Protocol):
    """Where modules lie, those of the quiet zone included."""

    @property
    def x(self) -> Doubles:
        """Module centres in the picture."""

    @property
    def y(self) -> Doubles:
        """Module centres in the picture."""

    @property
    def pitch(self) -> tuple[float, float]:
        """Mean distance of neighbouring centres along rows and along columns, in pixels."""


class Laid(Protocol):
    """A grid laid over a symbol; arrays are of modules, ``quiet`` modules of quiet zone included."""

    @property
    def grid(self) -> ModuleGrid:
        """Where its modules lie."""

    @property
    def quiet(self) -> int:
        """Modules of quiet zone on each side."""

    @property
    def sign(self) -> int:
        """1 where the finder pattern is dark on light, -1 where it is light on dark."""

    @property
    def corners(self) -> Corners:
        """Outer corners, clockwise from the upper left as the symbol is read."""

    @property
    def carriers(self) -> Bools:
        """Which modules of the symbol carry data."""

    @property
    def cut_short(self) -> Text:
        """Says that its quiet zone is not wholly in the picture."""

    def name(self, identifier: str) -> str:
        """Return the name of its symbology by its identifier."""

    def said(self, seen: Bools) -> Said:
        """Read the modules that have the finder's colour."""

    def fixed_pattern(self, ring: Ring, edition: Edition) -> tuple[Parameter, ...]:
        """Grade the segments of its fixed pattern."""


def trimmed(whole: NDArray[Kind], ring: int) -> NDArray[Kind]:
    """Take ``ring`` modules off each side of an array."""
    return whole[ring : whole.shape[0] - ring, ring : whole.shape[1] - ring]


def lowest(parameters: tuple[Parameter, ...]) -> float:
    """Return the lowest grade of parameters: a matrix symbol's is that of its worst."""
    return min(one.grade for one in parameters if one.grade is not None)


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """One symbol at one aperture, measured in a part of the picture.

    Attributes:
        laid: its grid.
        edition: by which it is graded.
        diameter: of the aperture in pixels.
        reading: what it says.
        parameters: of it, their places in the part.
        reflectance: of its modules in percent; this and all arrays with the quiet zone.
        modulation: 0 to 100.
        inked: which modules should have the finder's colour.
        seen: which have it.
    """

    laid: Laid
    edition: Edition
    diameter: float
    reading: Reading | None
    parameters: tuple[Parameter, ...]
    reflectance: Doubles
    modulation: Doubles
    inked: Bools
    seen: Bools

    def grade(self, image: GradingImage, found: Found, part: CutOut) -> SymbolGrade:
        """Return the symbol's grade, its places in the whole picture."""
        laid, scale = self.laid, image.px_per_mm
        parameters = tuple(part.placed(one) for one in self.parameters)
        cut_short = self._outside(image.reflectance.shape, part)
        pitch = sum(laid.grid.pitch) / 2
        identifier = self.reading.identifier if self.reading else found.identifier
        return SymbolGrade(
            symbology=laid.name(identifier),
            identifier=identifier,
            data=self.reading.data if self.reading else "",
            corners=part.in_picture(laid.corners),
            edition=self.edition,
            aperture_mm=None if scale is None else self.diameter / scale,
            module_px=pitch,
            module_mm=None if scale is None else pitch / scale,
            grade=None if cut_short else lowest(parameters),
            parameters=parameters,
            modules=self._module_map(part),
            not_measurable=cut_short,
        )

    def _outside(self, shape: tuple[int, ...], part: CutOut) -> tuple[Text, ...]:
        x, y = self.laid.grid.x + part.left, self.laid.grid.y + part.top
        if x.min() < 0 or y.min() < 0 or x.max() > shape[1] - 1 or y.max() > shape[0] - 1:
            return (self.laid.cut_short,)
        return ()

    def _module_map(self, part: CutOut) -> ModuleMap:
        laid = self.laid
        signed = numpy.where(self.inked == self.seen, self.modulation, -self.modulation)
        x, y, reflectance, modulation = (
            trimmed(one, laid.quiet - 1).astype(numpy.float32)
            for one in (laid.grid.x + part.left, laid.grid.y + part.top, self.reflectance, signed)
        )
        dark = self.inked if laid.sign > 0 else ~self.inked
        return ModuleMap(x, y, reflectance, trimmed(dark, laid.quiet - 1), modulation)
