"""Grades as they are written: letter, formal string, and what a symbol without a grade is worth at most."""

from desktop.grading.model import Edition, SymbolGrade
from desktop.grading.thresholds import one_decimal

PASSES_FROM = 1.5
"""The least grade of the drug code (C: GB/T 14258-2003) and of GS1's symbols."""
_LETTERS = ((3.5, "A"), (2.5, "B"), (1.5, "C"), (0.5, "D"))
"""AIM, The Layman's Guide to ANSI, CEN, and ISO Bar Code Print Quality (2002)."""
_MM_PER_MIL = 0.0254


def letter(grade: float) -> str:
    """Return the letter of a grade.

    >>> letter(4.0), letter(3.4), letter(1.5), letter(0.4)
    ('A', 'B', 'C', 'F')
    """
    return next((name for least, name in _LETTERS if grade >= least), "F")


def aperture_reference(aperture_mm: float) -> str:
    """Return the reference number of an aperture: its diameter in thousandths of an inch.

    >>> [aperture_reference(diameter) for diameter in (0.075, 0.125, 0.15, 0.25, 0.5)]
    ['03', '05', '06', '10', '20']
    """
    return f"{round(aperture_mm / _MM_PER_MIL):02d}"


def formal(symbol: SymbolGrade, wavelength_nm: int = 660, lighting: str = "45Q") -> str | None:
    """Return grade, aperture and light as one writes them; None without a grade or a known aperture.

    Args:
        symbol: as graded.
        wavelength_nm: of the light.
        lighting: of a direct mark: 45Q, 30Q, 30T, 30S or 90 (GS1 General Specifications, table 7). Of others
            the angle is left out: it is 45 degrees (ISO/IEC 15416; GS1 General Specifications 5.6.3.5).
    """
    if symbol.grade is None or symbol.aperture_mm is None:
        return None
    if symbol.edition is Edition.ISO_29158_2020:
        return f"DPM{symbol.grade:.1f}/{aperture_reference(symbol.aperture_mm)}/{wavelength_nm}/({lighting})"
    return f"{symbol.grade:.1f}/{aperture_reference(symbol.aperture_mm)}/{wavelength_nm}"


def passes(symbol: SymbolGrade, least: float = PASSES_FROM) -> bool:
    """Tell whether a symbol was measured and is good enough."""
    return symbol.grade is not None and symbol.grade >= least


def mean_of_scans(grades: tuple[float, ...], same_data: bool = True) -> float:
    """Return the grade of a linear symbol: the mean of its scans, 0 where they read different data.

    >>> mean_of_scans((4.0,) * 7 + (2.0,) * 3)
    3.4
    """
    return one_decimal(sum(grades) / len(grades)) if grades and same_data else 0.0


def at_most(symbol: SymbolGrade) -> float | None:
    """Return what was reckoned although something keeps it from being the grade: it may be worse.

    The mean of the scans, or the lowest graded parameter of a matrix; None where nothing was graded.
    """
    if symbol.grade is not None:
        return symbol.grade
    if symbol.scans:
        data = {scan.data for scan in symbol.scans if scan.data is not None}
        return mean_of_scans(tuple(scan.grade for scan in symbol.scans), len(data) <= 1)
    return min((one.grade for one in symbol.parameters if one.grade is not None), default=None)
