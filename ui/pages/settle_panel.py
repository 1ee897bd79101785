"""Settling what is unknown: the codes in question, and a field for the last good label."""

from PySide6.QtWidgets import QFrame, QListWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import jobs
from desktop.operations.jobs import JobRow
from desktop.texts import Text, say, say_count
from ui.kit import column
from ui.scans import takes_scans
from ui.style import GRID, monospaced
from ui.widgets.form import FormField
from ui.wording import code_grouped
from ui.workplace import Workplace

_LINES_SHOWN = 5
_MOST_LISTED = 500


class SettlePanel(QFrame):
    """Shown only while a job has unknown codes and does not run."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._job_id = 0
        kit = work.kit
        self.setProperty("role", "card")
        self._heading = kit.label(role="heading")
        explained = kit.label(
            say(
                "These labels were sent, but the printer did not confirm them. Look at the last good label "
                "on the line and scan its code: the labels up to it count as printed, those behind it become "
                "void. Destroy any void label that you find."
            ),
            wrap=True,
        )
        self.list = QListWidget()
        self.list.setFont(monospaced())
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        work.language.word(self.list, say("Unknown codes"), "setAccessibleName")
        self.code = kit.field(say("Scan or type 20 digits"))
        takes_scans(self.code)
        self.code.returnPressed.connect(self._settle)
        self.button = kit.button(say("Settle"), self._settle, "primary")
        self._field = FormField(kit, say("Last good label on the line"), self.code, beside=self.button)
        layout = column(self._heading, explained, self._field, self.list, spacing=GRID)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.setLayout(layout)
        self.hide()

    def show_unknown(self, job_id: int, codes: tuple[str, ...]) -> None:
        """Show the unknown codes of a job; none hide the panel."""
        shown = [code_grouped(code) for code in codes[:_MOST_LISTED]]
        if job_id == self._job_id and self.isVisible() and shown == self.listed():
            return
        self._job_id = job_id
        self._field.trouble(None)
        self._work.language.word(
            self._heading, say_count("{n} label is unknown", "{n} labels are unknown", n=len(codes))
        )
        self.list.clear()
        self.list.addItems(shown)
        lines = min(len(shown), _LINES_SHOWN)
        self.list.setFixedHeight(lines * max(1, self.list.sizeHintForRow(0)) + 2 * GRID)
        self.setVisible(bool(codes))

    def listed(self) -> list[str]:
        """Return the codes as they are listed."""
        return [self.list.item(line).text() for line in range(self.list.count())]

    def trouble(self) -> str:
        """Return what is told below the field."""
        return self._field.below()

    def _settle(self) -> None:
        plant, job_id, text = self._work.plant, self._job_id, self.code.text().strip()
        if not text:
            self._field.trouble(say("Scan the last good label on the line first."))
            return
        self.button.setEnabled(False)
        self._work.background.run(
            lambda _report: jobs.settle(plant, job_id, text),
            receiver=self,
            done=self._settled,
            failed=self._refused,
            ended=lambda: self.button.setEnabled(True),
        )

    def _refused(self, error: PackmarkError) -> None:
        self._field.trouble(error.text)
        self.code.selectAll()
        self.code.setFocus()

    def _settled(self, result: tuple[JobRow, Changes]) -> None:
        item, changes = result
        self.code.clear()
        self._work.messages.done(_outcome(item))
        self._work.announce(changes)


def _outcome(item: JobRow) -> Text:
    return say(
        "Settled: {printed} labels of job {id} are printed, {void} are void.",
        printed=item.counts.printed + item.counts.verified,
        void=item.counts.void,
        id=item.job.id,
    )
