"""Grades a linear symbol: ten scans, each as good as its worst parameter, and their mean (ISO/IEC 15416)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from desktop.errors import InputError
from desktop.grading.aperture import RETAIL_SHARE, SHARE, aperture_for
from desktop.grading.bars import Bars, bars
from desktop.grading.decode_linear import Family, Reading, read
from desktop.grading.edges import find_elements
from desktop.grading.linear_parameters import (
    Value,
    contrast_values,
    decoding_values,
    defects_value,
    quiet_zone_value,
)
from desktop.grading.model import Edition, Found, GradingImage, Name, Parameter, Point, Scan, SymbolGrade
from desktop.grading.profiles import Extent, Processing, Profiles, scan
from desktop.grading.scan_paths import Frame, find_frame, sampled
from desktop.grading.thresholds import FAIL, PASS, one_decimal
from desktop.symbols.code128 import FNC1
from desktop.texts import Text, say

Doubles = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class LinearRule:
    """What a symbology asks of its surroundings.

    Attributes:
        names: beginnings of the names by which it is called, in capitals without spaces and hyphens.
        family: how it is read.
        quiet: quiet zones left and right in modules.
        retail: whether the aperture of retail holds, whatever X is.
        source: of the quiet zones.
    """

    names: tuple[str, ...]
    family: Family
    quiet: tuple[float, float]
    retail: bool
    source: str


RULES = (
    LinearRule(("EAN13",), Family.EAN_13, (11, 7), True, "ISO/IEC 15420; GS1 General Specifications"),
    LinearRule(("EAN8",), Family.EAN_8, (7, 7), True, "ISO/IEC 15420; GS1 size guide"),
    LinearRule(("UPCA",), Family.EAN_13, (9, 9), True, "ISO/IEC 15420; GS1 size guide"),
    LinearRule(("CODE128", "GS1128"), Family.CODE_128, (10, 10), False, "ISO/IEC 15417; GS1-128 10X"),
    LinearRule(("ITF",), Family.ITF, (10, 10), False, "ISO/IEC 16390"),
    LinearRule(("CODE39",), Family.CODE_39, (10, 10), False, "ISO/IEC 16388"),
)

_FEWEST_PIXELS = 3.0
"""Pixels to a module below which nothing is measured (Beckhoff: at least 3, better 5 to 8)."""
_NEAR = 4.0
"""Modules by which the first and the last edge of a scan may lie beside the lines through all of them."""
_MISSED = ((1, 0), (0, 1), (1, 1))
"""Bars at either end that a decoder may have left out of its corners, where nothing is read without them."""
_NOISE_PEAK = 2.0
"""Percent by which a peak must stand out to be one: what noise and compensation leave in even paper.
Set on half of the reference images."""


def rule_of(symbology: str) -> LinearRule:
    """Find the rule of a symbology by its name, as labels or decoders write it.

    Raises:
        InputError: it is none that this engine grades.
    """
    plain = symbology.upper().replace(" ", "").replace("-", "")
    for rule in RULES:
        if plain.startswith(rule.names):
            return rule
    raise InputError(
        say(
            "{symbology} is not graded as a linear symbol; Code 128, GS1-128, EAN-13, EAN-8, UPC-A, ITF and "
            "Code 39 are.",
            symbology=symbology,
        )
    )


def grade_linear(
    image: GradingImage,
    found: Found,
    edition: Edition,
    aperture_mm: float | None,
    *,
    processing: Processing | None = None,
) -> SymbolGrade:
    """Grade a linear symbol.

    Args:
        image: made ready for measuring.
        found: the symbol in it.
        edition: of the linear ones.
        aperture_mm: diameter of the aperture; None: by X, or 06 for retail symbols. Without a scale the
            aperture is a share of X that is usual for the symbology, and the result says so.
        processing: steps to leave out, for tests; None: what a camera did is undone.

    Raises:
        InputError: the symbology is not a linear one, or there are no bars where the symbol was found.
    """
    rule = rule_of(found.symbology)
    frame, module = _sized(image, find_frame(image.reflectance, found), rule)
    module_mm = module / image.px_per_mm if image.px_per_mm else None
    aperture, aperture_px = _aperture(rule, module, image.px_per_mm, aperture_mm)
    extent = Extent(module, aperture_px, rule.quiet[0] * module, rule.quiet[1] * module)
    profiles = scan(image.reflectance, frame, extent, processing or Processing(compensation=not image.drawn))
    seen = bars(profiles, _NEAR * module)
    scans = tuple(_graded(profiles, number, own, rule, module, edition) for number, own in enumerate(seen))
    reasons = _not_measurable(module, profiles, aperture is not None)
    read_data = Counter(one.data for one in scans if one.data is not None)
    grade = FAIL if len(read_data) > 1 else one_decimal(sum(one.grade for one in scans) / len(scans))
    hopeless = module < _FEWEST_PIXELS or not bool(profiles.covered.all())
    return SymbolGrade(
        symbology=found.symbology,
        identifier=found.identifier,
        data=read_data.most_common(1)[0][0] if read_data else found.data,
        corners=frame.corners(),
        edition=edition,
        aperture_mm=aperture,
        module_px=module,
        module_mm=module_mm,
        grade=None if hopeless else grade,
        parameters=_summary(scans, profiles),
        scans=scans,
        not_measurable=reasons,
    )


def _sized(image: GradingImage, frame: Frame, rule: LinearRule) -> tuple[Frame, float]:
    """Return the frame in reading direction, and X in pixels."""
    count = max(64, round(2 * frame.length))
    margin = 0.1
    parts = numpy.linspace(-margin, 1 + margin, count)
    rows = sampled(image.reflectance, *frame.at(frame.scan_heights()[:, None], parts[None, :]))
    step = frame.length * (1 + 2 * margin) / (count - 1)
    first, last = margin / (1 + 2 * margin) * (count - 1), (1 + margin) / (1 + 2 * margin) * (count - 1)
    guesses: list[float] = []
    middle = numpy.median(rows, axis=0)
    tries = [(row, 0, 0) for row in (middle, *rows)] + [(middle, *missed) for missed in _MISSED]
    for row, left, right in tries:
        unit = 2 * guesses[0] / step if guesses else 0.0
        ends = (first - left * unit, last + right * unit)
        window = (round(0.6 * first), count - round(0.6 * first))
        elements = find_elements(row, *ends, window, 6 / step)
        if elements is None:
            continue
        for turned in (False, True):
            widths = elements.widths[::-1] if turned else elements.widths
            reading = read(rule.family, widths)
            if reading is not None:
                if left or right:
                    begin, end = ((float(edge) - first) / (last - first) for edge in elements.edges[[0, -1]])
                    frame = frame.between(begin, end)
                return frame.turned() if turned else frame, _module(widths, reading) * step
        guesses.append(float(numpy.percentile(elements.widths, 20)) * step)
    if not guesses:
        raise InputError(
            say(
                "No bars and spaces can be told apart at {x}, {y}.",
                x=round(float(frame.origin[0])),
                y=round(float(frame.origin[1])),
            )
        )
    return frame, float(numpy.median(guesses))


def _module(widths: Doubles, reading: Reading) -> float:
    """Return X in the unit of the widths: over all modules, or the mean of narrow elements."""
    nominal = numpy.array(reading.nominal)
    if reading.elements in {9, 10}:
        return float((widths[::2][nominal[::2] == 1].mean() + widths[1::2][nominal[1::2] == 1].mean()) / 2)
    return float(widths.sum() / nominal.sum())


def _aperture(
    rule: LinearRule, module: float, px_per_mm: float | None, wanted: float | None
) -> tuple[float | None, float]:
    """Return the diameter of the aperture in mm, if it is known, and in pixels."""
    if px_per_mm is None:
        return None, module * (RETAIL_SHARE if rule.retail else SHARE)
    diameter = wanted if wanted is not None else aperture_for(module / px_per_mm, retail=rule.retail)
    return diameter, diameter * px_per_mm


def _graded(
    profiles: Profiles, number: int, seen: Bars | None, rule: LinearRule, module: float, edition: Edition
) -> Scan:
    """Grade one scan."""
    profile = profiles.values[number]
    unit = module / profiles.step
    reading, edges = None, numpy.zeros(0)
    values: tuple[Value, ...] = (Value(Name.DECODE, None, FAIL), Value(Name.EDGES, None, FAIL))
    if seen is not None and len(seen.levels.widths) > 1:
        levels, sharp, places = seen.levels, seen.sharp, seen.places
        reading, edges = read(rule.family, places.widths), places.edges
        fits = _fits(rule.family, len(places.widths))
        quiet = (rule.quiet[0] * unit, rule.quiet[1] * unit)
        values = (
            *decoding_values(places, rule.family, reading, edition),
            Value(Name.EDGES, None, PASS if fits else FAIL),
            *contrast_values(levels, edition),
            defects_value(profiles.sharp[number], sharp, quiet, _NOISE_PEAK, edition),
            quiet_zone_value(sharp, unit, rule.quiet, covered=bool(profiles.covered[number])),
        )
    start, end = (
        profiles.frame.point(profiles.heights[number], float(profiles.part(at)))
        for at in (0, len(profile) - 1)
    )
    return Scan(
        number=number + 1,
        start=start,
        end=end,
        profile=profile,
        edges=edges.astype(numpy.float32),
        parameters=tuple(_placed(value, profiles, number, rule.family) for value in values),
        grade=min(value.grade for value in values if value.grade is not None),
        data=_told(reading.data) if reading else None,
    )


def _told(data: str) -> str:
    """Return decoded text as decoders tell it: FNC1 ahead stands in the identifier, else it separates."""
    return data.removeprefix(FNC1).replace(FNC1, "\x1d")


def _fits(family: Family, count: int) -> bool:
    """Tell whether a symbology has symbols of so many elements."""
    match family:
        case Family.CODE_128:
            return count >= 25 and count % 6 == 1
        case Family.EAN_13:
            return count == 59
        case Family.EAN_8:
            return count == 43
        case Family.ITF:
            return count >= 17 and count % 10 == 7
        case Family.CODE_39:
            return count >= 29 and count % 10 == 9


def _placed(value: Value, profiles: Profiles, number: int, family: Family) -> Parameter:
    places: tuple[Point, ...] = ()
    if value.at is not None:
        places = (profiles.frame.point(profiles.heights[number], float(profiles.part(value.at))),)
    return Parameter(value.name, value.value, value.grade, places, _note(value.name, profiles, family))


def _note(name: Name, profiles: Profiles, family: Family) -> Text | None:
    if name is Name.DEC:
        return _formula(family)
    camera = profiles.camera
    if name in {Name.ECMIN, Name.MOD} and camera is not None and camera.spread.beyond_focus > 0:
        return say("The picture is softer than a lens in focus makes it; what is more counts as soft print.")
    return None


def _formula(family: Family) -> Text | None:
    """Say how sure the formula of decodability is."""
    match family:
        case Family.ITF:
            return say(
                "The formula agrees with two conformance cards; the text of ISO/IEC 16390 was not seen."
            )
        case Family.CODE_128:
            return say(
                "The part of the bar sum agrees with eight conformance cards; the text of ISO/IEC 15417 was "
                "not seen."
            )
        case Family.EAN_13 | Family.EAN_8:
            return say(
                "For the digits 1, 2, 7 and 8 the formula is derived and agrees with conformance cards; the "
                "text of ISO/IEC 15420 was not seen."
            )
        case Family.CODE_39:
            return None


def _summary(scans: Sequence[Scan], profiles: Profiles) -> tuple[Parameter, ...]:
    """Return the means of the parameters over the scans, with the places of the worst scan."""
    found: dict[str, list[Parameter]] = {}
    for one in scans:
        for parameter in one.parameters:
            found.setdefault(parameter.name, []).append(parameter)
    return tuple(_mean(name, parameters, len(scans)) for name, parameters in found.items())


def _mean(name: str, parameters: Sequence[Parameter], count: int) -> Parameter:
    values = [one.value for one in parameters if one.value is not None]
    grades = [one.grade for one in parameters if one.grade is not None]
    # A scan without this parameter had no elements: it is worth 0.
    grades += [FAIL] * (count - len(parameters)) if grades else []
    worst = min(parameters, key=lambda one: PASS if one.grade is None else one.grade)
    return Parameter(
        name,
        sum(values) / len(values) if values else None,
        one_decimal(sum(grades) / len(grades)) if grades else None,
        worst.places,
        worst.note,
    )


def _not_measurable(module: float, profiles: Profiles, scaled: bool) -> tuple[Text, ...]:
    reasons = []
    if module < _FEWEST_PIXELS:
        reasons.append(
            say(
                "A module has {found} pixels; at least {least} are needed to measure it.",
                found=f"{module:.1f}",
                least=_FEWEST_PIXELS,
            )
        )
    if not bool(profiles.covered.all()):
        reasons.append(
            say("The picture ends within a quiet zone; take it with all of the white beside the bars.")
        )
    if not scaled:
        reasons.append(
            say("The scale of the picture is not known: the aperture is the usual share of the module.")
        )
    return tuple(reasons)
