"""The free space that symbols demand, and what stands in it.

All areas of a label are compared at once, so that this can be done while a person drags.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
from numpy.typing import NDArray

from desktop.labels.parts import Part
from desktop.labels.primitives import Area, Bars, Matrix, Picture, Primitive, Turn
from desktop.labels.slots import Mark
from desktop.labels.turning import Frame
from desktop.symbols.rules import Limit
from desktop.texts import Text, say
from desktop.units import Resolution

Thing = Primitive | Mark
"""What can stand in the way: all that is printed, and cut and fold lines."""


def owner(name: str) -> str:
    """Return the element to which something that is drawn under ``name`` belongs."""
    return name.partition(".")[0]


class Scene:
    """Everything on a label, ready to be asked what lies where."""

    def __init__(self, drawn: Sequence[Primitive], marks: Sequence[Mark], label: Area) -> None:
        self.drawn = drawn
        self.marks = marks
        self.label = label
        self.things: tuple[Thing, ...] = (*drawn, *marks)

    @cached_property
    def edges(self) -> NDArray[np.int64]:
        """Left, top, right and bottom edge of each thing."""
        areas = [thing.area for thing in self.things]
        corners = [(area.x, area.y, area.x + area.width, area.y + area.height) for area in areas]
        return np.array(corners, np.int64).reshape(-1, 4)

    def _hits(self, area: Area) -> NDArray[np.bool_]:
        edges = self.edges
        return np.asarray(
            (edges[:, 0] < area.right)
            & (edges[:, 2] > area.x)
            & (edges[:, 1] < area.bottom)
            & (edges[:, 3] > area.y)
        )

    def within(self, area: Area) -> Iterator[Thing]:
        """Yield what has black in an area; of a picture its dots count."""
        for index in np.flatnonzero(self._hits(area)):
            thing = self.things[index]
            if not isinstance(thing, Picture) or has_black(thing, area):
                yield thing

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """By element, the indices of its things."""
        places: dict[str, list[int]] = {}
        for index, thing in enumerate(self.things):
            places.setdefault(owner(thing.element), []).append(index)
        return places

    def crowd(self, area: Area, name: str) -> int:
        """Return how many things lie in an area, those of the element ``name`` not counted."""
        hits = self._hits(area)
        return int(hits.sum()) - int(hits[self._places.get(name, [])].sum())

    def areas_of(self, name: str) -> list[Area]:
        """Return the places of all things of one element."""
        return [self.things[index].area for index in self._places.get(name, ())]


def has_black(picture: Picture, area: Area) -> bool:
    """Tell whether a picture has a black dot in an area of the label."""
    place = picture.area
    left, right = max(area.x, place.x) - place.x, min(area.right, place.right) - place.x
    top, bottom = max(area.y, place.y) - place.y, min(area.bottom, place.bottom) - place.y
    if left >= right or top >= bottom:
        return False
    packed = np.frombuffer(picture.rows, np.uint8).reshape(place.height, -1)[top:bottom]
    first, last = left // 8, (right + 7) // 8
    dots = np.unpackbits(packed[:, first:last], axis=1)
    return bool(dots[:, left - first * 8 : right - first * 8].any())


@dataclass(frozen=True, slots=True)
class FreeSide:
    """The free space on one side of a symbol.

    Attributes:
        side: where it is, as the label lies.
        area: where nothing may stand.
        needed: how wide it is, in dots.
        limit: the rule.
        side_of_turn: 0 left, 1 above, 2 right, 3 below, as the label lies.
    """

    side: Text
    area: Area
    needed: int
    limit: Limit
    number: int

    def distance(self, symbol: Area, other: Area) -> int:
        """Return how many dots are free between the symbol and something on this side."""
        return (
            symbol.x - other.right,
            symbol.y - other.bottom,
            other.x - symbol.right,
            other.y - symbol.bottom,
        )[self.number]

    def to_edge(self, symbol: Area, label: Area) -> int:
        """Return how many dots are free up to the edge of the label."""
        return (
            symbol.x - label.x,
            symbol.y - label.y,
            label.right - symbol.right,
            label.bottom - symbol.bottom,
        )[self.number]


@dataclass(frozen=True, slots=True)
class SymbolPlace:
    """A symbol on the label and the free space around it."""

    symbol: Bars | Matrix
    sides: tuple[FreeSide, ...]
    own: bool
    """Whether parts of the same element count too: a code block has its gaps designed."""

    @property
    def zone(self) -> Area:
        """The symbol with all of its free space."""
        area = self.symbol.area
        x = min(area.x, *(side.area.x for side in self.sides)) if self.sides else area.x
        y = min(area.y, *(side.area.y for side in self.sides)) if self.sides else area.y
        right = max(area.right, *(side.area.right for side in self.sides)) if self.sides else area.right
        bottom = max(area.bottom, *(side.area.bottom for side in self.sides)) if self.sides else area.bottom
        return Area(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True)
class Intrusion:
    """Something that is too near to a symbol; ``other`` is "" for the edge of the label."""

    place: SymbolPlace
    side: FreeSide
    other: str
    free: int


def place_of(part: Part, symbol: Bars | Matrix, resolution: Resolution) -> SymbolPlace:
    """Return the free space that a symbol of a part demands."""
    dots = symbol.module_dots
    if part.block:
        rule = part.block.rule
        limits = (rule.side_quiet, rule.vertical_quiet, rule.side_quiet, rule.vertical_quiet)
        turn = part.block.design.turn
    elif part.symbol:
        own = part.symbol.limits
        limits_or_none = (own.left, own.top, own.right, own.bottom)
        turn = part.symbol.design.turn
        return SymbolPlace(
            symbol, tuple(_sides(symbol.area, turn, limits_or_none, dots, resolution)), own=False
        )
    else:
        return SymbolPlace(symbol, (), own=False)
    return SymbolPlace(symbol, tuple(_sides(symbol.area, turn, limits, dots, resolution)), own=True)


def _sides(
    area: Area, turn: Turn, limits: Sequence[Limit | None], dots: int, resolution: Resolution
) -> Iterator[FreeSide]:
    """Yield the sides: left, above, right, below in reading direction, turned onto the label."""
    frame = Frame.of(area, turn)
    width, height = frame.width, frame.height
    needed = [_dots(limit, dots, resolution) for limit in limits]
    matrix = needed[1] if limits[1] is not None and limits[1].unit == "X" else 0
    parts = (
        Area(-needed[0], -matrix, needed[0], height + 2 * matrix),
        Area(0, -needed[1], width, needed[1]),
        Area(width, -matrix, needed[2], height + 2 * matrix),
        Area(0, height, width, needed[3]),
    )
    names = (say("left of"), say("above"), say("right of"), say("below"))
    for number, (limit, part) in enumerate(zip(limits, parts, strict=True)):
        if limit is not None and needed[number]:
            here = (number + turn // 90) % 4
            yield FreeSide(names[here], frame.place(part), needed[number], limit, here)


def _dots(limit: Limit | None, dots: int, resolution: Resolution) -> int:
    if limit is None:
        return 0
    return ceil(limit.value * (dots if limit.unit == "X" else resolution.dots_per_mm) - 1e-9)


def intrusions(place: SymbolPlace, scene: Scene) -> Iterator[Intrusion]:
    """Yield everything that is too near to a symbol, each thing once a side."""
    symbol = place.symbol
    for side in place.sides:
        found: dict[str, int] = {}
        to_edge = side.to_edge(symbol.area, scene.label)
        if to_edge < side.needed:
            found[""] = to_edge
        for thing in scene.within(side.area):
            if thing is symbol or (not place.own and owner(thing.element) == symbol.element):
                continue
            free = side.distance(symbol.area, thing.area)
            found[thing.element] = min(free, found.get(thing.element, free))
        for other, free in found.items():
            yield Intrusion(place, side, other, free)
