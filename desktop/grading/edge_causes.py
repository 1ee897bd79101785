"""Causes that show in where edges are: too much or too little heat, speed, uneven feed."""

from collections.abc import Iterator

from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.model import Name, SymbolGrade
from desktop.grading.print_geometry import Geometry
from desktop.texts import Text, say

_LEAST_GROWTH = 0.12
"""Modules. A print that grew by so much has its best grades still (decodability 79 %), and no reserve."""
_MUCH_GROWTH = 0.2
"""From here on decodability nears the loss of a grade: V = (1.75 - 3 b) / 1.75 (ISO/IEC 15417)."""
_AXES_APART = 0.12
_DRIFT = 0.3
_ANU = 5.0
"""Percent; a grade is lost at 6 (ISO/IEC 15415:2011)."""
_FULL = 4.0


def edge_causes(symbol: SymbolGrade, geometry: Geometry) -> Iterator[Cause]:
    """Yield what growth and unevenness of a symbol tell."""
    yield from _growth(geometry)
    if geometry.drift > _DRIFT:
        yield Cause(
            CauseKind.FEED,
            Likelihood.POSSIBLE,
            say(
                "Bars come too early and too late in turns, by {drift} modules: the label was fed unevenly "
                "while bars lay across the feed, or the picture is distorted.",
                drift=f"{geometry.drift:.2f}",
            ),
            _check_feed(),
            (("drift modules", geometry.drift),),
        )
    yield from _grid(symbol)


def _growth(geometry: Geometry) -> Iterator[Cause]:
    axes = [growth for growth in (geometry.along, geometry.across) if growth is not None]
    if not axes:
        return
    if len(axes) == 2 and abs(axes[0] - axes[1]) > _AXES_APART and max(map(abs, axes)) >= _LEAST_GROWTH:
        yield _one_axis(axes[0], axes[1])
        return
    mean = sum(axes) / len(axes)
    if abs(mean) >= _LEAST_GROWTH:
        yield _both(mean, len(axes))


def _one_axis(along: float, across: float) -> Cause:
    return Cause(
        CauseKind.ONE_AXIS,
        _how_likely(max(abs(along), abs(across))),
        say(
            "Dark grew by {along} % of a module along the rows and by {across} % at right angles: heat "
            "trails behind the dots in the direction of the feed.",
            along=round(100 * along),
            across=round(100 * across),
        ),
        say("Print more slowly, or with less darkness; check the tension of the ribbon."),
        (("growth along rows %", 100 * along), ("growth across rows %", 100 * across)),
    )


def _both(growth: float, axes: int) -> Cause:
    evidence = (("growth %", 100 * growth), ("axes seen", float(axes)))
    percent = round(100 * abs(growth))
    if growth > 0:
        return Cause(
            CauseKind.TOO_DARK,
            _how_likely(growth),
            say("Dark is {percent} % of a module wider than meant: too much heat.", percent=percent)
            if axes == 2
            else say(
                "Bars are {percent} % of a module wider than meant: too much heat, or, if they lie across "
                "the feed, the wrong speed.",
                percent=percent,
            ),
            say("Lower the darkness step by step, and grade again."),
            evidence,
        )
    return Cause(
        CauseKind.TOO_PALE,
        _how_likely(growth),
        say(
            "Dark is {percent} % of a module narrower than meant: too little heat or pressure.",
            percent=percent,
        ),
        say(
            "Raise the darkness step by step or print more slowly; check the pressure of the head and "
            "the ribbon."
        ),
        evidence,
    )


def _how_likely(growth: float) -> Likelihood:
    return Likelihood.LIKELY if abs(growth) >= _MUCH_GROWTH else Likelihood.POSSIBLE


def _grid(symbol: SymbolGrade) -> Iterator[Cause]:
    found = {one.name: one for one in symbol.parameters}
    axial, grid = found.get(Name.ANU), found.get(Name.GNU)
    if axial is not None and axial.value is not None and axial.value >= _ANU:
        yield Cause(
            CauseKind.FEED,
            Likelihood.LIKELY if (axial.grade or 0) < _FULL else Likelihood.POSSIBLE,
            say(
                "Modules are {percent} % longer in one direction than in the other: the label is fed at "
                "another speed than the printer reckons with.",
                percent=f"{axial.value:.1f}",
            ),
            _check_feed(),
            (("ANU %", axial.value),),
        )
    if grid is not None and grid.value is not None and grid.grade is not None and grid.grade < _FULL:
        yield Cause(
            CauseKind.FEED,
            Likelihood.POSSIBLE,
            say(
                "Modules lie up to {percent} % of a module beside their grid: the label slips while it is "
                "printed, or the picture is distorted.",
                percent=round(grid.value),
            ),
            _check_feed(),
            (("GNU %", grid.value),),
            grid.places,
        )


def _check_feed() -> Text:
    return say(
        "Clean the platen roller, check its wear and the pressure of the head; take a flat-bed scan to be "
        "sure."
    )
