"""Where elements lie: moved, resized, turned, aligned, distributed, brought to front and back.

A document does not know what room its symbols take: that depends on their data and the printer. So the
functions that need it are given the frames of the elements as the layout has them
(``LabelPlan.extents``, in millimetres).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum

from desktop.labels.document import LabelDesign
from desktop.labels.edits.frames import Frame, around
from desktop.labels.edits.groups import blocks
from desktop.labels.edits.reshaping import own_frame, reshaped, turned_right
from desktop.labels.edits.single import element, selected, shifted, with_elements
from desktop.labels.elements import Direction, Element


class Side(StrEnum):
    """Along what elements are aligned."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Order(StrEnum):
    """Where elements go among those of their layer."""

    FRONT = "front"
    FORWARD = "forward"
    BACKWARD = "backward"
    BACK = "back"


def moved(design: LabelDesign, names: Collection[str], dx_mm: float, dy_mm: float) -> LabelDesign:
    """Move elements to the right and down."""
    return with_elements(design, {one.name: shifted(one, dx_mm, dy_mm) for one in selected(design, names)})


def resized(design: LabelDesign, names: Collection[str], before: Frame, after: Frame) -> LabelDesign:
    """Fit elements that filled the frame ``before`` into the frame ``after``.

    A single element takes the new size; of several, places and sizes are scaled. Type keeps its size, and
    lines of frames their thickness. Of symbols the X-dimension follows the width, the bars' height the
    height. What would become smaller or larger than an element may be stays at that limit.
    """
    chosen = selected(design, names)
    alone = len(chosen) == 1
    return with_elements(design, {one.name: reshaped(one, before, after, alone=alone) for one in chosen})


def turned(
    design: LabelDesign,
    names: Collection[str],
    frames: Mapping[str, Frame],
    quarters: int = 1,
    symbols: Mapping[str, Frame] | None = None,
) -> LabelDesign:
    """Turn elements clockwise by 90 degrees, as one, about the middle of all of them.

    Args:
        design: the design.
        names: the elements.
        frames: what they take up.
        quarters: how often they are turned.
        symbols: the bars or modules of symbols alone, without their human-readable lines: where they
            are given, symbols turn to the dot, else about.
    """
    chosen = selected(design, names)
    middle = around(frames[one.name] for one in chosen).centre_mm
    changed: dict[str, Element] = {}
    for one in chosen:
        own = own_frame(one, frames[one.name], (symbols or {}).get(one.name))
        for _ in range(quarters % 4):
            one, own = turned_right(one, own, middle)  # noqa: PLW2901 (turned once more)
        changed[one.name] = one
    return with_elements(design, changed)


def aligned(
    design: LabelDesign, names: Collection[str], side: Side, frames: Mapping[str, Frame]
) -> LabelDesign:
    """Put elements, and groups that are selected as a whole, along one side of the room they take.

    What is alone is put along the side of the label.
    """
    found = _framed(design, names, frames)
    room = around(frame for _, frame in found)
    if len(found) == 1:
        room = Frame(0.0, 0.0, design.width_mm, design.height_mm)
    changed: dict[str, Element] = {}
    for block, frame in found:
        dx, dy = _way(side, frame, room)
        changed |= {name: shifted(element(design, name), dx, dy) for name in block}
    return with_elements(design, changed)


def distributed(
    design: LabelDesign, names: Collection[str], axis: Direction, frames: Mapping[str, Frame]
) -> LabelDesign:
    """Make the gaps between elements (or whole groups) equal; the two outermost stay.

    Fewer than three have nothing to share, and the design stays.
    """
    flat = axis is Direction.HORIZONTAL
    found = sorted(_framed(design, names, frames), key=lambda item: item[1].centre_mm[0 if flat else 1])
    if len(found) < 3:
        return design
    room = around(frame for _, frame in (found[0], found[-1]))
    sizes = [frame.width_mm if flat else frame.height_mm for _, frame in found]
    gap = ((room.width_mm if flat else room.height_mm) - sum(sizes)) / (len(found) - 1)
    at = room.x_mm if flat else room.y_mm
    changed: dict[str, Element] = {}
    for (block, frame), size in zip(found, sizes, strict=True):
        dx, dy = (at - frame.x_mm, 0.0) if flat else (0.0, at - frame.y_mm)
        changed |= {name: shifted(element(design, name), dx, dy) for name in block}
        at += size + gap
    return with_elements(design, changed)


def raised(design: LabelDesign, names: Collection[str], order: Order) -> LabelDesign:
    """Bring elements to the front or back of their layers, or one step there; their own order stays."""
    chosen = {one.name for one in selected(design, names)}
    elements = list(design.elements)
    for layer in {one.layer for one in elements if one.name in chosen}:
        places = [index for index, one in enumerate(elements) if one.layer == layer]
        own = _ordered([elements[index] for index in places], chosen, order)
        for index, one in zip(places, own, strict=True):
            elements[index] = one
    return replace(design, elements=tuple(elements))


def _ordered(elements: list[Element], chosen: Collection[str], order: Order) -> list[Element]:
    if order in {Order.FRONT, Order.BACK}:
        return sorted(elements, key=lambda one: (one.name in chosen) == (order is Order.FRONT))
    step = 1 if order is Order.FORWARD else -1
    stacked = elements[::step]  # one step towards the end of this list
    for index in range(len(stacked) - 2, -1, -1):
        if stacked[index].name in chosen and stacked[index + 1].name not in chosen:
            stacked[index], stacked[index + 1] = stacked[index + 1], stacked[index]
    return stacked[::step]


def _framed(
    design: LabelDesign, names: Collection[str], frames: Mapping[str, Frame]
) -> list[tuple[tuple[str, ...], Frame]]:
    return [(block, around(frames[name] for name in block)) for block in blocks(design, names)]


def _way(side: Side, frame: Frame, room: Frame) -> tuple[float, float]:
    """Return how far a frame must go to lie along the side of the room."""
    centre_x, centre_y = frame.centre_mm
    match side:
        case Side.LEFT:
            return room.x_mm - frame.x_mm, 0.0
        case Side.CENTER:
            return room.centre_mm[0] - centre_x, 0.0
        case Side.RIGHT:
            return room.right_mm - frame.right_mm, 0.0
        case Side.TOP:
            return 0.0, room.y_mm - frame.y_mm
        case Side.MIDDLE:
            return 0.0, room.centre_mm[1] - centre_y
        case Side.BOTTOM:
            return 0.0, room.bottom_mm - frame.bottom_mm
