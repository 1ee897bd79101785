"""A ruler card in a scan: where its marks lie, and what that says of the printer.

The card carries small DataMatrix symbols, each of which says where it should lie. A decoder tells a corner to
a pixel or two only, so the place that counts is the centre of gravity of a mark's darkness: blur and
swelling of print do not move it, and the marks' modules say where it should be.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.symbols.encoder import MatrixSymbol, encode
from desktop.symbols.matrix_size import MatrixSize
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, say

MARK_MODULES: Final = 18
"""Modules of a mark's side: the smallest DataMatrix that holds what a mark says."""
MODULE_MM: Final = 0.5
MM_PER_INCH: Final = 25.4
LEAST_DPI: Final = 299.5
"""300, as files write it in whole pixels a metre. Below it, a tenth of a millimetre is hardly a pixel."""
LEAST_MARKS: Final = 4
"""Three give an answer; the fourth tells whether it can be believed."""
MOST_RESIDUAL_MM: Final = 0.1
"""A card that lies flat fits far better; folds, photos and marks of two cards do not."""

_VERSION: Final = "PM1"
_MARGIN_MODULES: Final = 1.5
_INSIDE_MM: Final = 2.5
_OUTSIDE_MM: Final = 12.5
_GROUND_MM: Final = 1.0
_STEP_MM: Final = 0.02
_LINES: Final = 11
_LEAST_CONTRAST: Final = 50.0
_MOST_EDGE_SPREAD_MM: Final = 0.15

Grey = NDArray[np.uint8]
Numbers = NDArray[np.float64]
Quad = tuple[tuple[float, float], ...]
"""Four corners in pixels, clockwise as the symbol reads, from its upper left."""


@dataclass(frozen=True, slots=True)
class CardMark:
    """What a mark says: the upper left dot of its modules on the card, and the dots per mm.

    >>> CardMark.parse("PM1 48 444 12").text
    'PM1 48 444 12'
    """

    x: int
    y: int
    dots_per_mm: int

    @classmethod
    def parse(cls, text: str) -> "CardMark | None":
        """Read what a symbol says; None if it is no mark of a ruler card."""
        match text.split(" "):
            case [version, *numbers] if (
                version == _VERSION
                and len(numbers) == 3
                and all(one.isascii() and one.isdigit() and len(one) <= 5 for one in numbers)
            ):
                x, y, dots_per_mm = (int(one) for one in numbers)
                return cls(x, y, dots_per_mm) if dots_per_mm else None
        return None

    @property
    def text(self) -> str:
        """What is written into the symbol."""
        return f"{_VERSION} {self.x} {self.y} {self.dots_per_mm}"

    @property
    def module_dots(self) -> int:
        """Width of its modules in dots."""
        return round(MODULE_MM * self.dots_per_mm)

    @property
    def side_mm(self) -> float:
        """Width and height of all its modules."""
        return MARK_MODULES * self.module_dots / self.dots_per_mm

    @property
    def corner_mm(self) -> tuple[float, float]:
        """Its upper left corner on the card."""
        return self.x / self.dots_per_mm, self.y / self.dots_per_mm

    def symbol(self) -> MatrixSymbol:
        """Draw it."""
        drawn = encode(Symbology.DATA_MATRIX, self.text, size=MatrixSize(MARK_MODULES, MARK_MODULES))
        assert isinstance(drawn, MatrixSymbol)
        return drawn

    def gravity_mm(self) -> tuple[float, float]:
        """Return where on the card the centre of gravity of its dark modules should be."""
        cells = np.array([[module == "1" for module in row] for row in self.symbol().rows])
        down, across = np.nonzero(cells)
        module = self.module_dots / self.dots_per_mm
        left, top = self.corner_mm
        return left + (float(across.mean()) + 0.5) * module, top + (float(down.mean()) + 0.5) * module


@dataclass(frozen=True, slots=True)
class SeenMark:
    """A mark with its corners in the scan."""

    mark: CardMark
    corners: Quad


@dataclass(frozen=True, slots=True)
class Measured:
    """What a ruler card says of its printer.

    Attributes:
        scale_x: lengths across the feed, printed divided by what they should be.
        scale_y: the same in the direction of feed.
        skew_deg: how far the print is turned in the scan, from the nearest quarter turn; clockwise.
        offset_x_mm: by how much everything is printed too far to the right of the paper's left edge; None
            where that edge is not seen.
        offset_y_mm: the same downwards from the upper edge.
        marks_found: how many marks were measured.
        uncertainty: of the scales, as a fraction of 1: one standard deviation, by how well the marks agree.
        residual_mm: how far the marks lie off where they would exactly fit, on average.
        dots_per_mm: of the printer that printed the card.
    """

    scale_x: float
    scale_y: float
    skew_deg: float
    offset_x_mm: float | None
    offset_y_mm: float | None
    marks_found: int
    uncertainty: float
    residual_mm: float
    dots_per_mm: int


