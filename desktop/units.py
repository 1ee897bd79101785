"""Lengths. On paper they are millimetres, in a printer they are whole dots, and only those print."""

from dataclasses import dataclass

from desktop.errors import InputError
from desktop.texts import say

PRINTER_RESOLUTIONS = (6, 8, 12, 24)
"""Dots per millimetre that label printers have (ZPL II guide, ^LL: 152.4, 203.2, 304.8, 609.6 dpi)."""


@dataclass(frozen=True, slots=True, order=True)
class Resolution:
    """How many dots a printer sets per millimetre. Never computed from a rounded "203" or "300 dpi"."""

    dots_per_mm: int

    def __post_init__(self) -> None:
        if self.dots_per_mm not in PRINTER_RESOLUTIONS:
            raise InputError(
                say(
                    "Resolution {found} dots/mm: label printers have 6, 8, 12 or 24 dots/mm.",
                    found=self.dots_per_mm,
                )
            )

    def dots(self, length_mm: float) -> int:
        """Return the whole number of dots nearest to ``length_mm`` (halves away from zero)."""
        sign = -1 if length_mm < 0 else 1
        # The small addend takes up binary rounding: 0.0625 mm * 8 is meant as half a dot, not less.
        return sign * int(abs(length_mm) * self.dots_per_mm + 0.5 + 1e-9)

    def mm(self, dots: int) -> float:
        """Return the length of ``dots`` in millimetres."""
        return dots / self.dots_per_mm

    @property
    def nominal_dpi(self) -> int:
        """The dots per inch by which such printers are sold (203, 300, 600); for people only."""
        return {6: 152, 8: 203, 12: 300, 24: 600}[self.dots_per_mm]
