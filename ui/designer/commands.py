"""What a person does with the selection by keys and menus; each is one step of the history."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from desktop.errors import PackmarkError
from desktop.labels import edits
from desktop.labels.document import LabelDesign
from desktop.labels.edits import Order, Side
from desktop.texts import Text, say
from ui.designer.canvas import Canvas
from ui.designer.gestures import titled
from ui.designer.pointing import frames_of, symbols_of
from ui.designer.tools import TOOLS
from ui.workplace import Workplace

NUDGE_MM = 0.1
FAR_NUDGE_MM = 1.0
_APART_MM = 2.0
_ARROW_KEYS = {"Left": "←↑↓→", "Ctrl+Left": "Ctrl+←↑↓→", "Shift+Left": "Shift+←↑↓→"}
_ARROWS = (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))


class Where(Enum):
    """Where a key works: on the canvas alone, or on panels too."""

    CANVAS = auto()
    DESIGNER = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    Attributes:
        keys: as ``QKeySequence`` reads them; several parted by blanks.
        title: what it is called.
        act: does it.
        where: where the keys work.
        menu: whether the canvas's menu offers it.
    """

    keys: str
    title: Text
    act: Callable[[], object]
    where: Where = Where.CANVAS
    menu: bool = False


class Commands:
    """Works on the selection of a canvas."""

    def __init__(self, work: Workplace, canvas: Canvas) -> None:
        self._work = work
        self._canvas = canvas
        self._session = canvas.session
        self.all = tuple(self._make())

    def bind(self, designer: QWidget) -> None:
        """Let the keys do what they mean, on the canvas or wherever in the designer."""
        for command in self.all:
            for keys in command.keys.split():
                on_canvas = command.where is Where.CANVAS
                key = QShortcut(QKeySequence(keys), self._canvas if on_canvas else designer)
                context = (
                    Qt.ShortcutContext.WidgetShortcut
                    if on_canvas
                    else (Qt.ShortcutContext.WidgetWithChildrenShortcut)
                )
                key.setContext(context)
                key.activated.connect(command.act)

    @property
    def shortcuts(self) -> list[tuple[str, Text]]:
        """The keys and what they do, for the sheet that F1 opens; arrow keys only once."""
        listed: dict[Text, str] = {}
        for command in self.all:
            listed.setdefault(command.title, command.keys.replace(" ", ", "))
        return [(_ARROW_KEYS.get(keys, keys), title) for title, keys in listed.items()]

    def menu(self) -> QMenu:
        """Return the menu of what can be done with the selection."""
        menu = QMenu(self._canvas)
        for command in self.all:
            if command.menu:
                action = menu.addAction(self._work.language(command.title))
                action.setShortcut(QKeySequence(command.keys.split()[0]))
                action.triggered.connect(lambda _checked, act=command.act: act())
        return menu

    # What is done

    def nudge(self, dx_mm: float, dy_mm: float) -> None:
        """Move the selection a little; nudges that follow each other are one step."""
        names = self._movable()
        if names:
            merge = f"nudge {' '.join(sorted(names))}"
            self._do(say("Move"), lambda design: edits.moved(design, names, dx_mm, dy_mm), merge)

    def nudge_dots(self, dx: int, dy: int) -> None:
        """Move the selection by whole dots of the printer."""
        per_mm = self._session.resolution.dots_per_mm
        self.nudge(dx / per_mm, dy / per_mm)

    def delete(self) -> None:
        """Take the selection out."""
        names = self._movable()
        if names:
            self._do(say("Delete"), lambda design: edits.removed(design, names))

    def duplicate(self) -> None:
        """Put a copy of the selection beside it, and select the copy."""
        names = self._session.selection
        if names:
            self._add(say("Duplicate"), lambda design: edits.duplicated(design, names, _APART_MM, _APART_MM))

    def copy(self) -> None:
        """Put the selection on the clipboard, also for other designs."""
        if self._session.selection:
            text = edits.copied(self._session.design, self._session.selection)
            QGuiApplication.clipboard().setText(text)

    def cut(self) -> None:
        """Copy, then delete."""
        self.copy()
        self.delete()

    def paste(self) -> None:
        """Add what is on the clipboard, at the pointer if it is over the label, and select it."""
        text = QGuiApplication.clipboard().text()
        if not text:
            return
        at = self._canvas.place_of_pointer()
        self._add(say("Paste"), lambda design: edits.pasted(design, text, at))

    def select_all(self) -> None:
        """Select every element that may be changed."""
        self._session.select(
            element.name
            for element in self._session.design.elements
            if self._session.may_change(element.name)
        )

    def arrange(self, title: Text, make: Callable[[LabelDesign, tuple[str, ...]], LabelDesign]) -> None:
        """Do something with the selection."""
        names = self._movable()
        if names:
            self._do(title, lambda design: make(design, names))

    # How

    def _movable(self) -> tuple[str, ...]:
        return tuple(name for name in self._session.selection if self._session.may_change(name))

    def _do(self, title: Text, make: Callable[[LabelDesign], LabelDesign], merge: str = "") -> None:
        try:
            design = make(self._session.design)
        except PackmarkError as error:
            self._work.messages.trouble(error)
            return
        self._session.edit(titled(self._session.selection, title), design, merge)

    def _add(self, title: Text, make: Callable[[LabelDesign], tuple[LabelDesign, tuple[str, ...]]]) -> None:
        try:
            design, names = make(self._session.design)
        except PackmarkError as error:
            self._work.messages.trouble(error)
            return
        self._session.edit(titled(names, title), design)
        self._session.select(names)

    def _make(self) -> Iterator[Command]:
        session, canvas = self._session, self._canvas
        yield Command("Ctrl+Z", say("Undo"), session.undo, Where.DESIGNER)
        yield Command("Ctrl+Shift+Z Ctrl+Y", say("Redo"), session.redo, Where.DESIGNER)
        yield Command("Ctrl+X", say("Cut to the clipboard"), self.cut, menu=True)
        yield Command("Ctrl+C", say("Copy"), self.copy, menu=True)
        yield Command("Ctrl+V", say("Paste"), self.paste, menu=True)
        yield Command("Ctrl+D", say("Duplicate"), self.duplicate, menu=True)
        yield Command("Delete Backspace", say("Delete"), self.delete, menu=True)
        yield Command("Ctrl+A", say("Select all"), self.select_all, menu=True)
        yield Command("Return F2", say("Write in the element"), canvas.edit_in_place, menu=True)
        yield Command("Escape", say("Leave gesture, tool, group, selection"), canvas.escape)
        yield from self._arranging()
        yield from self._nudges()
        yield Command("0", say("Zoom to fit"), canvas.fit)
        yield Command("1", say("Real size"), canvas.one_to_one)
        yield Command("2", say("Dot view"), canvas.dot_view)
        yield Command("3", say("Zoom to the selection"), canvas.fit_selection)
        yield Command("+ =", say("Zoom in"), lambda: canvas.zoom_by(1))
        yield Command("-", say("Zoom out"), lambda: canvas.zoom_by(-1))
        for tool in TOOLS:
            if tool.keys:
                yield Command(tool.keys, tool.title, partial(canvas.tool_wanted.emit, tool))

    def _nudges(self) -> Iterator[Command]:
        for keys, x, y in _ARROWS:
            yield Command(keys, say("Move by 0.1 mm"), partial(self.nudge, x * NUDGE_MM, y * NUDGE_MM))
        for keys, x, y in _ARROWS:
            yield Command(f"Ctrl+{keys}", say("Move by one dot"), partial(self.nudge_dots, x, y))
        for keys, x, y in _ARROWS:
            far = partial(self.nudge, x * FAR_NUDGE_MM, y * FAR_NUDGE_MM)
            yield Command(f"Shift+{keys}", say("Move by 1 mm"), far)

    def _arranging(self) -> Iterator[Command]:
        def order(keys: str, title: Text, where: Order) -> Command:
            return Command(
                keys,
                title,
                lambda: self.arrange(title, lambda design, names: edits.raised(design, names, where)),
                menu=True,
            )

        def align(keys: str, title: Text, side: Side) -> Command:
            return Command(
                keys,
                title,
                lambda: self.arrange(
                    title,
                    lambda design, names: edits.aligned(design, names, side, frames_of(self._session, names)),
                ),
            )

        yield Command("Ctrl+G", say("Group"), lambda: self.arrange(say("Group"), edits.grouped), menu=True)
        yield Command(
            "Ctrl+Shift+G", say("Ungroup"), lambda: self.arrange(say("Ungroup"), edits.ungrouped), menu=True
        )
        yield Command("R", say("Turn by 90°"), self._turn, menu=True)
        yield order("Ctrl+Shift+]", say("Bring to the front"), Order.FRONT)
        yield order("Ctrl+]", say("Bring one step forward"), Order.FORWARD)
        yield order("Ctrl+[", say("Send one step backward"), Order.BACKWARD)
        yield order("Ctrl+Shift+[", say("Send to the back"), Order.BACK)
        yield align("Ctrl+Shift+Left", say("Align left edges"), Side.LEFT)
        yield align("Ctrl+Shift+Right", say("Align right edges"), Side.RIGHT)
        yield align("Ctrl+Shift+Up", say("Align upper edges"), Side.TOP)
        yield align("Ctrl+Shift+Down", say("Align lower edges"), Side.BOTTOM)

    def _turn(self) -> None:
        self.arrange(
            say("Turn by 90°"),
            lambda design, names: edits.turned(
                design, names, frames_of(self._session, names), symbols=symbols_of(self._session)
            ),
        )
