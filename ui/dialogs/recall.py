"""The recall list of a batch: what it will hold, written as a file with progress, and what it was."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.exchange.new_file import safe_name
from desktop.operations import recall
from desktop.operations.recall import Outline, RecallList
from desktop.texts import say, say_count
from ui.background import Task
from ui.dialogs.dialog import Dialog
from ui.kit import box, facts
from ui.style import GRID
from ui.widgets.work_strip import WorkStrip
from ui.wording import CODE_STATES, Mark, folded, number
from ui.workplace import Workplace


class RecallDialog(Dialog):
    """Writes every pack of a batch that may be out into a file."""

    def __init__(self, work: Workplace, outline: Outline, parent: QWidget | None) -> None:
        super().__init__(work, say("Recall list of lot {lot}", lot=outline.batch.batch.lot), parent)
        kit = work.kit
        self._outline = outline
        self._task: Task | None = None
        self.written: RecallList | None = None
        told = kit.label(
            say(
                "The list holds every pack of the lot that may have left the plant, on all levels, also "
                "those in mixed packs of other orders: its code and state, the pack and the largest pack it "
                "lies in, its work order and its bills. What is unknown is not called safe."
            ),
            wrap=True,
        )
        self._values = {name: kit.label(wrap=True) for name in ("file", "packs", "kept")}
        self._values["sha256"] = kit.code_label()
        names = {
            "file": say("File"),
            "packs": say("Packs"),
            "sha256": say("SHA-256"),
            "kept": say("Kept"),
        }
        self._result = box(facts(*((kit.label(names[key], "muted"), self._values[key]) for key in names)))
        self._result.hide()
        self.strip = WorkStrip(kit)
        self.close_button = kit.button(say("Close"), self.reject)
        self.write = kit.button(say("Write the list …"), self._choose, "primary", icon_name="export")
        self.write.setEnabled(outline.all > 0)
        self.lay_out(told, self._numbers(), self.strip, self._result, buttons=(self.close_button, self.write))
        self.setMinimumWidth(92 * GRID)
        if not outline.all:
            self.notice.tell(Mark.DONE, say("No pack of this lot may be out: there is nothing to recall."))

    def reject(self) -> None:
        """Stop writing and leave."""
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _numbers(self) -> QWidget:
        """Say how many packs the list will hold, state by state."""
        kit, outline = self.work.kit, self._outline
        largest = kit.label()
        largest.setText(number(outline.largest + len(outline.mixed)))
        pairs = [(kit.label(say("Largest packs to look for"), "muted"), largest)]
        for state, count in outline.packs.items():
            value = kit.label()
            value.setText(number(count))
            pairs.append((kit.label(CODE_STATES[state][1], "muted"), value))
        everything = kit.label(role="heading")
        everything.setText(number(outline.all))
        pairs.append((kit.label(say("Packs in the list"), "heading"), everything))
        return box(facts(*pairs))

    def _choose(self) -> None:
        batch = self._outline.batch
        title = self.work.language(say("Write the list"))
        proposed = f"recall_{safe_name(batch.batch.lot)}.csv"
        name, _ = QFileDialog.getSaveFileName(
            self, title, proposed, "CSV (*.csv)", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the list as the new file ``path``."""
        plant, language, batch_id = self.work.plant, self.work.language.code, self._outline.batch.id
        self.notice.hide()
        self.write.setEnabled(False)
        self._task = self.work.background.run(
            lambda report: recall.write(plant, batch_id, path, language, report),
            receiver=self,
            done=self._show,
            failed=self.notice.trouble,
            progress=self.strip.progress,
            ended=self._ended,
        )
        self.strip.begin(say("Writing the recall list"), self._task)
        self.grow()

    def _show(self, written: RecallList) -> None:
        self.written = written
        word = self.work.language.word
        self._values["file"].setText(str(written.path))
        word(
            self._values["packs"],
            say_count(
                "{n} pack, in {largest} largest packs",
                "{n} packs, in {largest} largest packs",
                n=written.packs,
                largest=number(written.largest),
            ),
        )
        self._values["sha256"].setText(folded(written.sha256))
        kept = say("with the files of the work order, byte for byte")
        if written.kept.order_id is None:
            kept = say("with the lot, byte for byte: Trace shows it with each of these packs")
        word(self._values["kept"], kept)
        self._result.show()
        self.grow()
        self.work.announce(written.changes)

    def _ended(self) -> None:
        if self._task is not None and self._task.cancelled:
            self.notice.tell(Mark.ATTENTION, say("The list was not written: it was cancelled."))
        self._task = None
        self.strip.end()
        self.write.setEnabled(True)
