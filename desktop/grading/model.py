"""What was measured on a symbol, and what it is worth: the values that every part of the grader speaks in.

Places are in pixels of the picture, x to the right and y down, from the centre of its first pixel. Values are
in percent where the standards state them in percent, never rounded; an edition rounds when it grades.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy
from numpy.typing import NDArray

from desktop.texts import Text

Floats = NDArray[numpy.float32]
Point = tuple[float, float]


class Edition(StrEnum):
    """The text by which a grade is made."""

    GBT_14258_2003 = "GB/T 14258-2003"
    """Linear; modifies ISO/IEC 15416:2000: whole grades. The drug code's."""
    ISO_15416_2016 = "ISO/IEC 15416:2016"
    """Linear; grades with one decimal."""
    GBT_23704_2017 = "GB/T 23704-2017"
    """Matrix; adopts ISO/IEC 15415:2011: whole grades."""
    ISO_15415_2024 = "ISO/IEC 15415:2024"
    """Matrix; grades with one decimal. What is provisional in it says so."""
    ISO_29158_2020 = "ISO/IEC 29158:2020"
    """Direct part marks."""


class Name(StrEnum):
    """The parameters, by the names of the truth tables."""

    DECODE = "decode"
    EDGES = "edges"
    SC = "SC"
    RMIN = "Rmin"
    RMAX = "Rmax"
    ECMIN = "ECmin"
    MOD = "MOD"
    DEF = "DEF"
    DEC = "DEC"
    QUIET_ZONE = "QZ"
    RM = "RM"
    FPD = "FPD"
    AG = "AG"
    ANU = "ANU"
    GNU = "GNU"
    UEC = "UEC"
    PRINT_GROWTH = "PrntGrw"
    CU = "CU"
    CC = "CC"
    CM = "CM"
    MR = "MR"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a scan or a symbol.

    Attributes:
        name: which; segments of the fixed pattern have names of their own (``LLS``, ``BLS``, ``TCT`` ...).
        value: in percent (Rmin, Rmax: reflectance; others as their formula says); None: pass or fail only.
        grade: 4 to 0; None: informative, or not measurable.
        places: where it was worst, for the picture.
        note: what a person should know of it, such as that it is provisional or not calibrated.
        provisional: whether its grade rests on limits, or on a formula, that were fitted or remembered and
            are not confirmed by the text of the standard; ``note`` tells what.
    """

    name: str
    value: float | None
    grade: float | None
    places: tuple[Point, ...] = ()
    note: Text | None = None
    provisional: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Scan:
    """One scan path of a linear symbol.

    Attributes:
        number: from 1, from the top of the symbol as it is read.
        start, end: of the path in the picture, quiet zones included.
        profile: reflectance in percent, sampled evenly from start to end, after aperture and compensation.
        edges: places of the element edges along the profile, in samples.
        parameters: of this scan.
        grade: the lowest of them.
        data: what the reference decode read, None if nothing.
    """

    number: int
    start: Point
    end: Point
    profile: Floats
    edges: Floats
    parameters: tuple[Parameter, ...]
    grade: float
    data: str | None


@dataclass(frozen=True, eq=False, slots=True)
class ModuleMap:
    """All modules of a matrix symbol and one ring of quiet zone around them: arrays, rows + 2 by columns + 2.

    Attributes:
        x, y: centre of each module in the picture.
        reflectance: in percent, through the aperture.
        dark: whether it should be dark, once the data are known.
        modulation: 0 to 100, negative where the module has the wrong colour.
    """

    x: Floats
    y: Floats
    reflectance: Floats
    dark: NDArray[numpy.bool_]
    modulation: Floats


@dataclass(frozen=True, eq=False, slots=True)
class SymbolGrade:
    """What one symbol is worth by one edition.

    Attributes:
        symbology: name as in ``desktop.symbols.symbology.Symbology`` values, or the decoder's for others.
        identifier: symbology identifier of ISO/IEC 15424.
        data: what it says; empty if it could not be read.
        corners: of the symbol in the picture, clockwise from the upper left as it is read.
        edition: by which it is graded.
        aperture_mm: diameter of the measuring aperture; None where the scale is not known.
        module_px: the X-dimension, or the pitch of the modules, in pixels.
        module_mm: the same in mm; None where the scale is not known.
        grade: overall, 4.0 to 0.0; None if it is not measurable.
        parameters: of the symbol (a linear symbol: the means and worsts of its scans).
        scans: of a linear symbol.
        modules: of a matrix symbol.
        not_measurable: why there is no grade, or why parts of it are missing.
    """

    symbology: str
    identifier: str
    data: str
    corners: tuple[Point, Point, Point, Point]
    edition: Edition
    aperture_mm: float | None
    module_px: float
    module_mm: float | None
    grade: float | None
    parameters: tuple[Parameter, ...]
    scans: tuple[Scan, ...] = ()
    modules: ModuleMap | None = None
    not_measurable: tuple[Text, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """A symbol that was found in a picture and is yet to be measured.

    ``identifier`` and ``data`` are empty where no decoder could read it (fixed pattern damage).
    """

    symbology: str
    identifier: str
    data: str
    corners: tuple[Point, Point, Point, Point]


def unmeasurable(found: Found, edition: Edition, reason: Text) -> SymbolGrade:
    """Return a symbol without any figure, and why."""
    return SymbolGrade(
        symbology=found.symbology,
        identifier=found.identifier,
        data=found.data,
        corners=found.corners,
        edition=edition,
        aperture_mm=None,
        module_px=0.0,
        module_mm=None,
        grade=None,
        parameters=(),
        not_measurable=(reason,),
    )


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two greys of known reflectance and what they read: it makes contrast figures absolute.

    Attributes:
        dark_percent, light_percent: reflectances that the card states.
        dark_reading, light_reading: linear readings of both, 0 to 1.
        card: which card.
        by, on: who measured, and the day (ISO 8601).
    """

    dark_percent: float
    light_percent: float
    dark_reading: float
    light_reading: float
    card: str
    by: str
    on: str


@dataclass(frozen=True, eq=False, slots=True)
class GradingImage:
    """A picture made ready for measuring.

    Attributes:
        reflectance: rows of percent, linear in light; uncalibrated, 100 is the largest value that a pixel of
            the file can have.
        px_per_mm: scale, None where nothing tells it.
        bits: of each sample in the file.
        linearised: whether an sRGB curve was undone.
        channel: what was measured: "grey", "red" (nearest to 660 nm) ...
        lossy: whether the file was compressed with loss.
        clipped: share of pixels at either end of the range.
        calibration: None: contrast figures are relative.
        found: the symbols that were found while it was opened; None: nobody has looked.
        pages: pictures in the file, of which this is the first.
        drawn: whether no camera took it: what is soft in it is print, and nothing is undone.
    """

    reflectance: Floats
    px_per_mm: float | None
    bits: int
    linearised: bool
    channel: str
    lossy: bool
    clipped: float
    calibration: Calibration | None
    found: tuple[Found, ...] | None = None
    pages: int = 1
    drawn: bool = False