@dataclass(frozen=True, slots=True)
class _Fit:
    """From millimetres of the card to pixels: ``pixels = [x, y, 1] @ matrix``."""

    matrix: Numbers

    def pixels(self, places: Numbers) -> Numbers:
        return np.column_stack((places, np.ones(len(places)))) @ self.matrix


def measure_card(grey: Grey, seen: Sequence[SeenMark], dpi: tuple[float, float]) -> Measured:
    """Measure a card by the marks that a decoder found.

    Args:
        grey: the scan.
        seen: its marks.
        dpi: pixels an inch, across and down.

    Raises:
        InputError: it cannot be measured, and why.
    """
    _refuse_resolution(dpi)
    _refuse_marks(seen)
    corners = np.array([one.corners for one in seen], np.float64)
    whole = np.array([_corners_mm(one.mark) for one in seen])
    rough = _fitted(whole.reshape(-1, 2), corners.reshape(-1, 2))
    centres, papers = zip(*(_gravity(grey, rough.pixels(_corners_mm(one.mark))) for one in seen), strict=True)
    should = np.array([one.mark.gravity_mm() for one in seen])
    mm_per_pixel = np.array([MM_PER_INCH / dpi[0], MM_PER_INCH / dpi[1]])
    fit = _fitted(should, np.array(centres))
    residuals = (np.array(centres) - fit.pixels(should)) * mm_per_pixel
    residual = math.sqrt(float((residuals**2).sum()) / max(1, 2 * len(seen) - 6))
    if residual > MOST_RESIDUAL_MM:
        raise InputError(
            say(
                "The marks lie {found} mm off where they fit, more than {most} mm. Lay the card flat and "
                "use a flat-bed scanner (a photo will not do).",
                found=f"{residual:.2f}",
                most=MOST_RESIDUAL_MM,
            )
        )
    across, down = fit.matrix[0] * mm_per_pixel, fit.matrix[1] * mm_per_pixel
    if across[0] * down[1] - across[1] * down[0] <= 0:
        raise InputError(say("The scan is mirrored: scan the printed side."))
    scale_x, scale_y = float(np.hypot(*across)), float(np.hypot(*down))
    angle = math.degrees(math.atan2(across[1], across[0]))
    paper = float(np.median(papers))
    left, top = _edges(grey, fit, should, paper)
    spread = (should - should.mean(axis=0)) ** 2
    return Measured(
        scale_x=scale_x,
        scale_y=scale_y,
        skew_deg=angle - 90 * round(angle / 90),
        offset_x_mm=None if left is None else -left * scale_x,
        offset_y_mm=None if top is None else -top * scale_y,
        marks_found=len(seen),
        uncertainty=residual / math.sqrt(float(spread.sum(axis=0).min())),
        residual_mm=residual,
        dots_per_mm=seen[0].mark.dots_per_mm,
    )


def edge_not_seen() -> Text:
    """Say why there is no offset."""
    return say(
        "The paper's edge cannot be told from the ground. Lay black paper behind the label (without its "
        "liner) and scan again, or measure from the edge with a ruler and type the offset."
    )


def _refuse_resolution(dpi: tuple[float, float]) -> None:
    if min(dpi) <= 0:
        raise InputError(
            say(
                "The scan does not say its resolution. Scan with 600 dpi and save as PNG or TIFF, or give "
                "the dpi."
            )
        )
    if min(dpi) < LEAST_DPI:
        raise InputError(
            say(
                "The scan has {found} dpi; at least {least} are needed, and 600 are good.",
                found=round(min(dpi)),
                least=round(LEAST_DPI),
            )
        )


def _refuse_marks(seen: Sequence[SeenMark]) -> None:
    if len({one.mark.dots_per_mm for one in seen}) > 1 or len({one.mark for one in seen}) < len(seen):
        raise InputError(say("The scan shows marks of several cards. Scan one ruler card at a time."))
    if len(seen) < LEAST_MARKS:
        raise InputError(
            say(
                "The scan shows {found} marks of a ruler card; at least {least} are needed. Scan the whole "
                "card, clean and flat, with 600 dpi.",
                found=len(seen),
                least=LEAST_MARKS,
            )
        )
    places = np.array([one.mark.corner_mm for one in seen])
    if min(np.ptp(places, axis=0)) < seen[0].mark.side_mm:
        raise InputError(say("The marks that were found lie in one row. Scan the whole card."))


def _corners_mm(mark: CardMark) -> Numbers:
    left, top = mark.corner_mm
    right, bottom = left + mark.side_mm, top + mark.side_mm
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _fitted(places: Numbers, pixels: Numbers) -> _Fit:
    matrix, *_ = np.linalg.lstsq(np.column_stack((places, np.ones(len(places)))), pixels, rcond=None)
    return _Fit(matrix.astype(np.float64))


