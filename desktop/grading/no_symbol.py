"""Why no symbol was found in a picture, as far as the picture shows it."""

import numpy

from desktop.grading.bar_regions import bar_regions
from desktop.grading.model import Floats, GradingImage
from desktop.grading.picture import grey_of
from desktop.grading.quads import centre
from desktop.texts import Text, say

_LEAST_SPAN = 5.0
"""Percent between the darkest and the lightest part of a picture with print in it."""
_MOST_CLIPPED = 0.5
_WIDEST_EDGE = 8.0
"""Pixels from dark to light: a module of 5 pixels is lost in such an edge."""
_SHARP = 4.0
"""Pixels that the edges of a picture take at most across the way in which something moved."""
_REACH = 32
"""Pixels over which dark and light are looked for along a smear."""
_STRUCTURE = 0.3
"""Share of the contrast of a picture that must be there along a smear: bars alone have none along them."""
_ENOUGH_ROWS = 1000
_LEAST_PX = 5


def why_none(image: GradingImage) -> Text:
    """Say why nothing can be graded in a picture without any symbol."""
    reflectance = image.reflectance
    step = max(1, round((reflectance.size / 100_000) ** 0.5))
    dark, light = (float(one) for one in numpy.percentile(reflectance[::step, ::step], (0.1, 99.9)))
    if light - dark < _LEAST_SPAN:
        return say(
            "The picture is nearly of one grey ({dark} to {light} %): there is no symbol in it.",
            dark=round(dark),
            light=round(light),
        )
    width = _sharpest_edge(image, light - dark)
    if width > _WIDEST_EDGE:
        return say(
            "The picture is blurred: its sharpest edges are {width} pixels wide, and no symbol can be made "
            "out. Focus, hold the camera still, and take it again.",
            width=round(width),
        )
    smear = _smear(image, light - dark)
    if smear is not None:
        return smear
    if image.clipped > _MOST_CLIPPED:
        return say(
            "No symbol was found, and {share} % of the picture is as dark or as light as it can show. Change "
            "the exposure, or scan in grey.",
            share=round(100 * image.clipped),
        )
    regions = bar_regions(grey_of(reflectance))
    if regions:
        x, y = centre(regions[0].corners)
        return say(
            "There are bars at {x}, {y}, but no symbol can be read in them: they are damaged or cut off, of "
            "another symbology, or finer than {least} pixels to a module.",
            x=round(x),
            y=round(y),
            least=_LEAST_PX,
        )
    return say(
        "No symbol was found in the picture. It must be sharp, whole with its quiet zones, and have "
        "{least} pixels to a module or more.",
        least=_LEAST_PX,
    )


def _sharpest_edge(image: GradingImage, span: float) -> float:
    """Return about how many pixels the sharpest edges take from dark to light."""
    step = max(1, max(image.reflectance.shape) // _ENOUGH_ROWS)
    rows, columns = image.reflectance[::step], image.reflectance[:, ::step]
    steps = [numpy.abs(numpy.diff(rows, axis=1)), numpy.abs(numpy.diff(columns, axis=0))]
    steepest = max(float(numpy.percentile(one, 99.9)) for one in steps if one.size)
    return span / max(steepest, 1e-3)


def _smear(image: GradingImage, span: float) -> Text | None:
    """Say that something moved, if edges one way are wide and those across it sharp: no lens does that."""
    step = max(1, max(image.reflectance.shape) // _ENOUGH_ROWS)
    ways = (
        (say("from left to right"), image.reflectance[::step]),
        (say("from top to bottom"), image.reflectance[:, ::step].T),
    )
    widths = [_edge_along(part, span) for _, part in ways]
    for (way, _), along, across in zip(ways, widths, reversed(widths), strict=True):
        if along is not None and across is not None and along > _WIDEST_EDGE and across <= _SHARP:
            return say(
                "The picture is smeared {way}: edges are {along} pixels wide that way, and {across} across "
                "it. The label or the camera moved: hold both still, or take more light and a shorter "
                "exposure.",
                way=way,
                along=round(along),
                across=round(across),
            )
    return None


def _edge_along(part: Floats, span: float) -> float | None:
    """Return how many pixels the sharpest edges along the rows take, None if dark and light do not follow."""
    if part.shape[1] <= _REACH:
        return None
    reach = float(numpy.percentile(numpy.abs(part[:, _REACH:] - part[:, :-_REACH]), 99.9))
    steepest = float(numpy.percentile(numpy.abs(numpy.diff(part, axis=1)), 99.9))
    return reach / max(steepest, 1e-3) if reach > _STRUCTURE * span else None
