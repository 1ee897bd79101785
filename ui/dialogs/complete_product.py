"""What products.xml does not carry: the GTIN of the unit and the shelf life."""

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import products
from desktop.operations.products import ProductRow
from desktop.products.product import MAX_SHELF_LIFE_MONTHS
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.gtin_entry import GtinEntry
from ui.workplace import Workplace


class CompleteProduct(Dialog):
    """Asks for GTIN and shelf life and stores them."""

    def __init__(self, work: Workplace, item: ProductRow, parent: QWidget) -> None:
        super().__init__(work, say("Complete the product"), parent)
        kit = work.kit
        self._item = item
        name = kit.label(wrap=True)
        name.setText(item.product.name)
        self.gtin = GtinEntry(kit, item.product.level(1).gtin)
        self.months = kit.spin_box(1, MAX_SHELF_LIFE_MONTHS, item.product.shelf_life_months or 24)
        self.store = kit.button(say("Save"), self._store, "primary")
        self.store.setDefault(True)
        cancel = kit.button(say("Cancel"), self.reject)
        self.lay_out(
            name,
            FormField(
                kit, say("GTIN of the unit"), self.gtin, say("Scan it or type it twice; may stay empty.")
            ),
            FormField(
                kit,
                say("Shelf life in months"),
                self.months,
                say("Both lawful expiries of a batch follow from it."),
            ),
            buttons=(cancel, self.store),
        )
        self.setMinimumWidth(60 * GRID)

    def _store(self) -> None:
        try:
            entered = self.gtin.value()
        except PackmarkError as error:
            self.notice.trouble(error)
            return
        plant, product_id = self.work.plant, self._item.id
        gtin, months = entered.value if entered else None, self.months.value()
        self.store.setEnabled(False)
        self.work.background.run(
            lambda _report: products.complete_product(plant, product_id, gtin=gtin, shelf_life_months=months),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
            ended=lambda: self.store.setEnabled(True),
        )

    def _done(self, changes: Changes) -> None:
        self.work.announce(changes)
        self.accept()
