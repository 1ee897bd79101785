"""A new job: what is printed, how many, and at which station or on which printer."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop.changes import Changes
from desktop.devices import DeviceKind
from desktop.errors import PackmarkError
from desktop.operations import batches, codes, jobs, labels, lines, printers, products
from desktop.operations.batches import BatchRow
from desktop.operations.codes import PoolLevel
from desktop.operations.jobs import JobOrder, JobRow
from desktop.operations.labels import TemplateRow
from desktop.operations.lines import StationView
from desktop.operations.plant import Plant
from desktop.operations.products import ProductRow
from desktop.products.filing import gate
from desktop.products.job import FirstArticle
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.dialogs.job_target import JobTarget, KnownPrinter
from ui.kit import Button, box, column, row
from ui.style import GRID
from ui.widgets.form import FormField
from ui.wording import day, level_name, number
from ui.workplace import Workplace

_DEMO_PRINTER = "demo://zebra"
_DEFAULT_COUNT = 100
_LEFT_PX = 66 * GRID


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen from."""

    products: tuple[ProductRow, ...]
    batches: tuple[BatchRow, ...]
    pool: tuple[PoolLevel, ...]
    templates: tuple[TemplateRow, ...]
    printers: tuple[KnownPrinter, ...]
    stations: tuple[tuple[str, StationView], ...] = ()
    """Each with the name of its line; only those where something can print."""
    first_article: bool = False
    """Whether the last job had one."""


