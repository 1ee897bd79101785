"""The first label of a job: its picture, a field to scan it into, and the way to reject it."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import first_articles
from desktop.operations.jobs import JobRow
from desktop.operations.labels import Preview
from desktop.texts import Text, say
from ui.kit import column, row
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.label_view import LabelView, dots_of
from ui.workplace import Workplace

_PICTURE_PX = (44 * GRID, 22 * GRID)


class FirstArticlePanel(QFrame):
    """Shown only while a first label waits to be confirmed."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id = 0
        self._code = ""
        kit = work.kit
        self.setProperty("role", "card")
        self.picture = LabelView()
        self.picture.setMinimumSize(*_PICTURE_PX)
        self.code = CodeField()
        work.language.word(self.code, say("Scan or type 20 digits"), "setPlaceholderText")
        self.code.returnPressed.connect(self._confirm)
        self.confirm = kit.button(say("Confirm"), self._confirm, "primary")
        self._field = FormField(
            kit,
            say("Scan the first label"),
            self.code,
            _then(on_demand=False),
            beside=self.confirm,
        )
        self.reason = kit.field(say("What is wrong with it"))
        self.reject = kit.button(say("Reject it"), self._reject)
        self._rejecting = FormField(
            kit,
            say("Or reject it"),
            self.reason,
            say("It must be destroyed; the next start prints another one."),
            beside=self.reject,
        )
        words = column(
            kit.label(say("The first label is printed. Is it right?"), "heading"),
            kit.label(
                say("Compare it with the picture: text, lot, dates and code. The others wait until then."),
                wrap=True,
            ),
            self._field,
            self._rejecting,
            1,
            spacing=GRID,
        )
        layout = row(self.picture, words, spacing=3 * GRID)
        layout.setStretch(0, 1)
        layout.setStretch(1, 1)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.setLayout(layout)
        self.hide()

    def show_waiting(
        self, job_id: int, code: str | None, label: Preview | None, *, on_demand: bool = False
    ) -> None:
        """Show the first label of a job that waits; None hides the panel.

        Args:
            job_id: the job.
            code: of its first label.
            label: how that looks.
            on_demand: whether a packing station asks for its labels, each when a tray is full.
        """
        if (job_id, code) != (self._job_id, self._code or None):
            self.code.clear()
            self.reason.clear()
            self._field.show_hint(_then(on_demand=on_demand))
            self._rejecting.trouble(None)
        self._job_id, self._code = job_id, code or ""
        if label is not None:
            self.picture.show_dots(dots_of(label), label.resolution.dots_per_mm)
        appears = code is not None and not self.isVisible()
        self.setVisible(code is not None)
        if appears:
            self.code.setFocus()

    def trouble(self) -> str:
        """Return what is told below the field of the scan: what is wrong, or what comes then."""
        return self._field.below()

    def _confirm(self) -> None:
        plant, job_id, text = self._work.plant, self._job_id, self.code.code().strip()
        if not text:
            self._field.trouble(say("Scan the first label."))
            return
        self._run(lambda: first_articles.confirm(plant, job_id, text), self._field)

    def _reject(self) -> None:
        plant, job_id, reason = self._work.plant, self._job_id, self.reason.text()
        self._run(lambda: first_articles.reject(plant, job_id, reason), self._rejecting)

    def _run(self, act: Callable[[], tuple[JobRow, Changes]], field: FormField) -> None:
        self._enable(on=False)

        def failed(error: PackmarkError) -> None:
            field.trouble(error.text)
            self.code.selectAll()

        self._work.background.run(
            lambda _report: act(),
            receiver=self,
            done=self._done,
            failed=failed,
            ended=lambda: self._enable(on=True),
        )

    def _enable(self, *, on: bool) -> None:
        self.confirm.setEnabled(on)
        self.reject.setEnabled(on)

    def _done(self, result: tuple[JobRow, Changes]) -> None:
        self._work.announce(result[1])


def _then(*, on_demand: bool) -> Text:
    if on_demand:
        return say(
            "Then the packing station asks for the others, one whenever a tray is full. Resume the job here "
            "only to have them all printed beforehand."
        )
    return say("Then the job can be resumed, and the others are printed.")
