"""Figures of direct part marks that differ from printed symbols: cell contrast and cell modulation.

ISO/IEC TR 29158:2011 (AIM DPM-1-2006), as Cognex (DM475V, ISO 29158 grading parameters) and Keyence tell of
it: contrast is relative to the light background, the threshold comes from the statistics of the modules, and
modulation is scaled by the means of light and dark in place of the extremes.
"""

from dataclasses import dataclass

import numpy

from desktop.grading.sampling import Doubles


@dataclass(frozen=True, slots=True)
class Cells:
    """How light and how dark the modules of a mark are, in percent.

    Attributes:
        light: mean of the light ones (ML).
        dark: mean of the dark ones (MD).
        threshold: between them (T2).
    """

    light: float
    dark: float
    threshold: float

    @property
    def contrast(self) -> float:
        """Cell contrast in percent: (ML - MD) / ML (Cognex, Keyence)."""
        return 100 * (self.light - self.dark) / self.light if self.light > 0 else 0.0

    def modulation(self, reflectance: Doubles) -> Doubles:
        """Return cell modulation of modules in percent, 0 to 100, by which side of the threshold they are on.

        (R - T2) / (ML - T2) for light ones, (T2 - R) / (T2 - MD) for dark ones: remembered.
        """
        if not self.dark < self.threshold < self.light:
            return numpy.zeros_like(reflectance)
        light = (reflectance - self.threshold) / (self.light - self.threshold)
        dark = (self.threshold - reflectance) / (self.threshold - self.dark)
        return numpy.asarray(numpy.clip(100 * numpy.maximum(light, dark), 0, 100))


def cells_of(modules: Doubles) -> Cells:
    """Part the modules of a symbol into light and dark ones.

    Args:
        modules: their reflectance through the aperture, quiet zone not included.

    >>> cells = cells_of(numpy.array([80.0, 80.0, 84.0, 10.0, 12.0, 14.0]))
    >>> cells.light.__round__(2), cells.dark, cells.threshold
    (81.33, 12.0, 47.0)
    """
    threshold = least_variance(modules)
    light, dark = modules[modules > threshold], modules[modules <= threshold]
    if not light.size or not dark.size:
        level = float(modules.mean())
        return Cells(level, level, level)
    return Cells(float(light.mean()), float(dark.mean()), threshold)


def least_variance(modules: Doubles) -> float:
    """Return the threshold for which the variances of both classes add up to the least (Keyence).

    All places between two classes are as good: the middle of them, as is remembered of annex A.
    """
    values = numpy.sort(modules.ravel()).astype(numpy.float64)
    values, offset = values - values.mean(), values.mean()
    count = numpy.arange(1, values.size)
    below, squares = numpy.cumsum(values)[:-1], numpy.cumsum(values**2)[:-1]
    above, squares_above = values.sum() - below, (values**2).sum() - squares
    rest = values.size - count
    spread = squares / count - (below / count) ** 2 + squares_above / rest - (above / rest) ** 2
    # A threshold stands only between different values.
    spread = numpy.where(values[1:] > values[:-1], spread, numpy.inf)
    if not spread.size or not numpy.isfinite(spread).any():
        return float(offset)
    place = int(spread.argmin())
    return float((values[place] + values[place + 1]) / 2 + offset)
