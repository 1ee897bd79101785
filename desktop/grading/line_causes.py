"""Causes that show as lines, voids and specks in what should be evenly dark or light."""

from collections.abc import Iterator

import numpy

from desktop.grading.cause import Cause, CauseKind, Likelihood
from desktop.grading.model import Name, Point, Scan, SymbolGrade
from desktop.grading.print_geometry import Geometry
from desktop.grading.streaks import Streak, find_streaks
from desktop.grading.symbol_sheet import Bools, Sheet
from desktop.texts import Text, say

_STRAIGHT = 2.0
"""Degrees from an axis of the symbol up to which a line runs with the feed: labels are cut and scanned so."""
_LEAST_BITE = 0.2
"""Modules that one bar lacks at one side in all scans: a dot of a printed symbol is a quarter or more."""
_LEAST_SHARE = 0.01
"""Of what should be dark (light), how much is light (dark) before it is told."""
_MUCH = 0.04
_MOST_SHOWN = 12
_ALL_SCANS = 8
_FULL = 4.0


def line_causes(
    symbol: SymbolGrade, sheet: Sheet | None, geometry: Geometry, dots_per_mm: float | None
) -> Iterator[Cause]:
    """Yield the causes that show in single places."""
    if sheet is None:
        yield from _from_scans(symbol)
        return
    if sheet.soft:
        return
    found = [*_seen(symbol, sheet, geometry, dots_per_mm)]
    yield from found or _from_scans(symbol)


def _seen(
    symbol: SymbolGrade, sheet: Sheet, geometry: Geometry, dots_per_mm: float | None
) -> Iterator[Cause]:
    streaks, voids = find_streaks(sheet, sheet.void, sheet.dark)
    for streak in streaks:
        yield _line(symbol, sheet, streak, dots_per_mm)
    if geometry.bitten >= _LEAST_BITE and geometry.drift < _LEAST_BITE and not streaks:
        yield _bite(symbol, sheet, geometry)
    if voids > _LEAST_SHARE:
        yield _voids(sheet, voids, _how_likely(symbol, voids))
    dark_lines, spots = find_streaks(sheet, sheet.spot, sheet.light)
    for streak in dark_lines:
        yield _dirt(
            symbol, streak.at, abs(streak.angle) > 45, tuple(sheet.place(*end) for end in streak.ends)
        )
    if spots > _LEAST_SHARE:
        yield _spots(sheet, spots, _how_likely(symbol, spots))


def _line(symbol: SymbolGrade, sheet: Sheet, streak: Streak, dots_per_mm: float | None) -> Cause:
    ends = tuple(sheet.place(*end) for end in streak.ends)
    mm = symbol.module_mm
    evidence = [("angle degrees", streak.angle), ("width modules", streak.width), ("covered", streak.covered)]
    beside = min(abs(streak.angle), abs(90 - abs(streak.angle)))
    if beside > _STRAIGHT:
        return Cause(
            CauseKind.RIBBON_CREASE,
            Likelihood.LIKELY,
            say(
                "A slanting light line runs through the symbol, {angle}° from its bars or columns: the "
                "ribbon ran in a crease.",
                angle=round(abs(streak.angle)),
            ),
            say("Stretch the ribbon, check its tension and whether it runs straight; lower the darkness."),
            tuple(evidence),
            ends,
        )
    at_mm = None if mm is None else streak.at * mm
    if at_mm is not None and mm is not None:
        evidence += [("at mm", at_mm), ("width mm", streak.width * mm)]
        if dots_per_mm is not None:
            evidence += [("at dots", at_mm * dots_per_mm), ("width dots", streak.width * mm * dots_per_mm)]
    return Cause(
        CauseKind.BURNT_DOT,
        Likelihood.LIKELY,
        _line_sentence(abs(streak.angle) > 45, streak.at, at_mm, dots_per_mm),
        _clean_head(),
        tuple(evidence),
        ends,
        at_mm,
    )


def _line_sentence(level: bool, at: float, at_mm: float | None, dots_per_mm: float | None) -> Text:
    side = _side(level)
    if at_mm is None:
        return say(
            "A straight light line runs through the symbol {at} modules from its {side}, as a burnt or dirty "
            "dot of the head leaves it.",
            at=f"{at:.1f}",
            side=side,
        )
    if dots_per_mm is None:
        return say(
            "A straight light line runs through the symbol {at} mm from its {side}, as a burnt or dirty dot "
            "of the head leaves it.",
            at=f"{at_mm:.2f}",
            side=side,
        )
    return say(
        "A straight light line runs through the symbol {at} mm from its {side}, {dots} dots of the head: as "
        "a burnt or dirty dot leaves it.",
        at=f"{at_mm:.2f}",
        dots=round(at_mm * dots_per_mm),
        side=side,
    )


def _side(level: bool) -> Text:
    return say("upper side") if level else say("left side")


def _clean_head() -> Text:
    return say(
        "Clean the head with alcohol and print again. If the line stays at the same place the dot is burnt: "
        "move the symbol aside, or change the head."
    )


