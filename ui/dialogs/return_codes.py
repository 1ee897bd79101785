"""Giving unused codes back as a file; they are never used here again."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from desktop.operations import codes, pool
from desktop.operations.codes import ImportedFile, PoolLevel
from desktop.operations.plant import Plant
from desktop.operations.pool import CodesReturned
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import level_name, number
from ui.workplace import Workplace

_MOST_AT_ONCE = 1_000_000


class ReturnCodes(Dialog):
    """Asks which unused codes go back, and why."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("Return unused codes"), parent)
        kit = work.kit
        self._files: tuple[ImportedFile, ...] = ()
        explained = kit.label(
            say(
                "Unused codes are written to a file in the format they came in, for the platform. From then "
                "on they count as returned and are never printed here."
            ),
            wrap=True,
        )
        self.level = QComboBox()
        self.file = QComboBox()
        self.count = kit.spin_box(1, 1, 1)
        self.reason = kit.field(say("For example: product discontinued"))
        self._count_field = FormField(kit, say("How many"), self.count)
        self.give_back = kit.button(say("Return to a file …"), self._return, "primary")
        self.give_back.setEnabled(False)
        fields = row(FormField(kit, say("Imported from"), self.file), self._count_field)
        fields.setStretch(0, 2)
        fields.setStretch(1, 1)
        self.lay_out(
            explained,
            FormField(kit, say("Product and pack level"), self.level),
            fields,
            FormField(kit, say("Reason"), self.reason),
            buttons=(kit.button(say("Cancel"), self.reject), self.give_back),
        )
        self.setMinimumWidth(84 * GRID)
        self.level.currentIndexChanged.connect(lambda _index: self._level_changed())
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def _show(self, read: tuple[tuple[PoolLevel, ...], tuple[ImportedFile, ...]]) -> None:
        levels, self._files = read
        word = self.work.language
        for level in levels:
            if level.counts.available:
                text = say("{product}, {level}", product=level.product, level=level_name(level.level))
                self.level.addItem(word(text), level)
        if not self.level.count():
            self._count_field.trouble(say("No codes are available: nothing can be returned."))

    def _level_changed(self) -> None:
        level = self.level.currentData()
        if not isinstance(level, PoolLevel):
            return
        self.file.clear()
        self.file.addItem(self.work.language(say("any file, the oldest codes first")), None)
        for item in self._files:
            if (item.product_id, item.level) == (level.product_id, level.level):
                self.file.addItem(item.name, item.id)
        most = min(level.counts.available, _MOST_AT_ONCE)
        self.count.setRange(1, most)
        self.count.setValue(most)
        self._count_field.show_hint(say("available {n}", n=number(level.counts.available)))
        self.give_back.setEnabled(True)

    def _return(self) -> None:
        level = self.level.currentData()
        if not isinstance(level, PoolLevel):
            return
        word = self.work.language
        name, _ = QFileDialog.getSaveFileName(
            self,
            word(say("Return unused codes")),
            f"returned_{level.prefix}.txt",
            word(say("Code files (*.txt *.csv *.xlsx *.xml);;All files (*)")),
        )
        if not name:
            return
        plant, path = self.work.plant, Path(name)
        count, reason, file_id = self.count.value(), self.reason.text().strip(), self.file.currentData()
        self.give_back.setEnabled(False)
        self.work.background.run(
            lambda _report: pool.return_codes(
                plant,
                path,
                product_id=level.product_id,
                level=level.level,
                count=count,
                file_id=file_id,
                reason=reason,
            ),
            receiver=self,
            done=self._returned,
            failed=self.notice.trouble,
            ended=lambda: self.give_back.setEnabled(True),
        )

    def _returned(self, result: CodesReturned) -> None:
        self.work.announce(result.changes)
        self.work.messages.done(
            say("{n} codes were returned to {path}.", n=number(result.count), path=result.path)
        )
        self.accept()


def _read(plant: Plant) -> tuple[tuple[PoolLevel, ...], tuple[ImportedFile, ...]]:
    return codes.pool_levels(plant), codes.imported_files(plant)
