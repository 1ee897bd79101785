"""The GS1 company prefixes that this site may number packs with: its own and its customers'."""

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import product_rules
from desktop.products.licence import LicensedPrefix
from desktop.texts import say
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.scans import takes_scans
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.workplace import Workplace


class LicensedPrefixes(Dialog):
    """Lists, adds and withdraws company prefixes."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("Licensed company prefixes"), parent)
        kit = work.kit
        explained = kit.label(
            say(
                "GTINs of products must begin with one of these prefixes. While the list is empty, none is "
                "checked. Prefixes of customers are for products that are made for them."
            ),
            wrap=True,
        )
        self.table: Table[LicensedPrefix] = Table(work, say("Company prefixes"), _columns(), tools=False)
        self.table.chosen.connect(lambda _item: self._enable())
        self.prefix = kit.field(say("7 to 10 digits, for example 6932833"))
        takes_scans(self.prefix)
        self.holder = kit.field(say("Company that holds it"))
        self.customer = QCheckBox()
        work.language.word(self.customer, say("A customer's"))
        self._prefix_field = FormField(kit, say("Company prefix"), self.prefix)
        self.add = kit.button(say("Add"), self._add, "primary", icon_name="add")
        self.withdraw = kit.button(say("Withdraw the chosen one"), self._withdraw)
        for field in (self.prefix, self.holder):
            field.textChanged.connect(lambda _text: self._enable())
        holder = FormField(kit, say("Held by"), self.holder, beside=self.customer)
        fields = row(self._prefix_field, holder)
        fields.setStretch(0, 2)
        fields.setStretch(1, 3)
        self.lay_out(
            explained,
            self.table,
            fields,
            buttons=(self.withdraw, self.add, kit.button(say("Close"), self.reject)),
        )
        self.resize(96 * GRID, 64 * GRID)
        self._enable()
        self._read()

    def _read(self) -> None:
        plant = self.work.plant
        self.work.background.run(
            lambda _report: product_rules.licensed_prefixes(plant), receiver=self, done=self._show
        )

    def _show(self, rows: tuple[LicensedPrefix, ...]) -> None:
        self.table.put(rows)
        self._enable()

    def _enable(self) -> None:
        self._prefix_field.trouble(None)
        self.add.setEnabled(bool(self.prefix.text().strip() and self.holder.text().strip()))
        self.withdraw.setEnabled(self.table.chosen_row() is not None)

    def _add(self) -> None:
        try:
            prefix = LicensedPrefix(
                self.prefix.text().strip(), self.holder.text().strip(), self.customer.isChecked()
            )
        except PackmarkError as error:
            self._prefix_field.trouble(error.text)
            self.prefix.setFocus()
            return
        plant = self.work.plant
        self.work.background.run(
            lambda _report: product_rules.license_prefix(plant, prefix),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
        )

    def _withdraw(self) -> None:
        chosen = self.table.chosen_row()
        if chosen is None:
            return
        plant = self.work.plant
        self.work.background.run(
            lambda _report: product_rules.withdraw_prefix(plant, chosen.prefix),
            receiver=self,
            done=self._done,
            failed=self.notice.trouble,
        )

    def _done(self, changes: Changes) -> None:
        self.notice.hide()
        self.prefix.clear()
        self.holder.clear()
        self.work.announce(changes)
        self._read()


def _columns() -> tuple[Column[LicensedPrefix], ...]:
    return (
        Column(say("Prefix"), lambda item: item.prefix, code=True),
        Column(say("Held by"), lambda item: item.holder, wide=True),
        Column(say("Whose"), lambda item: say("a customer's") if item.customer else say("the site's own")),
    )