def _bite(symbol: SymbolGrade, sheet: Sheet, geometry: Geometry) -> Cause:
    at_mm = None if symbol.module_mm is None else geometry.bitten_at * symbol.module_mm
    _, height = sheet.size
    return Cause(
        CauseKind.BURNT_DOT,
        Likelihood.POSSIBLE,
        say(
            "In all scans one bar lacks {width} modules at one side, {at} modules from the left side of the "
            "symbol: a dot of the head may be burnt or dirty.",
            width=f"{geometry.bitten:.2f}",
            at=f"{geometry.bitten_at:.1f}",
        ),
        _clean_head(),
        (("width modules", geometry.bitten), ("at modules", geometry.bitten_at)),
        tuple(sheet.place(geometry.bitten_at, part * height) for part in (0.0, 1.0)),
        at_mm,
    )


def _how_likely(symbol: SymbolGrade, share: float) -> Likelihood:
    costly = any(
        one.name in {Name.DEF, Name.MOD} and one.grade is not None and one.grade < 4
        for one in symbol.parameters
    )
    return Likelihood.LIKELY if costly or share > _MUCH else Likelihood.POSSIBLE


def _voids(sheet: Sheet, share: float, likelihood: Likelihood) -> Cause:
    return Cause(
        CauseKind.VOIDS,
        likelihood,
        say(
            "{share} % of what should be dark is light, in spots here and there.", share=f"{100 * share:.1f}"
        ),
        say(
            "Look for dust, a worn or wrong ribbon, rough stock or too little pressure of the head; clean "
            "head and platen."
        ),
        (("share of dark %", 100 * share),),
        _some(sheet, sheet.void),
    )


def _spots(sheet: Sheet, share: float, likelihood: Likelihood) -> Cause:
    return Cause(
        CauseKind.SPOTS,
        likelihood,
        say(
            "{share} % of what should be light is dark: specks, or smeared print.", share=f"{100 * share:.1f}"
        ),
        say(
            "See whether the print can be wiped off; if so, match ribbon and stock and raise the darkness a "
            "little. Else clean platen and head."
        ),
        (("share of light %", 100 * share),),
        _some(sheet, sheet.spot),
    )


def _some(sheet: Sheet, mask: Bools) -> tuple[tuple[float, float], ...]:
    """Return some places of a mask, spread over it."""
    rows, columns = numpy.nonzero(mask)
    chosen = range(0, len(rows), max(1, -(-len(rows) // _MOST_SHOWN)))
    return tuple((float(sheet.x[rows[n], columns[n]]), float(sheet.y[rows[n], columns[n]])) for n in chosen)


def _from_scans(symbol: SymbolGrade) -> Iterator[Cause]:
    """Tell from the places of the defects alone: at one place in all scans is a line, in few a spot."""
    places, in_bars = [], 0
    for scan in symbol.scans:
        for one in scan.parameters:
            if one.name == Name.DEF and one.grade is not None and one.grade < _FULL and one.places:
                places.append(one.places[0])
                in_bars += _in_bar(scan, one.places[0])
    if not places:
        return
    first, second, _, _ = (numpy.array(corner) for corner in symbol.corners)
    along = (second - first) / numpy.hypot(*(second - first))
    at = (numpy.array(places) - first) @ along / symbol.module_px
    middle = float(numpy.median(at))
    same = int((numpy.abs(at - middle) < 1).sum())
    evidence = (("scans", float(len(places))), ("at modules", middle))
    if same < _ALL_SCANS:
        sentence = say(
            "{scans} of {all} scans cross a spot or a void.", scans=len(places), all=len(symbol.scans)
        )
        what = say("Look at the marked places: dust, a void or a speck. Clean head and platen.")
        yield Cause(CauseKind.VOIDS, Likelihood.POSSIBLE, sentence, what, evidence[:1], tuple(places))
        return
    ends = (places[0], places[-1])
    at_mm = None if symbol.module_mm is None else middle * symbol.module_mm
    if 2 * in_bars > len(places):
        sentence = _line_sentence(False, middle, at_mm, None)
        yield Cause(CauseKind.BURNT_DOT, Likelihood.LIKELY, sentence, _clean_head(), evidence, ends, at_mm)
        return
    yield _dirt(symbol, middle, False, ends)


def _dirt(symbol: SymbolGrade, at: float, level: bool, ends: tuple[Point, ...]) -> Cause:
    return Cause(
        CauseKind.SPOTS,
        Likelihood.LIKELY,
        say(
            "A dark line runs through the symbol, {at} modules from its {side}: dirt on the head or a "
            "scratched ribbon.",
            at=f"{at:.1f}",
            side=_side(level),
        ),
        say("Clean the head and the way of the ribbon, and print again."),
        (("at modules", at),),
        ends,
        None if symbol.module_mm is None else at * symbol.module_mm,
    )


def _in_bar(scan: Scan, place: Point) -> bool:
    """Tell whether a place on a scan lies in a bar: edges alternate, and the first begins a bar."""
    start, end = numpy.array(scan.start), numpy.array(scan.end)
    way = end - start
    part = float((numpy.array(place) - start) @ way / (way @ way))
    return int(numpy.searchsorted(scan.edges, part * (len(scan.profile) - 1))) % 2 == 1
