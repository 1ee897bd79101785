"""What a person does with the pointer on the canvas: one object a gesture, from press to release.

A gesture proposes designs while the pointer moves and settles as one step of the history; Esc withdraws
it. Lengths are in dots of the printer that the label is shown for.
"""

from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPointF

from desktop.labels import edits
from desktop.labels.document import Guide
from desktop.labels.edits import Frame
from desktop.labels.elements import Direction
from desktop.labels.primitives import Area
from desktop.texts import Text, say
from ui.designer.grid import Aids
from ui.designer.pointing import areas_of, around, enclosed, frame_of, shown_elements
from ui.designer.session import DesignSession
from ui.designer.snapping import Snap, Target, Targets, snapped, targets_of


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is and which keys are held.

    Attributes:
        dots: the place on the label, in dots.
        pixel: the place on the canvas.
        free: Alt is held: nothing snaps.
        straight: Shift is held: one direction only, proportions kept, or added to the selection.
        deep: Ctrl is held: what lies below, or from the middle.
    """

    dots: QPointF
    pixel: QPointF
    free: bool = False
    straight: bool = False
    deep: bool = False


@dataclass(slots=True)
class Hints:
    """What is drawn over the label while a gesture is under way."""

    upright: tuple[Target, ...] = ()
    level: tuple[Target, ...] = ()
    moved: Area | None = None
    """What is dragged, to draw distances from."""
    rubber: Area | None = None
    note: Text | None = None
    """Told at the pointer."""


@dataclass(slots=True)
class Board:
    """What gestures work on.

    Attributes:
        reach: how far lines draw edges to them, in dots.
        hints: what the canvas draws meanwhile.
    """

    session: DesignSession
    aids: Aids
    reach: float = 4.0
    hints: Hints = field(default_factory=Hints)

    @property
    def label(self) -> Area:
        """The area of the label."""
        dots, design = self.session.resolution.dots, self.session.design
        return Area(0, 0, dots(design.width_mm), dots(design.height_mm))

    def targets(self, without: set[str]) -> Targets:
        """Return what edges are drawn to, but for the elements that are dragged."""
        per_mm, session = self.session.resolution.dots_per_mm, self.session
        guides: dict[Direction, list[float]] = {direction: [] for direction in Direction}
        if self.aids.on("snap_guides"):
            for guide in session.design.guides:
                guides[guide.direction].append(guide.at_mm * per_mm)
        others = [item.name for item in shown_elements(session) if item.name not in without]
        areas = areas_of(session, others).values() if self.aids.on("snap_objects") else ()
        return targets_of(self.label, areas, (guides[Direction.VERTICAL], guides[Direction.HORIZONTAL]))

    def snap(self, edges: tuple[float, ...], targets: tuple[Target, ...]) -> Snap:
        """Draw edges to lines, to the grid and to whole dots, as far as these are switched on."""
        grid = self.aids.step.dots(self.session.resolution) if self.aids.on("snap_grid") else 0.0
        found = snapped(edges, targets, self.reach, grid)
        if self.aids.on("snap_dots"):
            landed = edges[0] + found.shift
            return Snap(found.shift + round(landed) - landed, found.targets)
        return found


class Gesture(Protocol):
    """Something that is done with the pointer while its button is held."""

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""

    def release(self, pointer: Pointer) -> None:
        """Settle."""

    def cancel(self) -> None:
        """Leave everything as it was."""


class Move:
    """Drags elements."""

    def __init__(self, board: Board, names: tuple[str, ...], start: Pointer) -> None:
        self._board, self._names, self._start = board, names, start
        self._before = board.session.design
        self._areas = areas_of(board.session, names)
        self._all = around(self._areas)
        self._targets = board.targets(set(names))
        self.moved = False

    def move(self, pointer: Pointer) -> None:
        """Drag them along."""
        board, area = self._board, self._all
        if area is None:
            return
        by = pointer.dots - self._start.dots
        dx, dy = by.x(), by.y()
        if pointer.straight:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        hints = Hints()
        if not pointer.free:
            across = board.snap(_edges(area.x + dx, area.width), self._targets.upright)
            down = board.snap(_edges(area.y + dy, area.height), self._targets.level)
            dx, dy = dx + across.shift, dy + down.shift
            hints = Hints(across.targets, down.targets)
        mm = 1 / board.session.resolution.dots_per_mm
        shift = (
            self._on_dots(dx, dy) if board.aids.on("snap_dots") and not pointer.free else (dx * mm, dy * mm)
        )
        self.moved = self.moved or bool(round(dx) or round(dy))
        hints.moved = Area(area.x + round(dx), area.y + round(dy), area.width, area.height)
        hints.note = _place(hints.moved, board.session)
        board.hints = hints
        board.session.propose(edits.moved(self._before, self._names, *shift))

    def release(self, pointer: Pointer) -> None:
        """Settle where they are."""
        del pointer
        self._board.hints = Hints()
        if self.moved:
            self._board.session.settle(titled(self._names, say("Move")))
        else:
            self._board.session.withdraw()

    def cancel(self) -> None:
        """Put them back."""
        self._board.hints = Hints()
        self._board.session.withdraw()

    def _on_dots(self, dx: float, dy: float) -> tuple[float, float]:
        """Return the shift in mm that brings the first of them onto whole dots."""
        per_mm = self._board.session.resolution.dots_per_mm
        first = edits.element(self._before, self._names[0])

        def shift(at_mm: float, by: float) -> float:
            if not round(by):
                return 0.0
            return (round(at_mm * per_mm) + round(by)) / per_mm - at_mm

        return shift(first.x_mm, dx), shift(first.y_mm, dy)


class Resize:
    """Drags a handle of the selection: (-1, -1) is upper left, (1, 0) the middle of the right side."""

    def __init__(self, board: Board, names: tuple[str, ...], handle: tuple[int, int], start: Pointer) -> None:
        self._board, self._names, self._handle, self._start = board, names, handle, start
        self._before = board.session.design
        area = around(areas_of(board.session, names))
        assert area is not None
        self._area = area
        self._targets = board.targets(set(names))

    def move(self, pointer: Pointer) -> None:
        """Follow the handle."""
        board, area = self._board, self._area
        by = pointer.dots - self._start.dots
        across = self._side(self._handle[0], area.x, area.right, by.x(), self._targets.upright, pointer)
        down = self._side(self._handle[1], area.y, area.bottom, by.y(), self._targets.level, pointer)
        (left, right, met_across), (top, bottom, met_down) = across, down
        if pointer.straight and all(self._handle):
            share = max((right - left) / max(area.width, 1), (bottom - top) / max(area.height, 1))
            width, height = area.width * share, area.height * share
            left, right = (right - width, right) if self._handle[0] < 0 else (left, left + width)
            top, bottom = (bottom - height, bottom) if self._handle[1] < 0 else (top, top + height)
        mm = 1 / board.session.resolution.dots_per_mm
        after = Frame(left * mm, top * mm, (right - left) * mm, (bottom - top) * mm)
        before = frame_of(board.session, area)
        board.hints = Hints(met_across, met_down)
        board.hints.note = _size(after, board.session)
        board.session.propose(edits.resized(self._before, self._names, before, after))

    def release(self, pointer: Pointer) -> None:
        """Settle in this size."""
        del pointer
        self._board.hints = Hints()
        self._board.session.settle(titled(self._names, say("Resize")))

    def cancel(self) -> None:
        """Give them their size back."""
        self._board.hints = Hints()
        self._board.session.withdraw()

    def _side(
        self, side: int, low: float, high: float, by: float, targets: tuple[Target, ...], pointer: Pointer
    ) -> tuple[float, float, tuple[Target, ...]]:
        if not side:
            return low, high, ()
        edge = (low if side < 0 else high) + by
        met: tuple[Target, ...] = ()
        if not pointer.free:
            snap = self._board.snap((edge,), targets)
            edge, met = edge + snap.shift, snap.targets
        other = high if side < 0 else low
        if pointer.deep:
            other += low + high - edge - other
        return (min(edge, other - 1), other, met) if side < 0 else (other, max(edge, other + 1), met)


class Lasso:
    """Draws a rectangle around elements."""

    def __init__(self, board: Board, start: Pointer) -> None:
        self._board, self._start = board, start
        self._before = board.session.selection
        self._kept = self._before if start.straight else ()

    def move(self, pointer: Pointer) -> None:
        """Select what lies in it."""
        area = spanned(self._start.dots, pointer.dots)
        self._board.hints = Hints(rubber=area)
        self._board.session.select((*self._kept, *enclosed(self._board.session, area)))

    def release(self, pointer: Pointer) -> None:
        """Keep the selection; a mere click on the ground leaves nothing selected."""
        if (pointer.pixel - self._start.pixel).manhattanLength() < 3:
            self._board.session.select(self._kept)
        self._board.hints = Hints()

    def cancel(self) -> None:
        """Select again what was selected before."""
        self._board.hints = Hints()
        self._board.session.select(self._before)


class DragGuide:
    """Drags a guide out of a ruler, along, or back to where it came from, which takes it away."""

    def __init__(self, board: Board, direction: Direction, guide: Guide | None = None) -> None:
        self._board, self._direction, self._guide = board, direction, guide
        design = board.session.design
        self._without = design if guide is None else edits.without_guide(design, guide)
        self._targets = board.targets(set())

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        board, upright = self._board, self._direction is Direction.VERTICAL
        at = pointer.dots.x() if upright else pointer.dots.y()
        if not pointer.free:
            lines = self._targets.upright if upright else self._targets.level
            own = None if self._guide is None else self._guide.at_mm * board.session.resolution.dots_per_mm
            at += board.snap((at,), tuple(line for line in lines if line.at != own)).shift
        mm = at / board.session.resolution.dots_per_mm
        label = board.label
        if not -label.width / 20 <= at <= (label.right if upright else label.bottom) * 1.05:
            board.hints = Hints(note=say("Taken away"))
            board.session.propose(self._without)
            return
        board.hints = Hints(note=say("{mm} mm · {dots} dots", mm=f"{mm:.2f}", dots=f"{at:g}"))
        board.session.propose(edits.with_guide(self._without, Guide(self._direction, mm)))

    def release(self, pointer: Pointer) -> None:
        """Leave it there."""
        del pointer
        self._board.hints = Hints()
        self._board.session.settle(say("Guide"))

    def cancel(self) -> None:
        """Put it back."""
        self._board.hints = Hints()
        self._board.session.withdraw()


def spanned(one: QPointF, other: QPointF) -> Area:
    """Return the area between two corners, in whole dots."""
    left, right = sorted((round(one.x()), round(other.x())))
    top, bottom = sorted((round(one.y()), round(other.y())))
    return Area(left, top, right - left, bottom - top)


def _edges(first: float, length: float) -> tuple[float, ...]:
    return first, first + length / 2, first + length


def titled(names: tuple[str, ...], what: Text) -> Text:
    """Return what was done and to what."""
    if len(names) == 1:
        return say("{what}: {name}", what=what, name=names[0])
    return say("{what}: {n} elements", what=what, n=len(names))


def _place(area: Area, session: DesignSession) -> Text:
    mm = session.resolution.mm
    return say(
        "{x_mm}, {y_mm} mm · dot {x}, {y}",
        x_mm=f"{mm(area.x):.2f}",
        y_mm=f"{mm(area.y):.2f}",
        x=area.x,
        y=area.y,
    )


def _size(frame: Frame, session: DesignSession) -> Text:
    return say(
        "{width} × {height} mm = {width_dots} × {height_dots} dots",
        width=f"{frame.width_mm:.2f}",
        height=f"{frame.height_mm:.2f}",
        width_dots=session.resolution.dots(frame.width_mm),
        height_dots=session.resolution.dots(frame.height_mm),
    )
