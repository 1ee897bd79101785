"""The canvas: the label, dot for dot, between its rulers, and everything a person does with the pointer."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)

from desktop.errors import PackmarkError
from desktop.labels import edits
from desktop.labels.document import Guide
from desktop.labels.elements import Direction
from desktop.texts import say
from ui.designer.gestures import DragGuide, Gesture, Lasso, Move, Pointer, Resize
from ui.designer.grid import Aids
from ui.designer.in_place import InPlace
from ui.designer.overlays import handles
from ui.designer.pointing import areas_of, around, block_of, under
from ui.designer.rulers import RULER_PX
from ui.designer.session import DesignSession
from ui.designer.surface import Surface
from ui.designer.tools import SELECT, Draw, Tool
from ui.workplace import Workplace

_NEAR_PX = 5
_CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor,
    (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor,
    (0, 1): Qt.CursorShape.SizeVerCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor,
    (1, 0): Qt.CursorShape.SizeHorCursor,
}


class Canvas(Surface):
    """Shows the label of a session and lets the pointer work on it.

    Attributes:
        tool: what the pointer makes.
        entered: the group whose elements are selected one by one; "" outside of all.

    Signals:
        pointed: (Text or None) where the pointer is, in mm and dots.
        tool_chosen: (Tool) the pointer makes something else now.
        tool_wanted: (Tool) a key asks for a tool.
        menu_wanted: (QPoint) the menu is asked for at a place of the screen.
    """

    pointed = Signal(object)
    tool_chosen = Signal(object)
    tool_wanted = Signal(object)
    menu_wanted = Signal(object)

    def __init__(self, work: Workplace, session: DesignSession, aids: Aids) -> None:
        super().__init__(work, session, aids)
        self.tool: Tool = SELECT
        self.entered = ""
        self.editor = InPlace(work, session, self)
        self._gesture: Gesture | None = None
        self._pressed: Pointer | None = None
        self._panning: QPointF | None = None
        self._space = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        work.language.word(self, say("Label, drawn in printer dots"), "setAccessibleName")
        session.shown.connect(self._leave_lost_group)
        session.selected.connect(self._leave_lost_group)

    def choose_tool(self, tool: Tool) -> None:
        """Let the pointer make something else."""
        self.cancel()
        self.tool = tool
        self._show_cursor()
        self.tool_chosen.emit(tool)

    def cancel(self) -> bool:
        """Give a gesture up; tell whether there was one."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
            self.update()
        return gesture is not None

    def escape(self) -> None:
        """Leave, one after the other: the gesture, the tool, the group, the selection."""
        if self.cancel():
            return
        if self.tool is not SELECT:
            self.choose_tool(SELECT)
        elif self.entered:
            inner = self.entered
            self.entered = inner.rpartition("/")[0]
            self.session.select(edits.members(self.session.design, inner))
        else:
            self.session.select(())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        pan = event.button() == Qt.MouseButton.MiddleButton or (
            event.button() == Qt.MouseButton.LeftButton and self._space
        )
        if pan:
            self._panning = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.revealed = None
            self.board.reach = _NEAR_PX / self.viewport.scale
            self._pressed = self._pointer_of(event)
            self._gesture = self._begin(self._pressed)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow with the gesture."""
        self.pointer = event.position()
        if self._panning is not None:
            self.viewport.pan(event.position() - self._panning)
            self._panning = event.position()
            self.seen_anew()
            return
        pointer = self._pointer_of(event)
        if self._gesture is not None and self._pressed is not None:
            far = (event.position() - self._pressed.pixel).manhattanLength() >= 3
            if far or self.session.dragging or not isinstance(self._gesture, Move | Resize):
                self._try(lambda gesture: gesture.move(pointer))
        else:
            self._show_cursor(event.position())
        self._tell_place(pointer)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Settle the gesture."""
        if self._panning is not None:
            self._panning = None
            self._show_cursor(event.position())
            return
        if event.button() != Qt.MouseButton.LeftButton or self._gesture is None:
            return
        gesture, pointer = self._gesture, self._pointer_of(event)
        clicked = isinstance(gesture, Move) and not gesture.moved
        self._try(lambda held: held.release(pointer))
        self._gesture = None
        if clicked:
            self._clicked(pointer)
        self._show_cursor(event.position())
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Enter a group, or write in a text."""
        if event.button() != Qt.MouseButton.LeftButton or self.tool is not SELECT:
            return
        found = under(self.session, self._pointer_of(event).dots, self.board.reach)
        if not found:
            self.entered = ""
            return
        block = block_of(self.session, found[0], self.entered)
        if len(block) > 1:
            group = edits.element(self.session.design, found[0]).group
            depth = self.entered.count("/") + 2 if self.entered else 1
            self.entered = "/".join(group.split("/")[:depth])
            self.session.select(block_of(self.session, found[0], self.entered))
        else:
            self.session.select(block)
            self.edit_in_place()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what lies under the pointer, or of the selection by the menu key."""
        place = self.viewport.to_dots(QPointF(event.pos()))
        found = under(self.session, place, self.board.reach)
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse and found and not set(found) & set(self.session.selection):
            self.session.select(block_of(self.session, found[0], self.entered))
        self.menu_wanted.emit(event.globalPos())

    def place_of_pointer(self) -> tuple[float, float] | None:
        """Return where on the label the pointer is, in mm; None if it is elsewhere."""
        if self.pointer is None:
            return None
        place = self.viewport.to_dots(self.pointer)
        label = self.board.label
        if not (0 <= place.x() < label.right and 0 <= place.y() < label.bottom):
            return None
        mm = self.session.resolution.mm
        return mm(math.floor(place.x())), mm(math.floor(place.y()))

    def edit_in_place(self) -> None:
        """Write in the selected text or symbol, where it stands."""
        if len(self.session.selection) == 1:
            name = self.session.selection[0]
            area = areas_of(self.session, (name,))[name]
            self.editor.begin(name, self.viewport.room(area).toRect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns the pointer into a hand."""
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The hand lets go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key that is let go elsewhere is not held here."""
        self._space = False
        super().focusOutEvent(event)
        self.update()

    def focusNextPrevChild(self, forwards: bool) -> bool:  # noqa: N802 (Qt's name)
        """Go from element to element; behind the last the focus leaves the canvas."""
        names = [
            element.name
            for element in self.session.design.in_drawing_order
            if self.session.may_change(element.name)
        ]
        selection = self.session.selection
        here = names.index(selection[-1]) if selection and selection[-1] in names else None
        there = (0 if forwards else len(names) - 1) if here is None else here + (1 if forwards else -1)
        if not 0 <= there < len(names):
            return super().focusNextPrevChild(forwards)
        self.session.select((names[there],))
        return True

    def leaveEvent(self, event: QEvent) -> None:
        """Tell no place any more."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _begin(self, pointer: Pointer) -> Gesture | None:
        """Return the gesture that begins where the button was pressed."""
        ruler = self._ruler_at(pointer.pixel)
        if ruler is not None:
            return DragGuide(self.board, ruler)
        if self.tool.key.startswith("guide"):
            upright = self.tool.key == "guide_upright"
            gesture = DragGuide(self.board, Direction.VERTICAL if upright else Direction.HORIZONTAL)
            gesture.move(pointer)
            return gesture
        if self.tool.make is not None:
            return Draw(self.board, self.tool, pointer, self._made)
        handle = self._handle_at(pointer.pixel)
        if handle is not None:
            return Resize(self.board, self.session.selection, handle, pointer)
        return self._take(pointer)

    def _take(self, pointer: Pointer) -> Gesture:
        """Take hold of what lies under the pointer."""
        found = under(self.session, pointer.dots, self.board.reach)
        guide = None if found else self._guide_at(pointer)
        if guide is not None:
            return DragGuide(self.board, guide.direction, guide)
        if not found:
            return Lasso(self.board, pointer)
        session = self.session
        held = [name for name in found if name in session.selection]
        if pointer.deep:
            below = found[(found.index(held[0]) + 1) % len(found)] if held else found[0]
            session.select((below,))
        elif pointer.straight:
            block = block_of(session, found[0], self.entered)
            taken = set(block) <= set(session.selection)
            rest = [name for name in session.selection if name not in block]
            session.select(rest if taken else (*session.selection, *block))
        elif not held:
            session.select(block_of(session, found[0], self.entered))
        movable = tuple(name for name in session.selection if session.may_change(name))
        return Move(self.board, movable, pointer) if movable else Lasso(self.board, pointer)

    def _clicked(self, pointer: Pointer) -> None:
        """A click without a drag on one of several selects it alone."""
        found = under(self.session, pointer.dots, self.board.reach)
        if found and not pointer.straight and not pointer.deep:
            block = block_of(self.session, found[0], self.entered)
            if set(block) < set(self.session.selection) or len(self.session.selection) > len(block):
                self.session.select(block)

    def _made(self, name: str) -> None:
        made = self.tool
        self.choose_tool(SELECT)
        if made.key == "text":
            self.session.select((name,))
            self.edit_in_place()

    def _try(self, act: Callable[[Gesture], object]) -> None:
        """Let the gesture go on; one that meets a trouble is given up, and the trouble told."""
        gesture = self._gesture
        assert gesture is not None
        try:
            act(gesture)
        except PackmarkError as error:
            self._gesture = None
            gesture.cancel()
            self.work.messages.trouble(error)

    def _pointer_of(self, event: QMouseEvent) -> Pointer:
        held = event.modifiers()
        return Pointer(
            self.viewport.to_dots(event.position()),
            event.position(),
            bool(held & Qt.KeyboardModifier.AltModifier),
            bool(held & Qt.KeyboardModifier.ShiftModifier),
            bool(held & Qt.KeyboardModifier.ControlModifier),
        )

    def _ruler_at(self, pixel: QPointF) -> Direction | None:
        if pixel.y() < RULER_PX <= pixel.x():
            return Direction.HORIZONTAL
        if pixel.x() < RULER_PX <= pixel.y():
            return Direction.VERTICAL
        return None

    def _handle_at(self, pixel: QPointF) -> tuple[int, int] | None:
        session = self.session
        if not all(session.may_change(name) for name in session.selection):
            return None
        area = around(areas_of(session, session.selection))
        if area is None:
            return None
        places = handles(self.viewport.room(area))
        return next(
            (key for key, place in places.items() if place.adjusted(-2, -2, 2, 2).contains(pixel)), None
        )

    def _guide_at(self, pointer: Pointer) -> Guide | None:
        per_mm = self.session.resolution.dots_per_mm
        for guide in self.session.design.guides:
            place = pointer.dots.x() if guide.direction is Direction.VERTICAL else pointer.dots.y()
            if abs(guide.at_mm * per_mm - place) <= self.board.reach:
                return guide
        return None

    def _show_cursor(self, pixel: QPointF | None = None) -> None:
        shape = Qt.CursorShape.ArrowCursor
        if self._space or self._panning is not None:
            shape = Qt.CursorShape.OpenHandCursor
        elif self.tool is not SELECT:
            shape = Qt.CursorShape.CrossCursor
        elif pixel is not None:
            ruler, handle = self._ruler_at(pixel), self._handle_at(pixel)
            if ruler is not None:
                flat = ruler is Direction.HORIZONTAL
                shape = Qt.CursorShape.SplitVCursor if flat else Qt.CursorShape.SplitHCursor
            elif handle is not None:
                shape = _CURSORS[handle]
        self.setCursor(shape)

    def _tell_place(self, pointer: Pointer) -> None:
        x, y = math.floor(pointer.dots.x()), math.floor(pointer.dots.y())
        mm = self.session.resolution.mm
        self.pointed.emit(
            say("{x_mm}, {y_mm} mm · dot {x}, {y}", x_mm=f"{mm(x):.2f}", y_mm=f"{mm(y):.2f}", x=x, y=y)
        )

    def _leave_lost_group(self) -> None:
        """Leave a group of which nothing is selected any more, or that is gone."""
        if not self.entered or self._gesture is not None:
            return
        chosen = set(self.session.selection)
        groups = {item.group for item in self.session.design.elements if item.name in chosen}
        if not any(f"{group}/".startswith(f"{self.entered}/") for group in groups):
            self.entered = ""
