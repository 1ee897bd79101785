"""A verifier's file: every row is seen, good or faulty, before anything is put on record."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from desktop.changes import Changes
from desktop.errors import InputError, PackmarkError
from desktop.operations import verifier_files
from desktop.operations.plant import Cancelled, Report
from desktop.operations.verifier_files import FaultyRow, Imported, Studied, VerifierMapping, WeighedRow
from desktop.products.quality import Verdict
from desktop.symbols.symbology import Symbology
from desktop.texts import Text, joined, say, say_count
from ui.background import Progress, Task
from ui.dialogs.dialog import Dialog
from ui.dialogs.external_result import DEVICE
from ui.dialogs.result_columns import ResultColumns
from ui.kit import box, column, row
from ui.quality.quality_words import VERDICTS
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, moment
from ui.workplace import Workplace

_WIDTH_PX, _HEIGHT_PX = 140 * GRID, 84 * GRID
_TAKEN, _FAULTY, _COLUMNS = range(3)
_MAPPINGS = say("Mappings (*.json)")


class ImportResults(Dialog):
    """Shows what a verifier's file says and what it is worth, and puts it on record.

    Attributes:
        found: all that is known of the file, once it was read.
        columns: which columns hold what.
    """

    def __init__(self, work: Workplace, path: Path, parent: QWidget | None) -> None:
        super().__init__(work, say("Import a verifier's results"), parent)
        kit = work.kit
        self._path = path
        self._task: Task | None = None
        self.found: Studied | None = None
        self.badge = StateBadge(work.language)
        self.told = kit.label(wrap=True)
        self._file = kit.label(role="muted", wrap=True)
        self._file.setText(path.name)
        self.device = kit.field(say("where the file does not say it"))
        self.device.setText(str(work.settings.value(DEVICE, "")))
        self.symbology = QComboBox()
        self.symbology.setEditable(True)
        self.symbology.addItem("")
        for kind in Symbology:
            self.symbology.addItem(kind.value)
        self.calibrated = QCheckBox()
        work.language.word(self.calibrated, say("Its calibration is valid; without it no result passes"))
        self.rows: Table[WeighedRow] = Table(work, say("Results"), _columns(work), tools=False)
        self.faulty: Table[FaultyRow] = Table(work, say("Faulty rows"), _faulty_columns(), tools=False)
        self.columns = ResultColumns(work)
        self.tabs = Tabs(kit)
        self.tabs.add(say("Results"), self.rows)
        self.tabs.add(say("Faulty rows"), self.faulty)
        self.tabs.add(say("Columns"), self.columns)
        self.store = kit.button(say("Put on record"), self._store, "primary")
        head = row(self.badge, box(column(self.told, self._file, spacing=2)))
        head.setStretch(1, 1)
        fields = row(
            FormField(kit, say("Verifier"), self.device),
            FormField(kit, say("Symbology"), self.symbology),
            self.calibrated,
        )
        fields.setStretch(0, 1)
        fields.setAlignment(self.calibrated, Qt.AlignmentFlag.AlignBottom)
        self.lay_out(
            head,
            fields,
            self.tabs,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.layout().itemAt(1).layout().setStretch(2, 1)  # type: ignore[union-attr]  # the tabs
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        self.device.editingFinished.connect(self._read)
        self.symbology.currentTextChanged.connect(lambda _text: self._read())
        self.calibrated.toggled.connect(lambda _on: self._read())
        self.columns.changed.connect(self._read)
        self.columns.open_wanted.connect(self.open_mapping)
        self.columns.save_wanted.connect(self.save_mapping)
        self.finished.connect(lambda _result: self._cancel())
        self._read()

    def open_mapping(self) -> None:
        """Let the person choose a mapping that was kept, and read the file by it."""
        word = self.work.language
        name, _ = QFileDialog.getOpenFileName(self, word(say("Open a mapping …")), "", word(_MAPPINGS))
        if name:
            self.work.background.run(
                lambda _report: verifier_files.read_mapping(Path(name)),
                receiver=self,
                done=self._use_mapping,
                failed=self.notice.trouble,
            )

    def save_mapping(self) -> None:
        """Keep as a file which columns hold what."""
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self, word(say("Save the mapping …")), f"{self._path.stem}-mapping.json", word(_MAPPINGS)
        )
        if not name:
            return
        path = Path(name)
        try:
            mapping = self.columns.mapping(
                path.stem, self.device.text().strip(), self.symbology.currentText().strip()
            )
        except InputError as error:
            self.notice.trouble(error)
            return

        def write(_report: object) -> None:
            path.unlink(missing_ok=True)  # the person has agreed to overwrite in the file dialog
            verifier_files.write_mapping(path, mapping)

        self.work.background.run(
            write,
            receiver=self,
            done=lambda _done: self.notice.tell(Mark.DONE, say("Exported to {path}.", path=path)),
            failed=self.notice.trouble,
        )

    def _use_mapping(self, mapping: VerifierMapping) -> None:
        if mapping.device:
            self.device.setText(mapping.device)
        if mapping.symbology:
            self.symbology.blockSignals(True)  # the file is read once, with all of it
            self.symbology.setCurrentText(mapping.symbology)
            self.symbology.blockSignals(False)
        self.columns.use(mapping)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None

    def _read(self) -> None:
        self._cancel()
        plant, path, calibrated = self.work.plant, self._path, self.calibrated.isChecked()
        device, symbology = self.device.text().strip(), self.symbology.currentText().strip()
        mapping, line = self.columns.chosen(), self.columns.heading_line()
        self.store.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Being read"))

        def study(report: Report) -> Studied | None:
            try:
                return verifier_files.study(
                    plant,
                    path,
                    device=device,
                    symbology=symbology,
                    calibrated=calibrated,
                    mapping=mapping,
                    heading_line=line,
                    report=report,
                )
            except Cancelled:
                return None  # it is read anew already, or the dialog is closed

        def show(found: Studied | None) -> None:
            if found is not None and self._task is task:
                self._show(found)

        def fail(error: PackmarkError) -> None:
            if self._task is task:
                self._fail(error)

        task = self._task = self.work.background.run(
            study, receiver=self, done=show, failed=fail, progress=self._progress
        )

    def _progress(self, progress: Progress) -> None:
        percent = int(100 * progress.fraction)
        self.work.language.word(self.told, say("{percent} % of the rows", percent=percent))

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Refused"))
        self.work.language.word(self.told, None)
        self.notice.trouble(error)
        self.store.setEnabled(False)

    def _show(self, found: Studied) -> None:
        first = self.found is None
        self.found = found
        self.notice.hide()
        self.columns.show_sheet(found.sheet)
        self.rows.put(found.rows)
        self.faulty.put(found.faulty)
        new = [one for one in found.rows if not one.known]
        self.badge.show_state(*_state(found, new))
        word = self.work.language.word
        told = found.trouble or say("{told}", told=joined(_sum(found, new), self.work.language.code))
        word(self.told, told)
        word(self.tabs.buttons[_FAULTY], say("Faulty rows ({n})", n=len(found.faulty)))
        word(self.tabs.buttons[_TAKEN], say("Results ({n})", n=len(found.rows)))
        if first and found.trouble is not None:
            self.tabs.choose(_COLUMNS)
        elif first and found.faulty and not found.rows:
            self.tabs.choose(_FAULTY)
        self.store.setEnabled(bool(new))

    def _store(self) -> None:
        if self.found is None:
            return
        plant, results = self.work.plant, tuple(one.taken.result for one in self.found.rows)
        self.store.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Being put on record"))
        self.work.background.run(
            lambda report: verifier_files.record_all(plant, results, report=report),
            receiver=self,
            done=self._done,
            failed=self._stopped,
            progress=self._progress,
        )

    def _stopped(self, error: PackmarkError) -> None:
        """Read the file anew: rows before the one that was refused are on record now."""
        self._read()
        self.notice.trouble(error)

    def _done(self, result: tuple[Imported, Changes]) -> None:
        imported, changes = result
        self.work.settings.setValue(DEVICE, self.device.text().strip())
        failed = sum(one.verdict is Verdict.FAILED for one in imported.records)
        told = say(
            "{n} results are on record, {failed} of them failed; {known} were there already.",
            n=len(imported.records),
            failed=failed,
            known=imported.known,
        )
        self.work.messages.tell(Mark.STOPPED if failed else Mark.DONE, told)
        self.work.announce(changes)
        self.accept()


def _state(found: Studied, new: list[WeighedRow]) -> tuple[Mark, Text]:
    if found.trouble is not None:
        return Mark.ATTENTION, say("Not understood")
    if not new:
        return Mark.STOPPED, say("Nothing to take")
    if found.faulty:
        return Mark.ATTENTION, say("In part")
    if any(one.weighed.verdict is not Verdict.PASSED for one in new):
        return Mark.ATTENTION, say("Please look")
    return Mark.DONE, say("Sound")


def _sum(found: Studied, new: list[WeighedRow]) -> tuple[Text, ...]:
    """Say what will be on record, what fails, and what is left out."""
    counted = {verdict: sum(one.weighed.verdict is verdict for one in new) for verdict in Verdict}
    bad, failed, unknown = len(found.faulty), counted[Verdict.FAILED], counted[Verdict.NOT_MEASURABLE]
    known = len(found.rows) - len(new)
    results = say(
        "{results}; {faulty}.",
        results=say_count("{n} result", "{n} results", n=len(new)),
        faulty=say_count("{n} faulty row is left out", "{n} faulty rows are left out", n=bad),
    )
    others = (
        (failed, say_count("{n} fails; its batch is held.", "{n} fail; their batches are held.", n=failed)),
        (unknown, say_count("{n} counts for nothing.", "{n} count for nothing.", n=unknown)),
        (known, say_count("{n} is on record already.", "{n} are on record already.", n=known)),
    )
    first = () if found.rows or not found.faulty else (_first_fault(found),)
    return (results, *(text for count, text in others if count), *first)


def _first_fault(found: Studied) -> Text:
    fault = found.faulty[0]
    return say("Line {line}: {reason}", line=fault.line, reason=fault.reason)


def _columns(work: Workplace) -> tuple[Column[WeighedRow], ...]:
    return (
        Column(say("Verdict"), _verdict, mark=_mark),
        Column(say("Line"), lambda one: one.taken.line),
        Column(say("Grade"), lambda one: f"{one.taken.result.grade:.1f}"),
        Column(say("Needed"), lambda one: f"{one.weighed.minimum:.1f}"),
        Column(say("Symbology"), lambda one: one.taken.result.symbology),
        Column(say("Data"), lambda one: one.taken.result.data, code=True, width=24 * GRID),
        Column(say("Job"), lambda one: "–" if one.weighed.job_id is None else str(one.weighed.job_id)),
        Column(say("Measured"), _measured),
        Column(say("What is wrong"), lambda one: joined(_why(one), work.language.code) or "–", wide=True),
    )


def _verdict(one: WeighedRow) -> Text:
    return say("On record already") if one.known else VERDICTS[one.weighed.verdict][1]


def _mark(one: WeighedRow) -> Mark:
    return Mark.IDLE if one.known else VERDICTS[one.weighed.verdict][0]


def _why(one: WeighedRow) -> tuple[Text, ...]:
    """Say why a result does not pass, or of what it says nothing."""
    found = one.weighed
    parts = found.faults
    if not parts and found.verdict is Verdict.FAILED:
        low, least = f"{found.result.grade:.1f}", f"{found.minimum:.1f}"
        parts = (say("grade {grade}, needed {minimum}.", grade=low, minimum=least),)
    if not found.result.calibrated:
        parts = (*parts, say("It was measured without calibration: it never passes."))
    if found.job_id is None:
        parts = (*parts, say("It carries no code of a job."))
    return parts


def _measured(one: WeighedRow) -> str:
    at = one.taken.result.measured_at
    return "–" if at is None else moment(at)


def _faulty_columns() -> tuple[Column[FaultyRow], ...]:
    return (
        Column(say("Line"), lambda one: one.line, mark=lambda _one: Mark.STOPPED),
        Column(say("What is wrong"), lambda one: one.reason, wide=True),
    )
