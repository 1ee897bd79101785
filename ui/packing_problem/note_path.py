"""What happened at the printer of one of the order's jobs, and the way to its reprints."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import codes, label_events
from desktop.operations.codes import FoundCode
from desktop.operations.label_events import Happening
from desktop.operations.work_orders import OrderRow
from desktop.texts import say
from ui.dialogs.reprint import ReprintLabel
from ui.kit import column
from ui.packing_problem.guide import Guide
from ui.packing_problem.guided_path import GuidedPath
from ui.packing_problem.ways import Way
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import level_name
from ui.workplace import Workplace

_ROLL = "problem-roll"


class NotePath(GuidedPath):
    """Notes a new roll, or whatever else happened; no code is changed.

    Attributes:
        job: whose printer it was.
        text: number of the roll, or what happened.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._happening = Happening.OTHER
        self._guide = Guide(kit)
        self.job = QComboBox()
        self.text = kit.field()
        self.text.textChanged.connect(lambda _text: self.changed.emit())
        self.job.currentIndexChanged.connect(lambda _place: self.changed.emit())
        self._job_field = FormField(kit, say("Labels of"), self.job)
        self._text_field = FormField(kit, say("What happened"), self.text)
        self.setLayout(column(self._guide, self._job_field, self._text_field, 1, spacing=2 * GRID))

    def show_order(self, order: OrderRow) -> None:
        """Offer the jobs of an order."""
        word = self.work.language
        for one in order.jobs:
            name = say("{level} · job {job}", level=level_name(one.level), job=one.job_id)
            self.job.addItem(word(name), one.job_id)
        if not order.jobs:
            self._job_field.trouble(say("This order prints nothing: its labels came printed."))

    def begin(self, way: Way) -> None:
        """Begin anew, for this way."""
        roll = way.drawing == _ROLL
        self._happening = Happening.ROLL_CHANGED if roll else Happening.OTHER
        self._guide.show_steps(way.steps)
        self._text_field.show_name(say("Number of the new roll") if roll else say("What happened"))
        self.text.clear()
        self.text.setFocus()

    @property
    def ready(self) -> bool:
        """Whether a job is chosen and something is said; a new roll needs no number."""
        said = bool(self.text.text().strip()) or self._happening is Happening.ROLL_CHANGED
        return self.job.currentIndex() >= 0 and said

    def go(self) -> None:
        """Write it down."""
        plant, job_id, kind, text = self.work.plant, self.job.currentData(), self._happening, self.text.text()
        self.setEnabled(False)
        self.work.background.run(
            lambda _report: label_events.note(plant, job_id, kind, text),
            receiver=self,
            done=self._noted,
            failed=self.failed.emit,
            ended=self._free,
        )

    def _noted(self, changes: Changes) -> None:
        self.finished.emit(say("Noted in the audit trail."), changes)


class ReprintPath(GuidedPath):
    """Finds the job of a damaged label, and goes on to the dialog of reprints.

    Attributes:
        code: of the label.
    """

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._reason = ""
        self._guide = Guide(kit)
        self.code = CodeField()
        work.language.word(self.code, say("Scan or type 20 digits"), "setPlaceholderText")
        self.code.textChanged.connect(lambda _text: self._typed())
        self.code.returnPressed.connect(self.go)
        self._field = FormField(kit, say("Code of the label"), self.code)
        self.setLayout(column(self._guide, self._field, 1, spacing=2 * GRID))

    def begin(self, way: Way) -> None:
        """Begin anew."""
        self._guide.show_steps(way.steps)
        self._reason = self.work.language(way.reasons[0])
        self.code.clear()
        self.code.setFocus()

    @property
    def ready(self) -> bool:
        """Whether a code is there."""
        return bool(self.code.code().strip())

    def go(self) -> None:
        """Look the code up and open the dialog of reprints."""
        plant, text = self.work.plant, self.code.code()
        if not self.ready:
            return
        self.work.background.run(
            lambda _report: codes.search_codes(plant, text, 1),
            receiver=self,
            done=self._found,
            failed=self._fail,
        )

    def _typed(self) -> None:
        self._field.trouble(None)
        self.changed.emit()

    def _fail(self, error: PackmarkError) -> None:
        self._field.trouble(error.text)

    def _found(self, found: Sequence[FoundCode]) -> None:
        job_id = found[0].job_id if found else None
        if job_id is None:
            self._field.trouble(say("No job printed a label with this code: scan the label that is damaged."))
        elif ReprintLabel(self.work, job_id, self.code.code(), self._reason, self).ask():
            self.window().close()
