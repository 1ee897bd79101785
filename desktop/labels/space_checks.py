"""The rules of what lies where: free space around symbols, the label's edge, overlaps, cut and fold lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from desktop.labels import mends
from desktop.labels.element_checks import overhang
from desktop.labels.elements import CodeBlock, LinePurpose
from desktop.labels.findings import HOUSE, Finding, Mend, Severity
from desktop.labels.free_space import Intrusion, Scene, has_black, owner
from desktop.labels.layout import LabelPlan
from desktop.labels.primitives import Area, Bars, Box, Matrix, Picture, Primitive, TextRun
from desktop.labels.symbol_checks import broken
from desktop.texts import Text, say


def check_free_space(plan: LabelPlan, scene: Scene, found: Iterable[Intrusion]) -> Iterator[Finding]:
    """Word what stands in the free space of symbols, with the way out of it."""
    for one in found:
        symbol, limit = one.place.symbol, one.side.limit
        in_x = limit.unit == "X"
        free = max(one.free, 0)
        measured = round(free / symbol.module_dots, 2) if in_x else round(plan.resolution.mm(free), 3)
        values = {
            "side": one.side.side,
            "element": symbol.element,
            "measured": measured,
            "other": _named(one.other),
            "required": f"{limit.value:g}",
        }
        if in_x:
            message = say(
                'The quiet zone {side} the symbol "{element}" is {measured} X, up to {other}; '
                "{required} X is needed.",
                **values,
            )
        else:
            message = say(
                'The free space {side} the bars of "{element}" is {measured} mm, up to {other}; '
                "{required} mm is needed.",
                **values,
            )
        rule = (
            "vertical-margin" if not in_x else "side-quiet-zone" if isinstance(symbol, Bars) else "quiet-zone"
        )
        mend = _make_room(plan, scene, one)
        yield broken(rule, symbol.element, measured, limit, message, one.side.area, mend)


def _named(element: str) -> Text | str:
    return f'"{element}"' if element else say("the edge of the label")


def _make_room(plan: LabelPlan, scene: Scene, one: Intrusion) -> Mend | None:
    symbol = one.place.symbol
    other = owner(one.other)
    if other == symbol.element:
        part = next(part for part in plan.parts if part.element.name == other)
        needed = round(one.side.limit.value + plan.resolution.mm(1), 4)
        # The gap counts from the type's body, which may be lower than its dots.
        return mends.with_gap(part.element, needed) if isinstance(part.element, CodeBlock) else None
    lack = one.side.needed - one.free
    across, down = ((lack, 0), (0, lack), (-lack, 0), (0, -lack))[one.side.number]
    away = _kept(plan, scene, symbol.element, (across, down), one)
    if not other:
        return mends.moved(symbol.element, across, down, plan.resolution) if away is not None else None
    extent = plan.extents.get(other)
    aside = None
    if extent is not None:
        aside = mends.clear_of(
            extent, scene.areas_of(other), one.place.zone, scene.label, _crowd(scene, other)
        )
    if away is not None and (aside is None or _worth(plan, scene, other, aside) > away):
        return mends.moved(symbol.element, across, down, plan.resolution)
    return mends.moved(other, *aside, plan.resolution) if aside else None


def _worth(plan: LabelPlan, scene: Scene, name: str, step: tuple[int, int]) -> tuple[int, int]:
    """Return how much a move costs: what the element would lie on then, and how far it is."""
    place = mends.shifted(plan.extents[name], *step)
    return scene.crowd(place, name), abs(step[0]) + abs(step[1])


def _crowd(scene: Scene, name: str) -> Callable[[Area], int]:
    return lambda place: scene.crowd(place, name)


def _kept(
    plan: LabelPlan, scene: Scene, name: str, step: tuple[int, int], one: Intrusion
) -> tuple[int, int] | None:
    """Return what it costs to move the symbol itself; None if it would leave the label or not be free."""
    place = mends.shifted(plan.extents[name], *step)
    zone = mends.shifted(one.place.zone, *step)
    if overhang(place, scene.label) > 0:
        return None
    if not one.other and overhang(mends.shifted(one.side.area, *step), scene.label) > 0:
        return None
    if one.other and any(zone.overlaps(area) for area in scene.areas_of(owner(one.other))):
        return None
    return _worth(plan, scene, name, step)


def check_edges(plan: LabelPlan, scene: Scene) -> Iterator[Finding]:
    """Find what reaches over the edge of the label."""
    edges = scene.edges[: len(scene.drawn)]
    outside = (
        (edges[:, 0] < 0)
        | (edges[:, 1] < 0)
        | (edges[:, 2] > scene.label.right)
        | (edges[:, 3] > scene.label.bottom)
    )
    for index in np.flatnonzero(outside):
        primitive = scene.drawn[int(index)]
        over = overhang(primitive.area, scene.label)
        if over > 0:
            over_mm = round(plan.resolution.mm(over), 3)
            name = owner(primitive.element)
            yield Finding(
                "off-label",
                Severity.ERROR,
                primitive.element,
                over_mm,
                0.0,
                "mm",
                HOUSE,
                say(
                    '"{element}" reaches {over} mm over the edge of the label.',
                    element=primitive.element,
                    over=over_mm,
                ),
                primitive.area,
                _onto(plan, scene, name),
            )


def _onto(plan: LabelPlan, scene: Scene, name: str) -> Mend | None:
    """Move all that is black of an element onto the label."""
    areas = [*scene.areas_of(name)]
    if not areas:
        return None
    x, y = min(area.x for area in areas), min(area.y for area in areas)
    right, bottom = max(area.right for area in areas), max(area.bottom for area in areas)
    return mends.onto_label(name, Area(x, y, right - x, bottom - y), scene.label, plan.resolution)


def check_overlaps(plan: LabelPlan, scene: Scene) -> Iterator[Finding]:
    """Find what lies on something else."""
    for first, second in _pairs(scene):
        box = next((one for one in (first, second) if isinstance(one, Box)), None)
        symbol = isinstance(first, Bars | Matrix) or isinstance(second, Bars | Matrix)
        picture = isinstance(first, Picture) or isinstance(second, Picture)
        # A line through text may be meant (crossed out); text that a box blackens never is.
        other = second if box is first else first
        covers = box is not None and overhang(other.area, box.area) <= 0
        mild = (box is not None or picture) and not symbol and not covers
        yield Finding(
            "overlap",
            Severity.WARNING if mild else Severity.ERROR,
            first.element,
            second.element,
            "",
            "",
            HOUSE,
            say('"{first}" and "{second}" overlap.', first=first.element, second=second.element),
            first.area,
            _apart(plan, scene, first, second),
        )


def _pairs(scene: Scene) -> Iterator[tuple[Primitive, Primitive]]:
    """Yield what overlaps, in drawing order, each pair of elements' parts once; lines may cross."""
    count = len(scene.drawn)
    edges = scene.edges[:count]
    solid = np.array([not isinstance(one, Box) for one in scene.drawn], np.bool_)
    rows = np.flatnonzero(solid)
    if not len(rows):
        return
    mine = edges[rows]
    hits = (
        (mine[:, None, 0] < edges[None, :, 2])
        & (edges[None, :, 0] < mine[:, None, 2])
        & (mine[:, None, 1] < edges[None, :, 3])
        & (edges[None, :, 1] < mine[:, None, 3])
    )
    found = set()
    for row, column in zip(*np.nonzero(hits), strict=True):
        low, high = sorted((int(rows[row]), int(column)))
        first, second = scene.drawn[low], scene.drawn[high]
        names = (first.element, second.element)
        if owner(names[0]) != owner(names[1]) and (low, high) not in found and _meet(first, second):
            found.add((low, high))
    told = set()
    for low, high in sorted(found):
        names = (scene.drawn[low].element, scene.drawn[high].element)
        if names not in told:
            told.add(names)
            yield scene.drawn[low], scene.drawn[high]


