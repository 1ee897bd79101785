"""A new batch: lot, production date, and which of the two lawful expiries is used."""

from datetime import date

from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDateEdit, QLineEdit, QRadioButton, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import batches
from desktop.operations.batches import BatchRow
from desktop.operations.products import ProductRow
from desktop.products.batch import MAX_LOT_LENGTH, Batch, ExpiryProposal
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import column, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import day
from ui.workplace import Workplace

_TYPING_MS = 120


class NewBatch(Dialog):
    """Asks for a batch. Both expiries are shown, computed, before one is used."""

    def __init__(self, work: Workplace, item: ProductRow, parent: QWidget) -> None:
        super().__init__(work, say("New batch"), parent)
        kit = work.kit
        self._item = item
        self._proposal: ExpiryProposal | None = None
        name = kit.label(role="muted", wrap=True)
        name.setText(item.product.name)
        self.lot = QLineEdit()
        self.lot.setMaxLength(MAX_LOT_LENGTH + 1)
        today = work.plant.clock.now().astimezone().date()
        self.made = QDateEdit(QDate(today.year, today.month, today.day))
        self.made.setDisplayFormat("yyyy-MM-dd")
        self.made.setCalendarPopup(True)
        self.day_before = QRadioButton()
        self.month_end = QRadioButton()
        self.day_before.setChecked(True)
        self._choice = QButtonGroup(self)
        self._choice.addButton(self.day_before)
        self._choice.addButton(self.month_end)
        self.specimen = QCheckBox()
        if item.product.specimen:  # whose batches are specimens, whatever a person says
            self.specimen.setChecked(True)
            self.specimen.setEnabled(False)
        work.language.word(self.specimen, say("Specimen: for proofs and trials, no merchandise"))
        self.lot_field = FormField(
            kit, say("Lot"), self.lot, say("As it stands on the pack, up to 20 characters.")
        )
        fields = row(self.lot_field, FormField(kit, say("Production date"), self.made))
        fields.setStretch(0, 1)
        expiry = kit.card(
            kit.label(say("Expiry, from the shelf life"), "heading"),
            self.day_before,
            self.month_end,
            spacing=GRID,
        )
        self.create_button = kit.button(say("Create the batch"), self._create, "primary")
        self.create_button.setDefault(True)
        cancel = kit.button(say("Cancel"), self.reject)
        self.lay_out(name, fields, column(expiry, self.specimen), buttons=(cancel, self.create_button))
        self.setMinimumWidth(72 * GRID)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._propose)
        self.made.dateChanged.connect(self._date_changed)
        self.lot.textChanged.connect(lambda _text: self.lot_field.trouble(None))
        self._propose()

    def made_on(self) -> date:
        """Return the production date that is entered."""
        chosen = self.made.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _date_changed(self) -> None:
        self._proposal = None
        self.create_button.setEnabled(False)
        self._timer.start()

    def _propose(self) -> None:
        plant, product_id, made = self.work.plant, self._item.id, self.made_on()
        self.create_button.setEnabled(False)
        self.work.background.run(
            lambda _report: batches.proposed_expiry(plant, product_id, made),
            receiver=self,
            done=lambda proposal: self._show(made, proposal),
            failed=self.notice.trouble,
        )

    def _show(self, made: date, proposal: ExpiryProposal) -> None:
        if made != self.made_on():
            return  # the person has typed on; the proposal for the new date is under way
        self._proposal = proposal
        self.create_button.setEnabled(True)
        word = self.work.language
        year, month = proposal.last_whole_month
        word.word(
            self.day_before,
            say("{date}: the day before the shelf life ends", date=day(proposal.day_before)),
        )
        word.word(
            self.month_end,
            say(
                "{year}-{month}: the last whole month, usable until {date}",
                year=year,
                month=f"{month:02}",
                date=day(proposal.month_end),
            ),
        )

    def _create(self) -> None:
        if self._proposal is None:
            return
        month_end = self.month_end.isChecked()
        expiry = self._proposal.month_end if month_end else self._proposal.day_before
        try:
            batch = Batch(self.lot.text().strip(), self.made_on(), expiry, self.specimen.isChecked())
        except PackmarkError as error:
            self.lot_field.trouble(error.text)
            self.lot.setFocus()
            return
        plant, product_id = self.work.plant, self._item.id
        self.create_button.setEnabled(False)
        self.work.background.run(
            lambda _report: batches.create_batch(plant, product_id, batch),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.create_button.setEnabled(True),
        )

    def _done(self, result: tuple[BatchRow, Changes]) -> None:
        created, changes = result
        self.work.announce(changes)
        self.work.messages.done(say("Batch {lot} was created.", lot=created.batch.lot))
        self.accept()