class NewJob(Dialog):
    """Orders a job.

    Attributes:
        created: the job, once it is ordered.
        target: label, printer, camera and coder; a station fills them.
    """

    def __init__(self, work: Workplace, parent: QWidget, *, station_id: int | None = None) -> None:
        super().__init__(work, say("New job"), parent)
        kit = work.kit
        self.created: JobRow | None = None
        self._choices = Choices((), (), (), (), ())
        self._station_id = station_id
        self._gate: Text | None = None
        self.product, self.batch, self.level, self.station = (QComboBox() for _ in range(4))
        self.count = kit.spin_box(1, 1, 1)
        self.target = JobTarget(work)
        self.label, self.printer, self.camera = self.target.label, self.target.printer, self.target.camera
        self.ask_printer, self.printer_field = self.target.ask_printer, self.target.printer_field
        self.first_article = QCheckBox()
        work.language.word(
            self.first_article, say("First article: print one label, scan it, then release the run")
        )
        self.more = kit.button(say("More …"), self._show_more, "quiet", icon_name="edit")
        self.order = kit.button(say("Order the job"), self._order, "primary")
        self.order.setDefault(True)
        self.order.setEnabled(False)
        self.product_field = FormField(kit, say("Product"), self.product)
        self.count_field = FormField(kit, say("Number of labels"), self.count)
        self.station_field = FormField(kit, say("Station"), self.station, beside=self.more)
        self._batch_field = FormField(kit, say("Batch"), self.batch)
        self._level_field = FormField(kit, say("Pack level"), self.level)
        self._lay_out(kit.button(say("Cancel"), self.reject))
        self.product.currentIndexChanged.connect(lambda _index: self._product_changed())
        self.level.currentIndexChanged.connect(lambda _index: self._level_changed())
        self.batch.currentIndexChanged.connect(lambda _index: self._show_examples())
        self.station.currentIndexChanged.connect(lambda _index: self._station_changed())
        self.target.changed.connect(self._target_changed)
        plant = work.plant
        work.background.run(lambda _report: _read(plant), receiver=self, done=self._show)

    def _lay_out(self, cancel: Button) -> None:
        what = row(self._batch_field, self._level_field, self.count_field)
        for place, share in enumerate((6, 3, 3)):
            what.setStretch(place, share)
        self.station_field.hide()
        left = box(column(self.product_field, self.station_field, what, self.first_article, 1))
        left.setMinimumWidth(_LEFT_PX)
        body = row(left, self.target, spacing=4 * GRID)
        body.setStretch(0, 1)
        self.lay_out(body, buttons=(cancel, self.order))

    def _show(self, choices: Choices) -> None:
        self._choices = choices
        for item in choices.products:
            self.product.addItem(f"{item.product.name} {item.product.spec}".strip(), item.id)
        self.target.put(choices.printers, choices.templates)
        self.first_article.setChecked(choices.first_article)
        for line, view in choices.stations:
            self.station.addItem(f"{line} · {view.station.name}", view)
        self._product_changed()
        if choices.stations:
            self.station.addItem(self.work.language(say("another printer")), None)
            self.station_field.show()
            ids = [view.station.id for _, view in choices.stations]
            self.station.setCurrentIndex(ids.index(self._station_id) if self._station_id in ids else 0)
            self._station_changed()

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
        station = self._station()
        if station is not None:
            self._choose_level(station)
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
        self._show_examples()
        self._allow()

    def _station(self) -> StationView | None:
        view = self.station.currentData()
        return view if isinstance(view, StationView) else None

    def _station_changed(self) -> None:
        """Fill in what stands at the station; each of it can still be changed."""
        view = self._station()
        self.target.setVisible(view is None)
        self.more.setVisible(view is not None)
        if view is not None:
            self.target.show_station(view)
            self._choose_level(view)
        self._target_changed()
        self._fit()

    def _choose_level(self, view: StationView) -> None:
        for place in range(self.level.count()):
            level = self.level.itemData(place)
            if isinstance(level, PoolLevel) and level.level == view.station.level:
                self.level.setCurrentIndex(place)

    def _show_more(self) -> None:
        self.more.hide()
        self.target.show()
        self._fit()

    def _fit(self) -> None:
        """Make the dialog as wide and high as what it shows."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(layout.minimumSize().width(), self.height())
        self.grow()

    def _target_changed(self) -> None:
        here = self._station() is not None
        beside = say("Choose the printer on the right.")
        self.station_field.show_hint(self.target.named() if here else beside)
        self.notice.hide()
        self._allow()

    def _allow(self) -> None:
        level = self.level.currentData()
        available = level.counts.available if isinstance(level, PoolLevel) else 0
        self.order.setEnabled(
            bool(available and self.batch.count()) and self._gate is None and self.target.trouble() is None
        )

    def _show_examples(self) -> None:
        """Show beside a coder's fields what they would be for this batch."""
        level, batch_id = self.level.currentData(), self.batch.currentData()
        if not isinstance(level, PoolLevel) or batch_id is None:
            return
        plant = self.work.plant
        self.work.background.run(
            lambda _report: _examples(plant, int(batch_id), level.level),
            receiver=self,
            done=self.target.coder.show_values,
        )

    def _order(self) -> None:
        level = self.level.currentData()
        if not isinstance(level, PoolLevel):
            return
        order = JobOrder(
            product_id=level.product_id,
            batch_id=int(self.batch.currentData()),
            level=level.level,
            count=self.count.value(),
            label=self.target.label_name(),
            printer=self.target.address(),
            camera=self.camera.text().strip() or None,
            coder=self.target.coder_order(),
            first_article=self.first_article.isChecked(),
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
    earlier = jobs.list_jobs(plant)
    set_up = printers.list_printers(plant)
    names = dict.fromkeys([_DEMO_PRINTER, *(item.job.printer for item in earlier)], "")
    names |= {item.address: item.name for item in set_up}
    return Choices(
        products.list_products(plant),
        batches.list_batches(plant),
        codes.pool_levels(plant),
        labels.list_templates(plant),
        tuple(KnownPrinter(address, names[address], _kind(plant, address)) for address in sorted(names)),
        tuple(
            (line.line.name, view)
            for line in lines.overview(plant)
            for view in line.stations
            if view.printer is not None and _kind(plant, view.printer.address) is not DeviceKind.QUEUE
        ),
        first_article=bool(earlier) and earlier[0].job.first_article is not FirstArticle.NOT_ASKED,
    )


def _kind(plant: Plant, address: str) -> DeviceKind:
    return printers.kind_of(plant, address)


def _examples(plant: Plant, batch_id: int, level: int) -> Mapping[str, str]:
    return labels.batch_values(plant, batch_id, level)
