"""Grades every symbol of a picture, and withholds a grade where a picture cannot carry it."""

from collections.abc import Callable
from dataclasses import replace

from desktop.errors import InputError
from desktop.grading.direct_marks import grade_direct_mark
from desktop.grading.editions import edition_for, is_matrix, is_qr
from desktop.grading.linear import grade_linear
from desktop.grading.locate import locate, overlapping
from desktop.grading.matrix import grade_matrix
from desktop.grading.model import Edition, Found, GradingImage, SymbolGrade, unmeasurable
from desktop.grading.no_symbol import why_none
from desktop.grading.preconditions import noted, reasons
from desktop.grading.qr import grade_qr
from desktop.texts import Text, say

Engine = Callable[[GradingImage, Found, Edition, float | None], SymbolGrade]

_LEAST_APERTURE, _MOST_APERTURE = 0.02, 2.0
_LEAST_X, _MOST_X = 0.05, 5.0
"""Mm. ISO/IEC 15415 and GS1 have apertures from 0.05 to 0.5 and modules from 0.1 to 1.52."""


def grade_picture(
    image: GradingImage,
    *,
    edition: Edition | None = None,
    symbology: str | None = None,
    x_mm: float | None = None,
    aperture_mm: float | None = None,
    told: Callable[[float], None] | None = None,
) -> tuple[SymbolGrade, ...]:
    """Grade all symbols of a picture, from top to bottom.

    Args:
        image: opened for measuring.
        edition: for the symbols of its kind; others, and None: the default of each kind.
        symbology: only symbols of it, by its name or the beginning of it; None: all.
        x_mm: the X-dimension of the symbols: it tells the scale in place of the picture.
        aperture_mm: diameter of the aperture; None: as the edition asks for the module size.
        told: called before the first symbol and after each with the share of them that is graded, 0 to 1;
            what it raises ends the work.

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
    tell = told or _nobody
    tell(0.0)
    graded: list[SymbolGrade] = []
    for index in wanted:
        graded.append(_graded(image, found[index], edition, x_mm, aperture_mm, covered=index in covered))
        tell(len(graded) / len(wanted))
    return tuple(graded)


def _nobody(_share: float) -> None:
    """Tell nobody how far the work is."""


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
    return why_none(image)


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
        return unmeasurable(found, edition, _overlapped())
    try:
        symbol = _measured(image, found, edition, aperture_mm)
        if x_mm is not None:
            scaled = replace(image, px_per_mm=symbol.module_px / x_mm)
            symbol = _measured(scaled, found, edition, aperture_mm)
    except InputError as refused:
        return unmeasurable(found, edition, refused.text)
    return _weighed(image, symbol)


def _measured(image: GradingImage, found: Found, edition: Edition, aperture_mm: float | None) -> SymbolGrade:
    return _engine(found.symbology, edition)(image, found, edition, aperture_mm)


def _engine(symbology: str, edition: Edition) -> Engine:
    if edition is Edition.ISO_29158_2020:
        return grade_direct_mark
    if is_qr(symbology):
        return grade_qr
    return grade_matrix if is_matrix(symbology) else grade_linear


def _weighed(image: GradingImage, symbol: SymbolGrade) -> SymbolGrade:
    """Withhold the grade for what the picture cannot tell; the figures stay, for they are told as such."""
    why = tuple(reasons(image, symbol))
    return replace(
        symbol,
        grade=None if why else symbol.grade,
        parameters=noted(image, symbol),
        not_measurable=(*symbol.not_measurable, *why),
    )


def _overlapped() -> Text:
    return say("Another symbol lies over this one: neither can be measured.")
