"""Ctrl+K: go to a page, product, batch, job, order, line or printer by typing a part of its name."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.operations import batches, jobs, lines, printers, products, work_orders
from desktop.operations.plant import Plant
from desktop.texts import Text, say
from ui.dialogs.dialog import Dialog
from ui.pages.catalogue import PAGES
from ui.style import GRID
from ui.workplace import Workplace

_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go."""

    name: Text
    page: str
    what: object = None


class GoTo(Dialog):
    """A field and a list: type, choose with the arrow keys, Enter goes there."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(work, say("Go to …"), parent)
        self._places = [Place(entry.title, entry.name) for entry in PAGES]
        self._shown: list[Place] = []
        self.field = work.kit.field(say("Page, product, batch, job, order, line or printer"))
        self.field.textChanged.connect(self._choose)
        self.field.returnPressed.connect(self._go)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.itemClicked.connect(lambda _item: self._go())
        self.lay_out(self.field, self.list, buttons=())
        self.resize(72 * GRID, 56 * GRID)
        self._choose()
        plant = work.plant
        work.background.run(lambda _report: _places(plant), receiver=self, done=self._add)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys move in the list while the field keeps the focus."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                line = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(line, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def _add(self, places: list[Place]) -> None:
        self._places += places
        self._choose()

    def _choose(self) -> None:
        words = self.field.text().casefold().split()
        named = [(self.work.language(place.name), place) for place in self._places]
        self._shown = [place for name, place in named if all(word in name.casefold() for word in words)][
            :_MOST_SHOWN
        ]
        self.list.clear()
        for place in self._shown:
            self.list.addItem(QListWidgetItem(self.work.language(place.name)))
        self.list.setCurrentRow(0)

    def _go(self) -> None:
        line = self.list.currentRow()
        if 0 <= line < len(self._shown):
            place = self._shown[line]
            self.accept()
            self.work.go(place.page, place.what)


def _places(plant: Plant) -> list[Place]:
    found = [
        Place(
            say("Product {name} {spec}", name=item.product.name, spec=item.product.spec),
            "products",
            item.id,
        )
        for item in products.list_products(plant)
    ]
    found += [
        Place(
            say("Batch {lot} · {product}", lot=item.batch.lot, product=item.product),
            "products",
            item.product_id,
        )
        for item in batches.list_batches(plant)
    ]
    found += [
        Place(
            say("Job {id} · {lot} · {product}", id=item.job.id, lot=item.lot, product=item.product),
            "jobs",
            item.job.id,
        )
        for item in jobs.list_jobs(plant)
    ]
    found += [
        Place(say("Order {number} · {product}", number=item.number, product=item.product), "orders", item.id)
        for item in work_orders.list_orders(plant)
    ]
    found += [Place(say("Find printers"), "lines", "find")]
    found += [
        Place(say("Line {name}", name=item.line.name), "lines", item.line.id)
        for item in lines.list_lines(plant)
    ]
    found += [
        Place(say("Printer {name} · {address}", name=item.name, address=item.address), "lines", item.address)
        for item in printers.list_printers(plant)
    ]
    return found