def _gravity(grey: Grey, corners: Numbers) -> tuple[Numbers, float]:
    """Return the centre of gravity of what is dark inside of ``corners``, and how light the paper is."""
    middle = corners.mean(axis=0)
    grown = middle + (corners - middle) * (1 + 2 * _MARGIN_MODULES / MARK_MODULES)
    low = np.maximum(np.floor(grown.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(grown.max(axis=0)).astype(int) + 1, (grey.shape[1], grey.shape[0]))
    if (high - low < 2).any():
        raise InputError(say("A mark lies beyond the edge of the scan. Scan the whole card."))
    window = grey[low[1] : high[1], low[0] : high[0]].astype(np.float64)
    down, across = np.mgrid[low[1] : high[1], low[0] : high[0]] + 0.5
    # How far each pixel is inside, in parts of the grown square: 0 to 1 along each side.
    sides = np.array([grown[1] - grown[0], grown[3] - grown[0]])
    u, v = np.linalg.solve(sides.T, np.array([across.ravel() - grown[0][0], down.ravel() - grown[0][1]]))
    inside = ((u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)).reshape(window.shape)
    rim = 0.5 * _MARGIN_MODULES / (MARK_MODULES + 2 * _MARGIN_MODULES)
    border = inside & ((np.abs(u - 0.5) > 0.5 - rim) | (np.abs(v - 0.5) > 0.5 - rim)).reshape(window.shape)
    paper = float(np.median(window[border]))
    dark = np.where(inside, paper - window, 0.0)
    total = float(dark.sum())
    if total <= 0:
        raise InputError(say("A mark is as light as the paper. Print the card darker and scan again."))
    return np.array([(dark * across).sum() / total, (dark * down).sum() / total]), paper


def _edges(grey: Grey, fit: _Fit, marks: Numbers, paper: float) -> tuple[float | None, float | None]:
    """Return where on the card the paper begins at its left and upper edge, in mm of the card."""
    steps = np.arange(_INSIDE_MM, -_OUTSIDE_MM, -_STEP_MM)
    found: list[float | None] = []
    for along in (0, 1):
        other = np.linspace(marks[:, 1 - along].min(), marks[:, 1 - along].max(), _LINES)
        places = []
        for at in other:
            line = np.empty((len(steps), 2))
            line[:, along], line[:, 1 - along] = steps, at
            place = _edge(_sampled(grey, fit.pixels(line)), paper)
            if place is not None:
                places.append(steps[0] - place * _STEP_MM)
        found.append(_agreed(places))
    return found[0], found[1]


def _agreed(places: Sequence[float]) -> float | None:
    if len(places) <= _LINES // 2:
        return None
    middle = float(np.median(places))
    spread = float(np.median(np.abs(np.array(places) - middle)))
    return middle if spread <= _MOST_EDGE_SPREAD_MM else None


def _sampled(grey: Grey, pixels: Numbers) -> Numbers:
    """Return the levels between pixels, as far as the line stays in the scan."""
    across, down = pixels[:, 0] - 0.5, pixels[:, 1] - 0.5
    height, width = grey.shape
    out = (across < 0) | (down < 0) | (across >= width - 1) | (down >= height - 1)
    end = int(np.argmax(out)) if out.any() else len(out)
    x, y = np.floor(across[:end]).astype(int), np.floor(down[:end]).astype(int)
    u, v = across[:end] - x, down[:end] - y
    upper = grey[y, x] * (1 - u) + grey[y, x + 1] * u
    lower = grey[y + 1, x] * (1 - u) + grey[y + 1, x + 1] * u
    return np.asarray(upper * (1 - v) + lower * v, np.float64)


def _edge(levels: Numbers, paper: float) -> float | None:
    """Return at which step the paper ends and a darker ground begins, or None."""
    ground_steps = round(_GROUND_MM / _STEP_MM)
    if len(levels) <= ground_steps:
        return None
    # The ground right behind the edge counts: lids and shadows further out may be lighter or darker.
    below = np.flatnonzero(levels < paper - _LEAST_CONTRAST / 2)
    if not len(below) or below[0] == 0 or below[0] + ground_steps > len(levels):
        return None
    ground = float(np.median(levels[below[0] : below[0] + ground_steps]))
    if paper - ground < _LEAST_CONTRAST:
        return None
    middle = (paper + ground) / 2
    after = below[0] + np.flatnonzero(levels[below[0] :] < middle)[0]
    before, behind = float(levels[after - 1]), float(levels[after])
    return float(after) - (middle - behind) / (before - behind) if before > behind else float(after)
