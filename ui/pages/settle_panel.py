"""Settling what the stops of a job left unknown, stop by stop, by scanning the last good label of each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import InputError, PackmarkError
from desktop.operations import jobs
from desktop.operations.jobs import JobRow
from desktop.operations.scanned import scanned_code
from desktop.operations.stops import Left, Stop
from desktop.texts import Text, say
from ui.kit import box, column, row
from ui.pages.stop_words import guidance, heading, question
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.tick_list import TickList
from ui.workplace import Workplace


class SettlePanel(QWidget):
    """Shown only while a job has unknown codes and does not run.

    It leads through the stops, the oldest first. Whoever scans a label says that it is good; of the labels
    of the same stop before it each is asked for, for a label may be cut off before a good one.

    Signals:
        asking: it asks for labels and needs the room (True), or does no more.
    """

    asking = Signal(bool)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id = 0
        self._stops: tuple[Stop, ...] = ()
        self._scanned = ""
        kit = work.kit
        self._heading = kit.label(role="heading", wrap=True)
        self._guidance = kit.label(wrap=True)
        self.code = CodeField()
        work.language.word(self.code, say("Scan or type 20 digits"), "setPlaceholderText")
        self.code.returnPressed.connect(self._take)
        self.button = kit.button(say("Settle"), self._take, "primary")
        self.none = kit.button(say("None came out"), lambda: self._settle(None))
        self._field = FormField(
            kit,
            say("Last good label"),
            self.code,
            say(
                "The labels up to it count as printed, those behind it become void. Destroy any void label "
                "that you find."
            ),
            beside=box(row(self.button, self.none, spacing=GRID)),
        )
        self._question = kit.label(role="heading", wrap=True)
        self.ticks = TickList()
        work.language.word(self.ticks, say("Labels that are there and whole are ticked"), "setAccessibleName")
        self.ticks.accepted.connect(self._answer)
        self.answer = kit.button(say("Settle"), self._answer, "primary")
        self.back = kit.button(say("Scan another label"), self._withdraw, "quiet")
        hint = kit.label(
            say("Take the tick off each label that is cut off or missing: it becomes void."),
            "muted",
            wrap=True,
        )
        buttons = column(self.answer, self.back, 1, spacing=GRID)
        asked = row(column(self._question, hint, self.ticks, spacing=4), buttons)
        asked.setStretch(0, 1)
        self._asked = box(asked)
        self._asked.hide()
        layout = column(self._heading, self._guidance, self._field, self._asked, spacing=4)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.hide()

    def show_stops(self, job_id: int, stops: Sequence[Stop]) -> None:
        """Show the first of what the stops of a job left; nothing without any."""
        known = (self._job_id, self._stops)
        self._job_id, self._stops = job_id, tuple(stops)
        if known != (self._job_id, self._stops):
            self.code.clear()
            self._field.trouble(None)
            self._withdraw()
        self.setVisible(bool(self._stops))
        if not self._stops:
            return
        stop, word = self._stops[0], self._work.language.word
        word(self._heading, heading(stop, len(self._stops)))
        word(self._guidance, guidance(stop))
        by_scan = stop.left is not Left.TO_NOBODY
        self.code.setEnabled(by_scan)
        word(self.button, say("Settle") if by_scan else say("They are destroyed"))
        self.none.setVisible(by_scan and not stop.before)

    def is_asking(self) -> bool:
        """Tell whether it asks for the labels before the one that was scanned."""
        return not self._asked.isHidden()

    def guidance(self) -> str:
        """Return what it says about the stop that is shown."""
        return f"{self._heading.text()}\n{self._guidance.text()}"

    def question(self) -> str:
        """Return what it asks about the labels before the one that was scanned."""
        return self._question.text()

    def trouble(self) -> str:
        """Return what is told below the field."""
        return self._field.below()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc take the question back."""
        if event.key() == Qt.Key.Key_Escape and self.is_asking():
            self._withdraw()
            return
        super().keyPressEvent(event)

    def _take(self) -> None:
        """Settle by the label that was scanned, or ask for those before it."""
        if self._stops and self._stops[0].left is Left.TO_NOBODY:
            self._settle(None)
            return
        text = self.code.code().strip()
        if not text:
            self._field.trouble(say("Scan the last good label on the line first."))
            return
        try:
            code = scanned_code(text)
        except InputError as error:
            self._refused(error)
            return
        stop = next((stop for stop in self._stops if code in stop.codes), None)
        if stop is None or code == stop.codes[0] or stop.left is Left.TO_NOBODY:
            self._settle(code)
            return
        place = stop.codes.index(code)
        self._scanned = code
        self._work.language.word(self._question, question(stop, place))
        self.ticks.show_labels(stop.labels[:place])
        self._field.trouble(None)
        self._show_question(asked=True)
        self.ticks.setFocus()

    def _answer(self) -> None:
        self._settle(self._scanned, self.ticks.unticked())

    def _withdraw(self) -> None:
        if self.is_asking():
            self._show_question(asked=False)
            self.code.setFocus()
            self.code.selectAll()

    def _show_question(self, *, asked: bool) -> None:
        self._asked.setVisible(asked)
        self._field.setVisible(not asked)
        self._guidance.setVisible(not asked)
        self.asking.emit(asked)

    def _settle(self, code: str | None, missing: Sequence[str] = ()) -> None:
        plant, job_id = self._work.plant, self._job_id
        self._enable(on=False)
        self._work.background.run(
            lambda _report: jobs.settle(plant, job_id, code, missing),
            receiver=self,
            done=self._settled,
            failed=self._refused,
            ended=lambda: self._enable(on=True),
        )

    def _enable(self, *, on: bool) -> None:
        for button in (self.button, self.none, self.answer):
            button.setEnabled(on)

    def _refused(self, error: PackmarkError) -> None:
        self._withdraw()
        self._field.trouble(error.text)
        self.code.selectAll()
        self.code.setFocus()

    def _settled(self, result: tuple[JobRow, Changes]) -> None:
        item, changes = result
        self.code.clear()
        self._field.trouble(None)
        self._withdraw()
        self._work.messages.done(_outcome(item))
        self._work.announce(changes)


def _outcome(item: JobRow) -> Text:
    return say(
        "Settled: {printed} labels of job {id} are printed, {void} are void.",
        printed=item.counts.good,
        void=item.counts.void,
        id=item.job.id,
    )
