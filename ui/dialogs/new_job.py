"""A new job: what is printed, how many, and on which printer."""

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop.changes import Changes
from desktop.errors import PackmarkError
from desktop.operations import batches, codes, jobs, labels, printers, products
from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.jobs import JobOrder, JobRow
from desktop.operations.labels import TemplateRow
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterReport
from desktop.operations.products import ProductRow
from desktop.products.filing import gate
from desktop.texts import Text, say, say_count
from ui.dialogs.dialog import Dialog
from ui.kit import Button, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import day, level_name, number
from ui.workplace import Workplace

_DEMO_PRINTER = "demo://zebra"
_DEFAULT_COUNT = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from."""

    products: tuple[ProductRow, ...]
    batches: tuple[BatchRow, ...]
    pool: tuple[PoolLevel, ...]
    templates: tuple[TemplateRow, ...]
    printers: tuple[str, ...]


class NewJob(Dialog):
    """Orders a job.

    Attributes:
        created: the job, once it is ordered.
    """

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("New job"), parent)
        kit = work.kit
        self.created: JobRow | None = None
        self._choices = Choices((), (), (), (), ())
        self._gate: Text | None = None
        self.product, self.batch, self.level, self.label = (QComboBox() for _ in range(4))
        self.printer = QComboBox()
        self.printer.setEditable(True)
        self.count = kit.spin_box(1, 1, 1)
        self.camera = QLineEdit()
        self.ask_printer = kit.button(say("Ask the printer"), self._ask)
        self.order = kit.button(say("Order the job"), self._order, "primary")
        self.order.setDefault(True)
        self.order.setEnabled(False)
        self.product_field = FormField(kit, say("Product"), self.product)
        self.count_field = FormField(kit, say("Number of labels"), self.count)
        self.printer_field = FormField(
            kit,
            say("Printer"),
            self.printer,
            say("tcp://address:9100, or demo://zebra to try."),
            beside=self.ask_printer,
        )
        self._batch_field = FormField(kit, say("Batch"), self.batch)
        self._lay_out(kit.button(say("Cancel"), self.reject))
        self.product.currentIndexChanged.connect(lambda _index: self._product_changed())
        self.printer.currentTextChanged.connect(self._printer_changed)
        self.level.currentIndexChanged.connect(lambda _index: self._level_changed())
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def _lay_out(self, cancel: Button) -> None:
        kit = self.work.kit
        what = row(self._batch_field, FormField(kit, say("Pack level"), self.level), self.count_field)
        for place, share in enumerate((4, 3, 3)):
            what.setStretch(place, share)
        self.lay_out(
            self.product_field,
            what,
            FormField(kit, say("Label design"), self.label),
            self.printer_field,
            FormField(
                kit,
                say("Camera that reads each label back"),
                self.camera,
                say("Its address; empty: the labels are not read back."),
            ),
            buttons=(cancel, self.order),
        )
        self.setMinimumWidth(88 * GRID)

    def _show(self, choices: Choices) -> None:
        self._choices = choices
        for item in choices.products:
            self.product.addItem(f"{item.product.name} {item.product.spec}".strip(), item.id)
        code = self.work.language.code
        for template in choices.templates:
            self.label.addItem(template.design.title.in_language(code), template.name)
        self.printer.addItems(list(choices.printers))
        self._product_changed()

    def _product_changed(self) -> None:
        product_id = self.product.currentData()
        word = self.work.language
        self.batch.clear()
        for item in self._choices.batches:
            if item.product_id == product_id:
                until = say("{lot} · until {expiry}", lot=item.batch.lot, expiry=day(item.batch.expiry))
                self.batch.addItem(word(until), item.id)
        self._gate = None
        for product in self._choices.products:
            if product.id == product_id:
                self._gate = gate(product.product, product.details, product.filing)
        self.product_field.trouble(self._gate)
        self.level.clear()
        for level in self._choices.pool:
            if level.product_id == product_id and level.prefix:
                self.level.addItem(word(level_name(level.level)), level)
        missing = say("This product has no batch yet: create one on the Products page.")
        self._batch_field.trouble(None if self.batch.count() else missing)
        self._level_changed()

    def _level_changed(self) -> None:
        level = self.level.currentData()
        available = level.counts.available if isinstance(level, PoolLevel) else 0
        self.count.setRange(min(1, available), available)
        self.count.setValue(min(_DEFAULT_COUNT, available))
        none = say("No codes are available: import a code file.")
        hint = say("available {n}", n=number(available))
        self.count_field.show_hint(hint)
        self.count_field.trouble(None if available else none)
        self.order.setEnabled(bool(available and self.batch.count()) and self._gate is None)

    def _printer_changed(self, address: str) -> None:
        """The demonstration's printer has its own camera, and no other printer has that one."""
        if address.strip() == _DEMO_PRINTER:
            self.camera.setText(_DEMO_PRINTER)
        elif self.camera.text() == _DEMO_PRINTER:
            self.camera.clear()

    def _ask(self) -> None:
        plant, address = self.work.plant, self._address()
        self.ask_printer.setEnabled(False)
        self.work.background.run(
            lambda _report: printers.ask(plant, address),
            receiver=self,
            done=lambda report: self.printer_field.show_hint(_described(report)),
            failed=lambda error: self.printer_field.trouble(error.text),
            ended=lambda: self.ask_printer.setEnabled(True),
        )

    def _address(self) -> str:
        return self.printer.currentText().strip()

    def _order(self) -> None:
        level = self.level.currentData()
        if not isinstance(level, PoolLevel):
            return
        order = JobOrder(
            product_id=level.product_id,
            batch_id=int(self.batch.currentData()),
            level=level.level,
            count=self.count.value(),
            label=str(self.label.currentData()),
            printer=self._address(),
            camera=self.camera.text().strip() or None,
        )
        plant = self.work.plant
        self.order.setEnabled(False)
        self.work.background.run(
            lambda _report: jobs.create_job(plant, order),
            receiver=self,
            done=self._done,
            failed=self._refused,
        )

    def _refused(self, error: PackmarkError) -> None:
        self.order.setEnabled(True)
        self.notice.trouble(error)

    def _done(self, result: tuple[JobRow, Changes]) -> None:
        self.created, changes = result
        self.work.announce(changes)
        self.accept()


def _read(plant: Plant) -> Choices:
    known = {item.job.printer for item in jobs.list_jobs(plant)} | {_DEMO_PRINTER}
    return Choices(
        products.list_products(plant),
        batches.list_batches(plant),
        codes.pool_levels(plant),
        labels.list_templates(plant),
        tuple(sorted(known)),
    )


def _described(report: PrinterReport) -> Text:
    identity = report.identity
    return say(
        "{model}, {dots} dots/mm, {state}, {printed}.",
        model=identity.model,
        dots=identity.dots_per_mm,
        state=say("ready") if report.status.ready else say("not ready"),
        printed=say_count("{n} label in its life", "{n} labels in its life", n=report.odometer),
    )
