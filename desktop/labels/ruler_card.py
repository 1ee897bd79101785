"""The ruler card: a label that tells from a scan how true its printer prints.

Marks that say where they should lie stand in a row above and one below (``desktop.reading.ruler_card``).
Between them a ruler across and one down count millimetres from the paper's left and upper edge, for people.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desktop.errors import InputError
from desktop.labels.document import NO_TITLE, LabelDesign
from desktop.labels.elements import Align, TextElement
from desktop.labels.layout import LabelPlan, plan_labels
from desktop.labels.primitives import Area, Box, Matrix
from desktop.reading.ruler_card import MARK_MODULES, MODULE_MM, CardMark
from desktop.symbols.symbology import Symbology
from desktop.texts import say
from desktop.units import Resolution

CARD_MM: Final = (90.0, 50.0)
NAME: Final = "ruler card"

_MARGIN_MM: Final = 4.0
"""Blank on all sides, so that the paper's edge can be found and a shifted print is still whole."""
_APART_MM: Final = 25.0
"""About so far from each other are the marks of a row."""
_LEAST_MM: Final = 30.0
_RULED_MM: Final = 42.0
"""A lower card has no room for rulers between its marks."""
_TICKS_MM: Final = {10: 4.0, 5: 2.8}
_SHORT_TICK_MM: Final = 1.8
_TEXT_MM: Final = 2.6


def plan_card(
    resolution: Resolution, width_mm: float = CARD_MM[0], height_mm: float = CARD_MM[1]
) -> LabelPlan:
    """Lay out a ruler card of a size.

    Raises:
        InputError: no label has that size, or it is too small for four marks.
    """
    if not (width_mm >= _LEAST_MM and height_mm >= _LEAST_MM):  # said so, nan is too small as well
        raise InputError(
            say(
                "A ruler card is at least {least} x {least} mm, not {width} x {height} mm.",
                least=f"{_LEAST_MM:g}",
                width=f"{width_mm:g}",
                height=f"{height_mm:g}",
            )
        )
    ruled = height_mm >= _RULED_MM
    design = LabelDesign(
        name=NAME,
        title=NO_TITLE,
        width_mm=width_mm,
        height_mm=height_mm,
        elements=tuple(_texts(width_mm, height_mm, resolution)) if ruled else (),
    )
    plan = plan_labels(design, resolution, {})
    drawn = [
        *(_ticks(resolution, width_mm, height_mm) if ruled else ()),
        *_marks(resolution, width_mm, height_mm),
    ]
    return replace(plan, static=plan.static + tuple(drawn))


def _marks(resolution: Resolution, width_mm: float, height_mm: float) -> Iterator[Matrix]:
    for y_mm in (_MARGIN_MM, height_mm - _MARGIN_MM - MARK_MODULES * MODULE_MM):
        for x_mm in _columns(width_mm):
            mark = CardMark(resolution.dots(x_mm), resolution.dots(y_mm), resolution.dots_per_mm)
            symbol = mark.symbol()
            yield Matrix(
                mark.text,
                Symbology.DATA_MATRIX,
                mark.x,
                mark.y,
                mark.module_dots,
                symbol.rows,
                symbol.data,
            )


def _columns(width_mm: float) -> list[float]:
    last = width_mm - _MARGIN_MM - MARK_MODULES * MODULE_MM
    spaces = max(1, int((last - _MARGIN_MM) / _APART_MM))
    return [_MARGIN_MM + (last - _MARGIN_MM) * place / spaces for place in range(spaces + 1)]


def _rulers(width_mm: float, height_mm: float) -> tuple[float, range, float, range]:
    """Return where the rulers lie and from where to where they count: down there, across; there, down."""
    band = _MARGIN_MM + MARK_MODULES * MODULE_MM + 2
    return (
        height_mm / 2 + 4,
        range(13, int(width_mm - _MARGIN_MM - 1)),
        13.0,
        range(int(band) + 1, int(height_mm - band) + 1),
    )


def _ticks(resolution: Resolution, width_mm: float, height_mm: float) -> Iterator[Box]:
    y_mm, across, x_mm, down = _rulers(width_mm, height_mm)
    dots = resolution.dots
    thin = max(1, dots(0.15))

    def tick(at: int) -> int:
        return dots(next((length for each, length in _TICKS_MM.items() if at % each == 0), _SHORT_TICK_MM))

    first, last = dots(across[0]), dots(across[-1])
    yield Box(NAME, Area(first, dots(y_mm), last - first + thin, thin))
    for at in across:
        yield Box(NAME, Area(dots(at), dots(y_mm) - tick(at), thin, tick(at)))
    first, last = dots(down[0]), dots(down[-1])
    yield Box(NAME, Area(dots(x_mm), first, thin, last - first + thin))
    for at in down:
        yield Box(NAME, Area(dots(x_mm) - tick(at), dots(at), tick(at), thin))


def _texts(width_mm: float, height_mm: float, resolution: Resolution) -> Iterator[TextElement]:
    y_mm, across, x_mm, down = _rulers(width_mm, height_mm)
    size = f"{width_mm:g} x {height_mm:g} mm   {resolution.dots_per_mm} dots/mm"
    yield TextElement(
        "title",
        x_mm + 5,
        y_mm - 12,
        width_mm - x_mm - 10,
        5,
        f"PACKMARK   {size}",
        _TEXT_MM,
        least_size_mm=1.2,
    )
    for at in across:
        if at % 10 == 0 and at in across[:-2]:
            yield TextElement(f"across {at}", at - 4, y_mm + 0.6, 8, 3, str(at), _TEXT_MM, Align.CENTER)
    for at in down:
        if at % 10 == 0:
            left = x_mm - max(_TICKS_MM.values()) - 4.6
            yield TextElement(f"down {at}", left, at - 1.5, 4, 3, str(at), _TEXT_MM, Align.RIGHT)
