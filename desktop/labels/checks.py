"""The rules a label must keep, checked on its primitives: each finding says what, where and by which rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.labels.element_checks import check_part
from desktop.labels.face_checks import (
    check_colours,
    check_parallel,
    check_resolution,
    check_typeface,
    check_written_codes,
)
from desktop.labels.findings import Finding, Mend, Severity
from desktop.labels.free_space import Scene, intrusions, place_of
from desktop.labels.gs1_checks import check_elements
from desktop.labels.layout import FilledLabel, LabelPlan
from desktop.labels.parts import Part
from desktop.labels.primitives import Area, Bars, Matrix, Primitive
from desktop.labels.space_checks import check_edges, check_free_space, check_marks, check_overlaps
from desktop.labels.zones import Zone, zones_of

__all__ = ("Finding", "Mend", "Severity", "check", "examine", "zones")

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}

PartCheck = Callable[[Part, Sequence[Primitive], Sequence[tuple[str, str]]], tuple[Finding, ...]]
"""Checks one element: its part, what is printed of it, and (name, field) of its empty fields."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What a look at one label brought."""

    findings: tuple[Finding, ...]
    zones: tuple[Zone, ...]


def check(plan: LabelPlan, label: FilledLabel) -> tuple[Finding, ...]:
    """Check one label of a plan; errors first, else in the order of the elements.

    Nothing is measured on the design: what is checked is what would be printed.
    """
    return examine(plan, label).findings


def zones(plan: LabelPlan, label: FilledLabel) -> tuple[Zone, ...]:
    """Return the no-go zone of each symbol of a label."""
    return examine(plan, label).zones


def examine(plan: LabelPlan, label: FilledLabel, part_check: PartCheck | None = None) -> Examination:
    """Check one label, and say where the no-go zones of its symbols are.

    Args:
        plan: of the label.
        label: the label.
        part_check: how elements are checked by themselves; whoever remembers what was found hands
            another one in.
    """

    def check_alone(
        part: Part, drawn: Sequence[Primitive], empty: Sequence[tuple[str, str]]
    ) -> tuple[Finding, ...]:
        return check_part(part, drawn, empty, plan.resolution, plan.typeface)

    part_check = part_check or check_alone
    findings: list[Finding] = []
    drawn: list[Primitive] = []
    places = []
    for part, primitives in _by_part(plan, label):
        empty = (*part.shared_empty, *(use for use in label.empty_fields if use in part.varying))
        findings += part_check(part, primitives, empty)
        for one in primitives:
            if isinstance(one, Bars | Matrix):
                places.append(place_of(part, one, plan.resolution))
            if one.area.width:
                drawn.append(one)
    symbols = [place.symbol for place in places]
    scene = Scene(drawn, plan.marks, Area(0, 0, plan.width_dots, plan.height_dots))
    found = [intrusion for place in places for intrusion in intrusions(place, scene)]
    findings += check_free_space(plan, scene, found)
    findings += check_edges(plan, scene)
    findings += check_overlaps(plan, scene)
    findings += check_marks(plan, scene)
    findings += check_elements(symbols)
    findings += check_colours(plan, symbols)
    findings += check_parallel(plan, scene, symbols)
    findings += check_written_codes(plan, scene, symbols)
    findings += check_typeface(plan)
    findings += check_resolution(plan)
    findings.sort(key=lambda finding: _ORDER[finding.severity])
    return Examination(tuple(findings), zones_of(places, found))


def _by_part(plan: LabelPlan, label: FilledLabel) -> Iterator[tuple[Part, tuple[Primitive, ...]]]:
    """Yield each element with what is printed of it."""
    start = 0
    for part in plan.parts:
        end = start + len(part.slots)
        yield part, (*part.static, *label.slots[start:end])
        start = end
