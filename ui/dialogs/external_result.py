"""What a verifier beside Packmark says of a symbol, typed in."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QWidget

from desktop.changes import Changes
from desktop.errors import InputError, PackmarkError
from desktop.operations import external_results
from desktop.products.quality import ExternalResult, GradeRecord, Occasion, Verdict, verdict_name
from desktop.symbols.symbology import Symbology
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.quality.quality_words import VERDICTS, grade_of
from ui.quality.taking import Taking
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace

DEVICE = "quality/verifier"
"""Setting: the verifier whose results were taken over last on this computer."""
_HIGHEST = 4.0


class TypeInResult(Dialog):
    """Takes one result; with a record it stands beside that one."""

    def __init__(
        self,
        work: Workplace,
        parent: QWidget | None,
        *,
        beside: GradeRecord | None = None,
        sample: Taking | None = None,
    ) -> None:
        """Make it; ``beside``: a record of the same symbol; ``sample``: that is due, and settled by it."""
        super().__init__(work, say("Result of a verifier"), parent)
        kit = work.kit
        self._sample = sample
        self._job_id = beside.job_id if beside else sample.job_id if sample else None
        self.device = kit.field(say("Name and serial number"))
        self.device.setText(str(work.settings.value(DEVICE, "")))
        self.data = CodeField()
        self.symbology = QComboBox()
        for kind in Symbology:
            self.symbology.addItem(kind.value)
        self.symbology.setEditable(True)
        if beside is not None:
            self.data.show_code(beside.data)
            self.symbology.setCurrentText(beside.symbology)
        self.grade = QDoubleSpinBox()
        self.grade.setDecimals(1)
        self.grade.setSingleStep(0.1)
        self.grade.setRange(-0.1, _HIGHEST)
        self.grade.setValue(-0.1)
        self.grade.lineEdit().setTextMargins(GRID, 0, 0, 0)
        work.language.word(self.grade, say("type it in"), "setSpecialValueText")
        self.formal = kit.field(say("such as 3.2/06/660"))
        self.edition = kit.field(say("such as GB/T 14258-2003"))
        self.calibrated = QCheckBox()
        work.language.word(self.calibrated, say("Its calibration is valid"))
        self.store = kit.button(say("Put on record"), self._store, "primary")
        self.store.setDefault(True)
        grades = row(
            FormField(kit, say("Grade, 4.0 to 0.0"), self.grade),
            FormField(kit, say("Formal grade (may stay empty)"), self.formal),
            FormField(kit, say("Edition (may stay empty)"), self.edition),
        )
        told = say("Its grade stands beside ours and counts as one: one that failed holds the batch.")
        unsure = say("Without a valid calibration no result passes.")
        self.lay_out(
            kit.label(told if sample is None else sample.title(), "muted", wrap=True),
            FormField(kit, say("Verifier"), self.device),
            FormField(kit, say("Data of the symbol"), self.data, say("Scan the symbol, or type its data.")),
            FormField(kit, say("Symbology"), self.symbology),
            grades,
            self.calibrated,
            kit.label(unsure, "muted", wrap=True),
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.setMinimumWidth(84 * GRID)
        for field in (self.device, self.data):
            field.textChanged.connect(lambda _text: self._look())
        self.grade.valueChanged.connect(lambda _value: self._look())
        self._look()

    def _look(self) -> None:
        filled = bool(self.device.text().strip() and self.data.code().strip())
        self.store.setEnabled(filled and self.grade.value() >= 0)

    def _store(self) -> None:
        plant = self.work.plant
        try:
            result = ExternalResult(
                device=self.device.text().strip(),
                data=self.data.code().strip(),
                symbology=self.symbology.currentText().strip(),
                grade=round(self.grade.value(), 1),
                edition=self.edition.text().strip(),
                formal=self.formal.text().strip(),
                calibrated=self.calibrated.isChecked(),
                job_id=self._job_id,
                number=None if self._sample is None else self._sample.number,
                occasion=Occasion.EXTRA if self._sample is None else self._sample.occasion,
            )
        except InputError as error:
            self._failed(error)
            return
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: external_results.record_external(plant, result),
            receiver=self,
            done=self._done,
            failed=self._failed,
            ended=self._look,
        )

    def _failed(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.grow()

    def _done(self, result: tuple[GradeRecord, Changes]) -> None:
        record, changes = result
        self.work.settings.setValue(DEVICE, record.device)
        mark, word = VERDICTS[record.verdict][0], verdict_name(record.verdict)
        told = say(
            "The verifier's grade {grade} is on record: {verdict}.", grade=grade_of(record), verdict=word
        )
        if record.verdict is Verdict.PASSED:
            self.work.messages.done(told)
        else:
            self.work.messages.tell(mark, told, record.faults)
        self.work.announce(changes)
        self.accept()
