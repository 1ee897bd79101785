"""How the places of edges differ from what was meant: growth by axis, bitten edges, uneven feed."""

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.grading.decode_linear import Reading, read
from desktop.grading.linear import rule_of
from desktop.grading.model import GradingImage, ModuleMap, Name, SymbolGrade
from desktop.grading.sampling import Doubles, sampled

_PER_EDGE = 25
_SLOW = 9
"""Edges over which residuals are averaged to see what changes slowly along a symbol."""
_LENS = 3
_TWO_WIDTHS = frozenset({9, 10})
"""Elements to a character of symbologies with narrow and wide elements only."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """How a symbol differs from its design; all in modules.

    Attributes:
        along: growth of dark in reading direction; None: not measurable.
        across: growth of dark at right angles to it; None: not measurable, as of every linear symbol.
        bitten: by how much one single edge makes its bar narrower in all scans, beyond its neighbours; 0 if
            none does.
        bitten_at: where that edge is, in modules from the left side of the symbol.
        drift: by how much edges move to and fro slowly along a linear symbol, beyond what a lens does.
    """

    along: float | None = None
    across: float | None = None
    bitten: float = 0.0
    bitten_at: float = 0.0
    drift: float = 0.0


def geometry_of(symbol: SymbolGrade, image: GradingImage | None) -> Geometry:
    """Measure the geometry of a symbol; of a matrix without its picture there is the graded growth only."""
    if symbol.modules is None:
        return _of_bars(symbol)
    if image is None:
        growth = next((one.value for one in symbol.parameters if one.name == Name.PRINT_GROWTH), None)
        return Geometry(along=None if growth is None else growth / 100)
    return _of_matrix(symbol.modules, image)


def _of_bars(symbol: SymbolGrade) -> Geometry:
    fits = [fit for fit in (_fit(symbol, scan.edges) for scan in symbol.scans) if fit is not None]
    if not fits:
        return Geometry()
    count = max(len(residuals) for _, residuals, _ in fits)
    same = [fit for fit in fits if len(fit[1]) == count]
    meant = same[0][2]
    residuals = numpy.array([_without_lens(meant, fit[1]) for fit in same])
    middle = numpy.median(residuals, axis=0)
    edge, bitten = _bitten(residuals, middle)
    slow = numpy.convolve(middle, numpy.full(_SLOW, 1 / _SLOW), mode="valid") if count > _SLOW else middle[:0]
    return Geometry(
        along=float(numpy.median([growth for growth, _, _ in same])),
        bitten=bitten,
        bitten_at=float(meant[edge]),
        drift=float(numpy.ptp(slow)) if len(slow) else 0.0,
    )


def _fit(symbol: SymbolGrade, edges: NDArray[numpy.float32]) -> tuple[float, Doubles, Doubles] | None:
    """Return the growth of bars, what is left of each edge, and the edges as meant; in modules."""
    places = numpy.asarray(edges, numpy.float64)
    try:
        reading = read(rule_of(symbol.symbology).family, numpy.diff(places)) if len(places) > 1 else None
    except InputError:
        return None
    if reading is None:
        return None
    terms = _terms(reading)
    found = numpy.linalg.lstsq(terms, places)[0]
    unit = float(found[1])
    meant = terms[:, :-1] @ found[:-1]
    return float(found[-1]) / unit, numpy.asarray(places - terms @ found) / unit, (meant - meant[0]) / unit


def _without_lens(meant: Doubles, residuals: Doubles) -> Doubles:
    """Take off what changes along the whole symbol as a lens distorts: to the third power of the place."""
    places = 2 * meant / meant[-1] - 1
    terms = numpy.vander(places, _LENS + 1)
    return numpy.asarray(residuals - terms @ numpy.linalg.lstsq(terms, residuals)[0], numpy.float64)


def _terms(reading: Reading) -> Doubles:
    """Return what edges are made of: begin, module (or narrow and wide) and, last, growth of bars."""
    nominal = numpy.array(reading.nominal, numpy.float64)
    edges = len(nominal) + 1
    grown = numpy.where(numpy.arange(edges) % 2 == 0, -0.5, 0.5)
    parts = [nominal == 1, nominal != 1] if reading.elements in _TWO_WIDTHS else [nominal]
    sums = [numpy.concatenate(([0.0], numpy.cumsum(part))) for part in parts]
    return numpy.stack((numpy.ones(edges), *sums, grown), axis=1)


def _bitten(residuals: Doubles, middle: Doubles) -> tuple[int, float]:
    """Return the edge that makes its bar narrowest, and by how much beyond what the others scatter."""
    begins = numpy.arange(len(middle)) % 2 == 0
    # An edge where a bar begins narrows it when it lies further to the right.
    narrower = numpy.where(begins, residuals, -residuals)
    always = narrower.min(axis=0) if len(residuals) > 1 else narrower[0]
    edge = int(always.argmax())
    scatter = 3 * float(numpy.median(numpy.abs(middle)))
    return edge, max(0.0, float(always[edge]) - scatter)


def _of_matrix(modules: ModuleMap, image: GradingImage) -> Geometry:
    return Geometry(
        along=_grown(modules.x, modules.y, modules.dark, image),
        across=_grown(modules.x.T, modules.y.T, modules.dark.T, image),
    )


def _grown(
    x: NDArray[numpy.float32],
    y: NDArray[numpy.float32],
    dark: NDArray[numpy.bool_],
    image: GradingImage,
) -> float | None:
    """Return how much wider dark is along rows, in modules.

    Between a dark module and a light one the edge lies in the middle, or beside it by half the growth.
    """
    at = numpy.nonzero(dark[1:-1, :-1] != dark[1:-1, 1:])
    row, column = at[0] + 1, at[1]
    parts = numpy.linspace(-0.25, 1.25, _PER_EDGE)[None, :]
    places = []
    for centres in (x, y):
        first, second = centres[row, column][:, None], centres[row, column + 1][:, None]
        places.append(numpy.asarray(first + (second - first) * parts, numpy.float64))
    values = sampled(image.reflectance, *places)
    values = numpy.where(dark[row, column][:, None], values, values[:, ::-1])
    steps = values[:, -6:].mean(axis=1) - values[:, :6].mean(axis=1)
    sound = steps > 0.5 * float(numpy.median(steps)) if len(steps) else numpy.zeros(0, bool)
    if int(sound.sum()) < 8 or float(numpy.median(steps)) <= 0:
        return None
    edge = numpy.median((values[sound] - values[sound][:, :1]) / steps[sound][:, None], axis=0)
    crossing = int((edge >= 0.5).argmax())
    if crossing == 0:
        return None
    rise = edge[crossing] - edge[crossing - 1]
    width = 1.5 / (_PER_EDGE - 1)
    place = -0.25 + (crossing - (edge[crossing] - 0.5) / rise) * width
    return 2 * (float(place) - 0.5)
