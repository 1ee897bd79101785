"""Quality: pictures of printed symbols are graded here."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from desktop.texts import say
from ui.pages.page import Page
from ui.quality.grading_tab import GradingTab
from ui.style import GRID
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace


class QualityPage(Page):
    """The views of quality; the first grades a picture.

    Attributes:
        tabs: the views.
        grading: the first of them.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.tabs = Tabs(kit)
        self.grading = GradingTab(work)
        self.tabs.add(say("Grade a picture"), self.grading)
        self.tabs.tools.insertWidget(0, kit.label(say("Quality"), "title"))
        self.tabs.tools.insertSpacing(1, 2 * GRID)
        for tool in self.grading.tools:
            self.tabs.tools.addWidget(tool)
        self.tabs.changed.connect(self._show_tools)
        self.lay_out(self.tabs)
        self._bind_keys()

    def show_what(self, what: object) -> None:
        """A path is graded."""
        if isinstance(what, Path):
            self.tabs.choose(0)
            self.grading.grade(what)

    def _bind_keys(self) -> None:
        tab, space = self.grading, self.grading.workspace
        self.shortcut("Ctrl+O", say("Open a picture and grade it"), tab.open_button)
        self.shortcut("F5", say("Grade the picture again"), space.conditions.again)
        self.shortcut("Ctrl+Shift+C", say("Copy the figures"), space.copy)
        self.shortcut("Ctrl+S", say("Export the grades as PDF or CSV"), tab.export_button)
        self.shortcut("Ctrl+W", say("Watch a folder for new pictures, or end it"), tab.watch.button)
        for keys, what, act in (
            ("F", say("Show the whole picture"), space.picture.fit),
            ("S", say("Show the chosen symbol alone"), space.picture.fit_symbol),
            ("PgDown", say("Next symbol"), lambda: space.banner.step(1)),
            ("PgUp", say("Previous symbol"), lambda: space.banner.step(-1)),
        ):
            made = QShortcut(QKeySequence(keys), space)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)
            self.shortcuts.append((keys, what))
        self.shortcuts.append(("← →", say("Previous or next scan, in the profile or its bar of grades")))

    def _show_tools(self, number: int) -> None:
        self.grading.show_tools(shown=number == 0)
