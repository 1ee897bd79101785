"""The filing of a product at its traceability platform, which opens the gate for jobs."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QButtonGroup, QDateEdit, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import product_rules
from desktop.operations.products import ProductRow
from desktop.products.filing import Filing, FilingStatus
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import Button, row, segments
from ui.style import GRID
from ui.widgets.form import FormField
from ui.workplace import Workplace


class SetFiling(Dialog):
    """Asks for status, number and day."""

    def __init__(self, work: Workplace, item: ProductRow, parent: QWidget) -> None:
        super().__init__(work, say("Filing at the traceability platform"), parent)
        kit = work.kit
        self._item = item
        explained = kit.label(
            say(
                "Codes may be put on packs only after the product's filing has passed "
                "(NMPA's explanation of its traceability notice). "
                "Until then no job can be created for it. Specimens need no filing."
            ),
            wrap=True,
        )
        names = {
            FilingStatus.NONE: say("Not filed"),
            FilingStatus.SUBMITTED: say("Submitted"),
            FilingStatus.PASSED: say("Passed"),
        }
        self.statuses: dict[FilingStatus, Button] = {}
        group = QButtonGroup(self)
        for status, name in names.items():
            button = Button("segment")
            button.setCheckable(True)
            button.setChecked(status is item.filing.status)
            work.language.word(button, name)
            button.clicked.connect(lambda _checked: self._enable())
            group.addButton(button)
            self.statuses[status] = button
        self.number = kit.field(say("As the platform shows it"))
        self.number.setText(item.filing.number)
        today = work.plant.clock.now().astimezone().date()
        on = item.filing.on or today
        self.on = QDateEdit(QDate(on.year, on.month, on.day))
        self.on.setDisplayFormat("yyyy-MM-dd")
        self.on.setCalendarPopup(True)
        self.on.setMaximumDate(QDate(today.year, today.month, today.day))
        self._number_field = FormField(kit, say("Filing number"), self.number)
        fields = row(self._number_field, FormField(kit, say("Day"), self.on))
        fields.setStretch(0, 1)
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        self.lay_out(
            explained,
            row(segments(*self.statuses.values()), 1),
            fields,
            buttons=(kit.button(say("Cancel"), self.reject), self.store),
        )
        self.setMinimumWidth(76 * GRID)
        self._enable()

    def filing(self) -> Filing:
        """Return what is entered.

        Raises:
            InputError: something is missing.
        """
        status = next(status for status, button in self.statuses.items() if button.isChecked())
        if status is FilingStatus.NONE:
            return Filing()
        on = self.on.date()
        return Filing(status, self.number.text().strip(), date(on.year(), on.month(), on.day()))

    def _enable(self) -> None:
        filed = not self.statuses[FilingStatus.NONE].isChecked()
        self.number.setEnabled(filed)
        self.on.setEnabled(filed)

    def _store(self) -> None:
        try:
            filing = self.filing()
        except PackmarkError as error:
            self._number_field.trouble(error.text)
            self.number.setFocus()
            return
        plant, product_id = self.work.plant, self._item.id
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: product_rules.set_filing(plant, product_id, filing),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.store.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
