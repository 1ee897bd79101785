"""The designer: tools on the left, the label in the middle, panels on the right, findings below."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QSplitter, QWidget

from desktop.errors import InputError
from desktop.labels.history import History
from desktop.operations.designs import Draft
from desktop.texts import Text, say
from desktop.units import PRINTER_RESOLUTIONS, Resolution
from ui.designer.autosave import Autosave
from ui.designer.canvas import Canvas
from ui.designer.commands import Commands
from ui.designer.grid import Aids
from ui.designer.more_menu import MoreMenu
from ui.designer.panels.align import AlignBar
from ui.designer.panels.elements import ElementsList
from ui.designer.panels.findings import FindingsPanel
from ui.designer.panels.fonts import FontPanel
from ui.designer.panels.history import HistoryPanel
from ui.designer.panels.layers import LayersPanel
from ui.designer.panels.properties import PropertyPanel
from ui.designer.panels.records import DataPanel
from ui.designer.panels.tool_buttons import tool_button
from ui.designer.session import DesignSession
from ui.designer.tool_rail import ToolRail
from ui.designer.tools import Tool
from ui.designer.view_bar import ViewBar
from ui.kit import Button, box, column, row, segments
from ui.style import GRID
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark
from ui.workplace import Workplace

_DOCK_PX = 42 * GRID
_FINDINGS_PX = 17 * GRID
_FIND_TAB = 1
_RESOLUTION = "designer/dots_per_mm"


class Designer(QWidget):
    """Works on one draft.

    Attributes:
        session: the design that is worked on.
        canvas: where it is drawn.
        rail: the tools.
        commands: what keys and menus do.
        shortcuts: keys and what they do, for the sheet that F1 opens.

    Signals:
        left: the person wants back to the list of designs.
    """

    left = Signal()

    def __init__(self, work: Workplace, draft: Draft) -> None:
        super().__init__()
        self.work = work
        kit = work.kit
        dots = int(str(work.settings.value(_RESOLUTION, 12)))
        resolution = Resolution(_meant_for(draft, dots))
        self.session = DesignSession(_history_of(work, draft), resolution, parent=self)
        self.autosave = Autosave(work, self.session, draft)
        self.aids = Aids(work.settings)
        self.canvas = Canvas(work, self.session, self.aids)
        self.commands = Commands(work, self.canvas)
        self.rail = ToolRail(work)
        self.view_bar = ViewBar(work, self.canvas, self.aids)
        self.state = StateBadge(kit.language)
        self.state.show_state(Mark.DONE, say("Saved"))
        self.properties = PropertyPanel(work, self.session)
        self.findings = FindingsPanel(work, self.session)
        self.data = DataPanel(work, self.session)
        self.layers = LayersPanel(work, self.session)
        self.elements = ElementsList(work, self.session)
        self.history = HistoryPanel(work, self.session)
        self.fonts = FontPanel(work, self.session)
        self.tabs = self._make_dock()
        self.resolutions = self._make_resolutions()
        self.undo = self._icon("undo", say("Undo"), self.session.undo)
        self.redo = self._icon("redo", say("Redo"), self.session.redo)
        self.back = kit.button(say("All labels"), self.left.emit, "quiet", icon_name="back")
        self.title = kit.label(role="heading")
        self.more = MoreMenu(work, self.session, lambda: self.autosave.draft.name)
        self.save_as = kit.button(say("Save as …"), lambda: None, icon_name="export")
        middle = row(self.rail, self._make_canvas_card(), spacing=GRID)
        middle.setStretch(1, 1)
        upper = QSplitter(Qt.Orientation.Horizontal)
        upper.setChildrenCollapsible(False)
        upper.setHandleWidth(GRID)
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.setHandleWidth(GRID)
        left.addWidget(box(middle))
        left.addWidget(kit.card(self.findings, spacing=GRID))
        left.setSizes([600, _FINDINGS_PX])
        left.setStretchFactor(0, 1)
        left.setStretchFactor(1, 0)
        upper.addWidget(left)
        upper.addWidget(kit.card(AlignBar(work, self.session), self.tabs, spacing=GRID))
        upper.setSizes([900, _DOCK_PX])
        upper.setStretchFactor(0, 1)
        upper.setStretchFactor(1, 0)
        body = column(self._make_head(), upper, spacing=GRID)
        body.setStretch(1, 1)
        self.setLayout(body)
        self._connect()
        self._show()

    @property
    def shortcuts(self) -> list[tuple[str, Text]]:
        """Keys and what they do here."""
        return [
            *self.commands.shortcuts,
            ("Ctrl+F", say("Find an element by its name or what it says")),
            ("Tab", say("Go to the next element")),
            ("Alt", say("Hold while dragging: nothing snaps")),
            (self.work.language(say("Space")), say("Hold and drag: move what is seen")),
            ("Ctrl+Click", say("Select the element below")),
        ]

    def choose_resolution(self, dots_per_mm: int) -> None:
        """Show the label for a printer of so many dots per mm."""
        self.work.settings.setValue(_RESOLUTION, dots_per_mm)
        self.session.set_resolution(Resolution(dots_per_mm))
        self.resolutions[dots_per_mm].setChecked(True)

    def look_for(self) -> None:
        """Find elements by their names or what they say."""
        self.tabs.choose(_FIND_TAB)
        self.elements.search.setFocus()
        self.elements.search.selectAll()

    def pick(self, tool: Tool) -> None:
        """Pick a tool, as a key or the rail does."""
        self.rail.pick(tool)

    def save_now(self) -> None:
        """Save what is not saved yet, also what is being written. StorageError: it cannot be stored."""
        self.canvas.editor.keep()
        self.autosave.save_now()

    def _connect(self) -> None:
        canvas, session, language = self.canvas, self.session, self.work.language
        self.commands.bind(self)
        self.rail.chosen.connect(self._choose_tool)
        self.rail.show_tool(canvas.tool)
        canvas.tool_chosen.connect(self.rail.show_tool)
        canvas.tool_wanted.connect(self.pick)
        canvas.menu_wanted.connect(self._open_menu)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.look_for)
        self.autosave.told.connect(self.state.show_state)
        session.stepped.connect(self._show)
        language.changed.connect(self._show)

    def _choose_tool(self, tool: Tool) -> None:
        self.canvas.choose_tool(tool)
        self.canvas.setFocus()

    def _open_menu(self, at: QPoint) -> None:
        self.commands.menu().popup(at)

    def _show(self) -> None:
        history, design = self.session.history, self.session.design
        self.undo.setEnabled(history.can_undo)
        self.redo.setEnabled(history.can_redo)
        title = design.title.in_language(self.work.language.code)
        self.title.setText(title or self.autosave.draft.name)
        self.title.setToolTip(self.autosave.draft.name)

    def _make_head(self) -> QWidget:
        kit = self.work.kit
        return box(
            row(
                self.back,
                self.title,
                self.state,
                1,
                self.undo,
                self.redo,
                kit.label(say("dots/mm"), "muted"),
                segments(*self.resolutions.values()),
                self.more,
                self.save_as,
                spacing=GRID,
            )
        )

    def _make_canvas_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        layout = column(self.canvas, self.view_bar, spacing=GRID // 2)
        layout.setContentsMargins(2, 2, 2, GRID // 2)
        card.setLayout(layout)
        return card

    def _make_dock(self) -> Tabs:
        tabs = Tabs(self.work.kit)
        for title, panels in (
            (say("Properties"), (self.properties,)),
            (say("Elements"), (self.elements, self.layers)),
            (say("Data"), (self.data,)),
            (say("History"), (self.history,)),
            (say("Fonts"), (self.fonts,)),
        ):
            tabs.add(title, box(column(*panels, spacing=2 * GRID)))
        return tabs

    def _make_resolutions(self) -> dict[int, Button]:
        group = QButtonGroup(self)
        made: dict[int, Button] = {}
        for dots in PRINTER_RESOLUTIONS:
            button = self.work.kit.button(
                say("{n}", n=dots), partial(self.choose_resolution, dots), "segment"
            )
            button.setCheckable(True)
            button.setChecked(dots == self.session.resolution.dots_per_mm)
            group.addButton(button)
            made[dots] = button
        return made

    def _icon(self, name: str, title: Text, act: Callable[[], object]) -> Button:
        return tool_button(self.work.kit, name, title, act)


def _history_of(work: Workplace, draft: Draft) -> History:
    """Return the history that was saved with a draft; a damaged one is told, and the design kept."""
    now = work.plant.clock.now
    if draft.history_json:
        try:
            history = History.load(draft.history_json, now)
        except InputError as error:
            work.messages.trouble(error)
        else:
            if history.current == draft.design:
                return history
    return History(draft.design, now)


def _meant_for(draft: Draft, wanted: int) -> int:
    """Return the resolution to begin with: the last one, if the design is meant for it."""
    meant = [dots for dots in draft.design.resolutions if dots in PRINTER_RESOLUTIONS]
    return wanted if not meant or wanted in meant else meant[0]