def _meet(first: Primitive, second: Primitive) -> bool:
    if isinstance(first, Picture) and not has_black(first, second.area):
        return False
    return not isinstance(second, Picture) or has_black(second, first.area)


def _apart(plan: LabelPlan, scene: Scene, first: Primitive, second: Primitive) -> Mend | None:
    """Move one of two things that overlap aside: the smaller one."""
    one, other = sorted((first, second), key=lambda thing: thing.area.width * thing.area.height)
    name, stays = owner(one.element), owner(other.element)
    extent = plan.extents.get(name)
    if extent is None:
        return None
    areas = scene.areas_of(stays) if not isinstance(other, Box) else [other.area]
    x, y = min(area.x for area in areas), min(area.y for area in areas)
    right, bottom = max(area.right for area in areas), max(area.bottom for area in areas)
    forbidden = Area(x, y, right - x, bottom - y)
    step = mends.clear_of(extent, scene.areas_of(name), forbidden, scene.label, _crowd(scene, name))
    return mends.moved(name, *step, plan.resolution) if step else None


def check_marks(plan: LabelPlan, scene: Scene) -> Iterator[Finding]:
    """Find what lies across a cut or fold line."""
    for mark in scene.marks:
        crossing: Mapping[str, Primitive] = {
            one.element: one
            for one in scene.within(mark.area)
            if isinstance(one, Bars | Matrix | TextRun | Picture)
        }
        for one in crossing.values():
            cut = mark.purpose is LinePurpose.CUT
            symbol = isinstance(one, Bars | Matrix)
            values = {"element": one.element, "line": mark.element}
            yield Finding(
                "across-cut-line" if cut else "across-fold-line",
                Severity.ERROR if cut or symbol else Severity.WARNING,
                one.element,
                mark.element,
                "",
                "",
                HOUSE,
                say('"{element}" lies across the cut line "{line}".', **values)
                if cut
                else say('"{element}" lies across the fold line "{line}".', **values),
                one.area,
                _off(plan, scene, owner(one.element), mark.area),
            )


def _off(plan: LabelPlan, scene: Scene, name: str, line: Area) -> Mend | None:
    extent = plan.extents.get(name)
    if extent is None:
        return None
    step = mends.clear_of(extent, scene.areas_of(name), line, scene.label, _crowd(scene, name))
    return mends.moved(name, *step, plan.resolution) if step else None
