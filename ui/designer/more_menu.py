"""What is wanted now and then in the designer: an old label to trace, a look at frozen revisions."""

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.texts import Text, say
from ui.designer.session import DesignSession
from ui.dialogs.compare_revisions import CompareRevisions, Version, versions
from ui.dialogs.trace_old_label import TraceOldLabel
from ui.kit import Button
from ui.workplace import Workplace


class MoreMenu(Button):
    """A button with a menu."""

    def __init__(self, work: Workplace, session: DesignSession, draft_name: Callable[[], str]) -> None:
        super().__init__("quiet", "add")
        self._work = work
        self._session = session
        self._draft_name = draft_name
        work.language.word(self, say("More"))
        self._menu = QMenu(self)
        self.trace = self._entry(say("Trace an old label …"), self._trace)
        self.compare = self._entry(say("Compare with frozen revisions …"), self._compare)
        self.setMenu(self._menu)

    def _entry(self, title: Text, act: Callable[[], None]) -> QAction:
        made = self._menu.addAction("")
        self._work.language.word(made, title)
        made.triggered.connect(lambda _checked: act())
        return made

    def _trace(self) -> None:
        TraceOldLabel(self._work, self._session, self.window()).ask()

    def _compare(self) -> None:
        plant, name, design = self._work.plant, self._draft_name(), self._session.design
        self._work.background.run(
            lambda _report: versions(plant, name, design), receiver=self, done=self._show
        )

    def _show(self, found: tuple[Version, ...]) -> None:
        CompareRevisions(self._work, found, self.window()).ask()
