"""A verifier's file: every row is seen, good or faulty, before anything is put on record."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import verifier_files
from desktop.operations.verifier_files import FaultyRow, Imported, Taken, VerifierFile
from desktop.products.quality import Verdict
from desktop.symbols.symbology import Symbology
from desktop.texts import say, say_count
from ui.dialogs.dialog import Dialog
from ui.dialogs.external_result import DEVICE
from ui.kit import box, column, row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.state_badge import StateBadge
from ui.widgets.tabs import Tabs
from ui.wording import Mark, moment
from ui.workplace import Workplace

_WIDTH_PX, _HEIGHT_PX = 124 * GRID, 80 * GRID
_TAKEN, _FAULTY = range(2)


class ImportResults(Dialog):
    """Shows what a verifier's file says, and puts it on record."""

    def __init__(self, work: Workplace, path: Path, parent: QWidget | None) -> None:
        super().__init__(work, say("Import a verifier's results"), parent)
        kit = work.kit
        self._path = path
        self._asked = 0
        self.found: VerifierFile | None = None
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
        self.rows: Table[Taken] = Table(work, say("Results"), _columns(), tools=False)
        self.faulty: Table[FaultyRow] = Table(work, say("Faulty rows"), _faulty_columns(), tools=False)
        self.tabs = Tabs(kit)
        self.tabs.add(say("Results"), self.rows)
        self.tabs.add(say("Faulty rows"), self.faulty)
        self.store = kit.button(say("Put on record"), self._store, "primary")
        head = row(self.badge, box(column(self.told, self._file, spacing=2)))
        head.setStretch(1, 1)
        fields = row(
            FormField(kit, say("Verifier"), self.device), FormField(kit, say("Symbology"), self.symbology)
        )
        fields.setStretch(0, 1)
        self.lay_out(
            head,
            fields,
            self.calibrated,
            self.tabs,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.layout().itemAt(1).layout().setStretch(3, 1)  # type: ignore[union-attr]  # the tabs
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        self.device.editingFinished.connect(self._read)
        self.symbology.currentTextChanged.connect(lambda _text: self._read())
        self.calibrated.toggled.connect(lambda _on: self._read())
        self._read()

    def _read(self) -> None:
        self._asked += 1
        asked, path, calibrated = self._asked, self._path, self.calibrated.isChecked()
        device, symbology = self.device.text().strip(), self.symbology.currentText().strip()
        self.store.setEnabled(False)
        self.badge.show_state(Mark.RUNNING, say("Being read"))
        self.work.background.run(
            lambda _report: verifier_files.read_file(
                path, device=device, symbology=symbology, calibrated=calibrated
            ),
            receiver=self,
            done=lambda found: self._show(asked, found),
            failed=self._fail,
        )

    def _fail(self, error: PackmarkError) -> None:
        self.badge.show_state(Mark.STOPPED, say("Refused"))
        self.notice.trouble(error)
        self.store.setEnabled(self.found is not None)

    def _show(self, asked: int, found: VerifierFile) -> None:
        if asked != self._asked:
            return
        self.found = found
        self.notice.hide()
        self.rows.put(found.taken)
        self.faulty.put(found.faulty)
        good, bad = len(found.taken), len(found.faulty)
        if not good:
            self.badge.show_state(Mark.STOPPED, say("Nothing to take"))
        elif bad:
            self.badge.show_state(Mark.ATTENTION, say("In part"))
        else:
            self.badge.show_state(Mark.DONE, say("Sound"))
        word = self.work.language.word
        results = say_count("{n} result", "{n} results", n=good)
        faulty = say_count("{n} faulty row is left out", "{n} faulty rows are left out", n=bad)
        word(self.told, say("{results}; {faulty}.", results=results, faulty=faulty))
        word(self.tabs.buttons[_FAULTY], say("Faulty rows ({n})", n=bad))
        word(self.tabs.buttons[_TAKEN], say("Results ({n})", n=good))
        if bad and not good:
            self.tabs.choose(_FAULTY)
        self.store.setEnabled(bool(good))

    def _store(self) -> None:
        if self.found is None:
            return
        plant, results = self.work.plant, tuple(one.result for one in self.found.taken)
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: verifier_files.record_all(plant, results),
            receiver=self,
            done=self._done,
            failed=self._fail,
        )

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


def _columns() -> tuple[Column[Taken], ...]:
    return (
        Column(say("Line"), lambda one: one.line),
        Column(say("Grade"), lambda one: f"{one.result.grade:.1f}"),
        Column(say("Formal grade"), lambda one: one.result.formal or "–"),
        Column(say("Symbology"), lambda one: one.result.symbology),
        Column(say("Data"), lambda one: one.result.data, code=True, wide=True),
        Column(
            say("Measured"),
            lambda one: "–" if one.result.measured_at is None else moment(one.result.measured_at),
        ),
    )


def _faulty_columns() -> tuple[Column[FaultyRow], ...]:
    return (
        Column(say("Line"), lambda one: one.line, mark=lambda _one: Mark.STOPPED),
        Column(say("What is wrong"), lambda one: one.reason, wide=True),
    )
