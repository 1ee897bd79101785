"""Grades every symbol of a picture, and withholds a grade where a picture cannot carry it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy

from desktop.errors import InputError
from desktop.grading.editions import edition_for, is_matrix, is_qr
from desktop.grading.linear import grade_linear
from desktop.grading.locate import locate, overlapping
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition, Found, GradingImage, Name, Parameter, SymbolGrade
from desktop.grading.picture import reflectance_of
from desktop.grading.qr import grade_qr
from desktop.texts import Text, say

Engine = Callable[[GradingImage, Found, Edition, float | None], SymbolGrade]

_LEAST_PX = 5.0
"""Pixels to a module of a matrix: fewer are useless (securPharm coding rules)."""
_MOST_CLIPPED = 0.01
"""Share of a symbol's pixels that may lie at an end of the range: more of them may hide voids or spots."""
_LEAST_APERTURE, _MOST_APERTURE = 0.02, 2.0
_LEAST_X, _MOST_X = 0.05, 5.0
"""Mm. ISO/IEC 15415 and GS1 have apertures from 0.05 to 0.5 and modules from 0.1 to 1.52."""
_ABSOLUTE = frozenset({Name.SC, Name.RMIN, Name.RMAX, Name.ECMIN, Name.MR})


def grade_picture(
    image: GradingImage,
    *,
    edition: Edition | None = None,
    symbology: str | None = None,
    x_mm: float | None = None,
    aperture_mm: float | None = None,
) -> tuple[SymbolGrade, ...]:
    """Grade all symbols of a picture, from top to bottom.

    Args:
        image: opened for measuring.
        edition: for the symbols of its kind; others, and None: the default of each kind.
        symbology: only symbols of it, by its name or the beginning of it; None: all.
        x_mm: the X-dimension of the symbols: it tells the scale in place of the picture.
        aperture_mm: diameter of the aperture; None: as the edition asks for the module size.

    Raises:
        InputError: there is no symbol, or an argument is impossible.
        DeviceError: the process that looks for symbols died or took too long.
    """
    _check("X-dimension", x_mm, _LEAST_X, _MOST_X)
    _check("aperture", aperture_mm, _LEAST_APERTURE, _MOST_APERTURE)
    found = locate(image)
    wanted = [index for index, one in enumerate(found) if symbology is None or _named(one, symbology)]
    if not wanted:
        raise InputError(_nothing(image, found, symbology))
    covered = overlapping(found)
    return tuple(
        _graded(image, found[index], edition, x_mm, aperture_mm, covered=index in covered) for index in wanted
    )


def _check(name: str, value: float | None, least: float, most: float) -> None:
    if value is not None and not least <= value <= most:
        raise InputError(
            say(
                "The {name} must be {least} to {most} mm; {found} was given.",
                name=say("X-dimension") if name == "X-dimension" else say("aperture"),
                least=f"{least:g}",
                most=f"{most:g}",
                found=f"{value:g}",
            )
        )


def _named(found: Found, symbology: str) -> bool:
    plain = [text.lower().replace(" ", "").replace("-", "") for text in (found.symbology, symbology)]
    return plain[0].startswith(plain[1]) or plain[0] == f"gs1{plain[1]}"


def _nothing(image: GradingImage, found: tuple[Found, ...], symbology: str | None) -> Text:
    if found:
        return say(
            "The picture has no {symbology}; it has {found}.",
            symbology=symbology,
            found=", ".join(sorted({one.symbology for one in found})),
        )
    step = max(1, image.reflectance.size // 1_000_000)
    dark, light = numpy.percentile(image.reflectance.ravel()[::step], (0.1, 99.9))
    if light - dark < 5:
        return say(
            "The picture is nearly of one grey ({dark} to {light} %): there is no symbol in it.",
            dark=round(float(dark)),
            light=round(float(light)),
        )
    return say(
        "No symbol was found in the picture. It must be sharp, whole with its quiet zones, and have "
        "{least} pixels to a module or more.",
        least=f"{_LEAST_PX:g}",
    )


def _graded(
    image: GradingImage,
    found: Found,
    wanted: Edition | None,
    x_mm: float | None,
    aperture_mm: float | None,
    *,
    covered: bool,
) -> SymbolGrade:
    edition = edition_for(found.symbology, wanted)
    if covered:
        return _ungraded(image, found, edition, _overlapped())
    try:
        symbol = _measured(image, found, edition, aperture_mm)
        if x_mm is not None:
            scaled = replace(image, px_per_mm=symbol.module_px / x_mm)
            symbol = _measured(scaled, found, edition, aperture_mm)
    except InputError as refused:
        return _ungraded(image, found, edition, refused.text)
    return _weighed(image, symbol)


def _measured(image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None) -> SymbolGrade:
    return _engine(found.symbology, edition)(image, found, edition, aperture_mm)


def _engine(symbology: str, edition: Edition) -> Engine:
    if is_qr(symbology):
        return grade_qr
    return grade_matrix if is_matrix(symbology) else grade_linear


def _ungraded(image: GradingImage, found: Found, edition: Edition, reason: Text) -> SymbolGrade:
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


def _weighed(image: GradingImage, symbol: SymbolGrade) -> SymbolGrade:
    """Withhold the grade for what the picture cannot tell; the figures stay, for they are told as such."""
    reasons = tuple(_reasons(image, symbol))
    parameters = symbol.parameters
    if image.calibration is None:
        parameters = tuple(_relative(one) for one in parameters)
    return replace(
        symbol,
        grade=None if reasons else symbol.grade,
        parameters=parameters,
        not_measurable=(*symbol.not_measurable, *reasons),
    )


def _reasons(image: GradingImage, symbol: SymbolGrade) -> Iterator[Text]:
    if is_matrix(symbol.symbology) and symbol.module_px < _LEAST_PX:
        yield say(
            "A module has {found} pixels; at least {least} are needed to measure a matrix.",
            found=f"{symbol.module_px:.1f}",
            least=f"{_LEAST_PX:g}",
        )
    clipped = _clipped(image, symbol)
    if clipped > _MOST_CLIPPED:
        yield say(
            "{share} % of the symbol is as dark or as light as the picture can show: what lies beyond cannot "
            "be measured. Change the exposure.",
            share=f"{100 * clipped:.0f}",
        )
    if image.calibration is None:
        yield say(
            "The picture is not calibrated: its contrast is relative to the white of the picture, and the "
            "grade may be worse. Calibrate with a card of known reflectance."
        )


def _clipped(image: GradingImage, symbol: SymbolGrade) -> float:
    rows, columns = image.reflectance.shape
    x, y = ([corner[axis] for corner in symbol.corners] for axis in (0, 1))
    top, bottom = max(0, int(min(y))), min(rows, int(max(y)) + 1)
    left, right = max(0, int(min(x))), min(columns, int(max(x)) + 1)
    part = image.reflectance[top:bottom, left:right]
    if part.size == 0 or image.clipped == 0:
        return 0.0
    black, white = reflectance_of(numpy.array((0.0, 1.0)), image.calibration)
    nearly = (white - black) * 1e-4
    return float(((part <= black + nearly) | (part >= white - nearly)).mean())


def _relative(parameter: Parameter) -> Parameter:
    if parameter.name not in _ABSOLUTE or parameter.note is not None:
        return parameter
    return replace(parameter, note=say("uncalibrated"))


def _overlapped() -> Text:
    return say("Another symbol lies over this one: neither can be measured.")
