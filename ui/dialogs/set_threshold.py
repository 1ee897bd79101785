"""How few codes of a level are too few."""

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.changes import Changes
from desktop.operations import pool
from desktop.operations.codes import PoolLevel
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import level_name, number
from ui.workplace import Workplace

_MOST = 100_000_000
_SHARE = 10
"""Proposed: a tenth of what was issued."""


class SetThreshold(Dialog):
    """Sets or ends the alarm of one level."""

    def __init__(self, work: Workplace, level: PoolLevel, parent: QWidget) -> None:
        super().__init__(work, say("Alarm when codes run low"), parent)
        kit = work.kit
        self._level = level
        what = kit.label(
            say("{product}, {level}", product=level.product, level=level_name(level.level)), wrap=True
        )
        self.wanted = QCheckBox()
        self.wanted.setChecked(True)
        work.language.word(self.wanted, say("Raise an alarm for this level"))
        proposed = max(1, level.counts.issued // _SHARE)
        self.count = kit.spin_box(1, _MOST, level.threshold or proposed)
        self.wanted.toggled.connect(self.count.setEnabled)
        field = FormField(
            kit,
            say("Fewer available codes than"),
            self.count,
            say("{n} are available now.", n=number(level.counts.available)),
        )
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        self.lay_out(what, self.wanted, field, buttons=(kit.button(say("Cancel"), self.reject), self.store))
        self.setMinimumWidth(56 * GRID)

    def _store(self) -> None:
        plant, level = self.work.plant, self._level
        count = self.count.value() if self.wanted.isChecked() else None
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: pool.set_threshold(plant, level.product_id, level.level, count),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.store.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
