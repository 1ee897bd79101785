"""What is likely wrong with the printer when symbols are graded low, with the evidence in the picture.

A symbol without faults has no cause. Limits are ours: from where a grade begins to suffer, or from where a
fault can be told from what a camera does to a good print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.edge_causes import edge_causes
from desktop.grading.light_causes import light_causes
from desktop.grading.line_causes import line_causes
from desktop.grading.model import GradingImage, SymbolGrade
from desktop.grading.print_geometry import geometry_of
from desktop.grading.symbol_sheet import sheet_of
from desktop.texts import say_count

_SAME_PLACE_MM = 0.2
"""How far a line may be from where an earlier sample had it: scans of two labels are not cut alike."""


def find_causes(
    symbol: SymbolGrade,
    image: GradingImage | None,
    history: Sequence[Sequence[Cause]] = (),
    dots_per_mm: float | None = None,
) -> tuple[Cause, ...]:
    """Find what is probably wrong with a printed symbol.

    Args:
        symbol: as it was measured.
        image: its picture; without it there is only what the figures tell.
        history: causes that were found in earlier samples of the same symbol of the job's labels: a line at
            the same place in several of them is of the head and not of one label.
        dots_per_mm: of the head that printed it, to tell places and widths in dots.

    Returns:
        The likeliest first; nothing where nothing speaks against the printer.
    """
    if symbol.module_px <= 0:
        return ()
    sheet = None if image is None else sheet_of(symbol, image)
    geometry = geometry_of(symbol, image)
    found = [
        *line_causes(symbol, sheet, geometry, dots_per_mm),
        *edge_causes(symbol, geometry),
        *light_causes(symbol, sheet, calibrated=image is not None and image.calibration is not None),
    ]
    return tuple(sorted(_confirmed(found, history), key=lambda cause: cause.rank))


def _confirmed(found: Sequence[Cause], history: Sequence[Sequence[Cause]]) -> Iterator[Cause]:
    for cause in found:
        times = sum(any(_same(cause, other) for other in earlier) for earlier in history)
        if not times:
            yield cause
            continue
        yield replace(
            cause,
            likelihood=Likelihood.VERY_LIKELY,
            evidence=(*cause.evidence, ("earlier samples", float(times))),
            sentence=say_count(
                "{what} It stood at the same place in {n} earlier sample.",
                "{what} It stood at the same place in {n} earlier samples.",
                n=times,
                what=cause.sentence,
            ),
        )


def _same(one: Cause, other: Cause) -> bool:
    if one.kind is not CauseKind.BURNT_DOT or other.kind is not CauseKind.BURNT_DOT:
        return False
    if one.at_mm is None or other.at_mm is None:
        return False
    return abs(one.at_mm - other.at_mm) <= _SAME_PLACE_MM
