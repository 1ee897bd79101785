"""Trace: one search field, and everything that is known of the code, the pack or the batch in it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.errors import PackmarkError
from desktop.operations import trace_search
from desktop.operations.plant import Plant
from desktop.operations.recall import Outline
from desktop.operations.trace_search import Hits
from desktop.texts import say
from ui.kit import row
from ui.pages.page import Page
from ui.scans import CodeField
from ui.style import GRID
from ui.trace.batch_view import BatchView
from ui.trace.code_view import CodeView
from ui.trace.found_view import FoundView, hits_of
from ui.trace.inside_view import InsideView
from ui.trace.reading import BatchCases, CodeStory, Inside, read_batch, read_code, read_inside
from ui.trace.visits import Visit, Visits, Where, remembered
from ui.widgets.empty import EmptyPage
from ui.widgets.notice import Notice
from ui.workplace import Workplace

T = TypeVar("T")
_SEARCHES = "trace/searches"


class TracePage(Page):
    """Finds a code, a batch or an order, and tells its story.

    Attributes:
        visits: what was looked at, to go back and forward.
    """

    kinds: ClassVar[frozenset[Kind]] = frozenset(
        {Kind.CODES, Kind.JOBS, Kind.BATCHES, Kind.QUALITY, Kind.ORDERS}
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.visits = Visits()
        self._asked = 0
        self._follow = False
        self.field = CodeField()
        work.language.word(
            self.field, say("Scan or type a code, a lot or a work order"), "setPlaceholderText"
        )
        self.field.setMaximumWidth(64 * GRID)
        self.field.returnPressed.connect(self.search)
        self.button = kit.button(say("Trace"), self.search, "primary", icon_name="search")
        self.back = kit.button(say("Back"), self._back, icon_name="back")
        self.forward = kit.button(say("Forward"), self._forward, icon_name="forward")
        self.history = kit.button(say("Searches"), lambda: None, icon_name="refresh")
        self.history.setMenu(QMenu(self.history))
        self.history.menu().aboutToShow.connect(self._list_searches)
        self.notice = Notice(kit)
        self.code_view = CodeView(work)
        self.inside_view = InsideView(work)
        self.batch_view = BatchView(work)
        self.found_view = FoundView(work)
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        for view in (self._empty, self.code_view, self.inside_view, self.batch_view, self.found_view):
            self._stack.addWidget(view)
        for made in (self.code_view, self.inside_view, self.batch_view, self.found_view):
            made.wanted.connect(self.visit)
        self.batch_view.recall_wanted.connect(self._recall)
        head = row(kit.label(say("Trace"), "title"), 1, self.back, self.forward, self.history, spacing=GRID)
        search = row(self.field, self.button, 1, spacing=GRID)
        search.setStretch(0, 2)
        self.lay_out(head, search, self.notice, self._stack)
        self.shortcuts += [
            ("Enter", say("Trace what stands in the field; in a list or tree: open it")),
            ("Alt+Left", say("Back to what was traced before")),
            ("Alt+Right", say("Forward again")),
            ("Ctrl+F", say("Go to the search field")),
        ]
        self.key("Alt+Left", self._back)
        self.key("Alt+Right", self._forward)
        self.key("Ctrl+F", self._focus_search)
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready for a scan."""
        super().showEvent(event)
        self._focus_search()

    def refresh(self) -> None:
        """Tell the story anew if something changed meanwhile."""
        if self.visits.now is not None and self._stack.currentWidget() is not self._empty:
            self._load(self.visits.now)

    def show_what(self, what: object) -> None:
        """Trace a code, a lot or an order number; a number is the id of a batch."""
        if isinstance(what, str):
            self.field.show_code(what)
            self.search()
        elif isinstance(what, int):
            self.visit(Visit(Where.BATCH, batch_id=what))

    def search(self) -> None:
        """Look for what stands in the field."""
        text = self.field.code().strip()
        if text:
            self._run(lambda plant: trace_search.search(plant, text), lambda hits: self._searched(text, hits))

    def visit(self, visit: Visit) -> None:
        """Show something else; what was shown is one step back."""
        # Who works in the field scans on; who works in a list or tree goes on there.
        self._follow = not self.field.hasFocus()
        self.visits.go(visit)
        self._load(visit)

    def _searched(self, text: str, hits: Hits) -> None:
        before = self._searches()
        self.work.settings.setValue(_SEARCHES, list(remembered(before, text)))
        found = hits_of(hits)
        if hits.code:
            self.visit(Visit(Where.CODE, hits.code))
        elif len(found) == 1 and found[0].visit is not None:
            self.visit(found[0].visit)
        else:
            self.visits.go(Visit(Where.FOUND, text))
            self._show_hits(hits)
            self.found_view.setFocus()

    def _load(self, visit: Visit) -> None:
        text, batch_id = visit.text, visit.batch_id
        match visit.where:
            case Where.CODE:
                self._run(lambda plant: read_code(plant, text), self._show_code)
            case Where.INSIDE:
                self._run(lambda plant: read_inside(plant, text), self._show_inside)
            case Where.BATCH:
                self._run(lambda plant: read_batch(plant, batch_id), self._show_batch)
            case Where.FOUND:
                self._run(lambda plant: trace_search.search(plant, text), self._show_hits)

    def _run(self, read: Callable[[Plant], T], done: Callable[[T], None]) -> None:
        self._asked += 1
        asked, plant = self._asked, self.work.plant

        def show(found: T) -> None:
            if asked == self._asked:  # else the person wants something else by now
                done(found)

        def fail(error: PackmarkError) -> None:
            if asked == self._asked:
                self._fail(error)

        self.work.background.run(lambda _report: read(plant), receiver=self, done=show, failed=fail)

    def _show_code(self, story: CodeStory) -> None:
        self.field.show_code(story.found.code)
        self.code_view.show_story(story)
        self._show(self.code_view)

    def _show_inside(self, inside: Inside) -> None:
        self.field.show_code(inside.found.code)
        self.inside_view.show_inside(inside)
        self._show(self.inside_view)

    def _show_batch(self, shown: BatchCases) -> None:
        self.field.show_code(shown.outline.batch.batch.lot)
        self.batch_view.show_batch(shown)
        self._show(self.batch_view)

    def _show_hits(self, hits: Hits) -> None:
        self.field.show_code(hits.text)
        self._show(self.found_view)
        self.found_view.show_hits(hits)

    def _show(self, view: QWidget) -> None:
        self.notice.hide()
        self._stack.setCurrentWidget(view)
        if self._follow:
            view.setFocus()
        elif self.field.hasFocus():
            self.field.selectAll()
        self._follow = False
        self._look()

    def _fail(self, error: PackmarkError) -> None:
        # What was found before must not be taken for the answer.
        self._stack.setCurrentWidget(self._empty)
        self.notice.trouble(error)
        self._look()
        self._focus_search()

    def _look(self) -> None:
        self.back.setEnabled(self.visits.can_back)
        self.forward.setEnabled(self.visits.can_forward)
        self.history.setEnabled(bool(self._searches()))

    def _back(self) -> None:
        if self.visits.can_back:
            self._load(self.visits.back())

    def _forward(self) -> None:
        if self.visits.can_forward:
            self._load(self.visits.forward())

    def _focus_search(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _searches(self) -> tuple[str, ...]:
        kept = self.work.settings.value(_SEARCHES, [])
        # An INI file gives a list of one back as a plain text.
        return (kept,) if isinstance(kept, str) else tuple(str(one) for one in kept or ())  # type: ignore[attr-defined]

    def _list_searches(self) -> None:
        menu = self.history.menu()
        menu.clear()
        for text in self._searches():
            menu.addAction(text.replace("&", "&&"), partial(self.show_what, text))

    def _recall(self, outline: Outline) -> None:
        from ui.dialogs.recall import RecallDialog  # noqa: PLC0415 (start-up)

        RecallDialog(self.work, outline, self).ask()

    def _make_empty(self) -> QWidget:
        return EmptyPage(
            self.work.kit,
            "trace",
            say("What happened to a code?"),
            say(
                "Scan a label, or type its 20 digits: you see where its pack lies, who did what and when, on "
                "which printer and scanner, its grades, its label, and the files and bills that know of it. "
                "A lot or a work order lists its cases, and writes the list for a recall."
            ),
        )
