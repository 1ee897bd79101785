"""Trace: one search field, and everything that is known of the code in it."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.changes import Kind
from desktop.errors import PackmarkError
from desktop.operations import trace
from desktop.operations.trace import Trace
from desktop.texts import say
from ui.kit import column, facts, row, scrolling
from ui.pages.page import Page
from ui.scans import takes_scans
from ui.style import GRID
from ui.widgets.code_button import CodeButton
from ui.widgets.empty import EmptyPage
from ui.widgets.label_view import LabelView, dots_of
from ui.widgets.notice import Notice
from ui.widgets.state_badge import StateBadge
from ui.widgets.time_line import TimeLine
from ui.wording import CODE_STATES, day, level_name
from ui.workplace import Workplace


class TracePage(Page):
    """Finds a code and tells its story."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.CODES, Kind.JOBS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._found: Trace | None = None
        self.field = kit.field(say("Scan or type a code, 20 digits"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(64 * GRID)
        takes_scans(self.field)
        self.field.returnPressed.connect(self.search)
        self.button = kit.button(say("Trace"), self.search, "primary", icon_name="search")
        self.notice = Notice(kit)
        self.badge = StateBadge(kit.language)
        self._code = CodeButton(work.language, work.messages, points=15)
        self._product = kit.label(wrap=True)
        self._level = kit.label()
        self._batch = kit.label()
        self._job = kit.label()
        self.open_job = kit.button(say("Open the job"), self._go_to_job, "quiet")
        self.time_line = TimeLine(kit)
        self.view = LabelView()
        self.view.setMinimumHeight(240)
        self._no_label = kit.label(say("It has no label yet: no job has taken it."), "muted", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyPage(
                kit,
                "trace",
                say("What happened to a code?"),
                say(
                    "Scan a label, or type its 20 digits. You see its state, product and batch, who did what "
                    "and when on which printer, and its label as it was laid out for printing."
                ),
            )
        )
        self._stack.addWidget(self._make_result())
        head = row(kit.label(say("Trace"), "title"), 1)
        search = row(self.field, self.button, 1, spacing=GRID)
        search.setStretch(0, 2)
        self.lay_out(head, search, self.notice, self._stack)
        self.shortcuts.append(("Enter", say("Trace the code in the field")))

    def refresh(self) -> None:
        """Tell the story anew if something changed meanwhile."""
        self.field.setFocus()
        if self._found is not None:
            self._search(self._found.code)

    def reword(self) -> None:
        """Word the story in the present language."""
        if self._found is not None:
            self._show(self._found)

    def show_what(self, what: object) -> None:
        """Trace a code."""
        if isinstance(what, str):
            self.field.setText(what)
            self.search()

    def search(self) -> None:
        """Trace the code in the field."""
        text = self.field.text().strip()
        if text:
            self._search(text)

    def _search(self, text: str) -> None:
        plant = self.work.plant
        self.work.background.run(
            lambda _report: trace.trace(plant, text), receiver=self, done=self._show, failed=self._fail
        )

    def _make_result(self) -> QWidget:
        kit = self.work.kit
        about = facts(
            (kit.label(say("Product"), "muted"), self._product),
            (kit.label(say("Level"), "muted"), self._level),
            (kit.label(say("Batch"), "muted"), self._batch),
            (kit.label(say("Job"), "muted"), self._job),
        )
        head = row(self._code, 1, self.badge)
        left = column(
            kit.card(head, about, row(self.open_job, 1)),
            kit.card(kit.label(say("What happened"), "heading"), self.time_line),
            1,
        )
        right = column(kit.card(kit.label(say("Its label"), "heading"), self.view, self._no_label), 1)
        body = row(left, right)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        content = QWidget()
        content.setLayout(body)
        return scrolling(content)

    def _fail(self, error: PackmarkError) -> None:
        self._found = None
        self._stack.setCurrentIndex(0)
        self.notice.trouble(error)
        self.field.selectAll()

    def _show(self, found: Trace) -> None:
        self._found = found
        self.notice.hide()
        self._stack.setCurrentIndex(1)
        word = self.work.language.word
        self._code.show_code(found.code)
        self.badge.show_state(*CODE_STATES[found.state])
        self._product.setText(f"{found.product.product.name} {found.product.product.spec}".strip())
        word(self._level, level_name(found.level))
        if found.batch is None:
            word(self._batch, say("none yet"))
        else:
            batch = found.batch.batch
            word(
                self._batch,
                say(
                    "{lot} · produced {made} · expiry {expiry}",
                    lot=batch.lot,
                    made=day(batch.made),
                    expiry=day(batch.expiry),
                ),
            )
        if found.job_id is None:
            word(self._job, say("none yet"))
        else:
            word(self._job, say("Job {id}, label {ordinal}", id=found.job_id, ordinal=found.ordinal))
        self.open_job.setVisible(found.job_id is not None)
        self.time_line.show_events(found.events)
        self._show_label(found)

    def _show_label(self, found: Trace) -> None:
        shown = found.label
        self.view.setVisible(shown is not None)
        self._no_label.setVisible(shown is None)
        if shown is not None:
            self.view.show_dots(dots_of(shown), shown.resolution.dots_per_mm)

    def _go_to_job(self) -> None:
        if self._found is not None and self._found.job_id is not None:
            self.work.go("jobs", self._found.job_id)
