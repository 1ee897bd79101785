"""Batches: what may leave, what stands against it, and what was graded of each."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop.changes import Kind
from desktop.operations import release
from desktop.operations.release import BatchQuality
from desktop.texts import say
from ui.pages.page import Page
from ui.quality.batch_detail import BatchDetail
from ui.quality.quality_words import STATUSES
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.empty import EmptyPage
from ui.workplace import Workplace

_FULL, _EMPTY = range(2)
_LIST_PX = 43 * GRID
_LOT_PX = 11 * GRID


class BatchesTab(Page):
    """Lists all batches; the chosen one is shown beside them.

    Signals:
        again_wanted: (Taking) a label is to be measured again.
    """

    again_wanted = Signal(object)
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.QUALITY, Kind.BATCHES, Kind.JOBS, Kind.PRODUCTS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._wanted: int | None = None
        self.table: Table[BatchQuality] = Table(work, say("Batches"), _columns())
        self.table.export.hide()
        self.detail = BatchDetail(work)
        self.detail.again_wanted.connect(self.again_wanted)
        self.table.chosen.connect(lambda one: self.detail.show_batch(one.batch_id))
        first = kit.button(say("Products"), lambda: work.go("products"), "primary", icon_name="products")
        empty = EmptyPage(
            kit,
            "quality",
            say("No batches yet"),
            say(
                "A batch is made at its product, and labels are printed for it. Here you see what was graded "
                "of it, hold it, and release it once nothing stands against it."
            ),
            first,
        )
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(GRID)
        split.addWidget(kit.card(self.table))
        split.addWidget(self.detail)
        split.setSizes([_LIST_PX, 3 * _LIST_PX])
        split.setStretchFactor(1, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def refresh(self) -> None:
        """Read all batches."""
        plant = self.work.plant
        self.work.background.run(lambda _report: release.statuses(plant), receiver=self, done=self._show)

    def choose(self, batch_id: int) -> None:
        """Show one batch."""
        self._wanted = batch_id
        self.table.search.clear()
        self._choose_wanted()

    def _show(self, found: tuple[BatchQuality, ...]) -> None:
        self._stack.setCurrentIndex(_FULL if found else _EMPTY)
        self.table.put(found, same=lambda one, before: one.batch_id == before.batch_id)
        self._choose_wanted()
        if found and self.table.chosen_row() is None:
            self.table.view.selectRow(0)
        self.detail.refresh()

    def _choose_wanted(self) -> None:
        wanted = self._wanted
        if wanted is None or not self.table.model.rowCount():
            return
        self._wanted = None
        self.table.choose(lambda one: one.batch_id == wanted)


def _columns() -> tuple[Column[BatchQuality], ...]:
    return (
        Column(say("Status"), lambda one: STATUSES[one.status][1], mark=lambda one: STATUSES[one.status][0]),
        Column(say("Lot"), lambda one: one.lot, code=True, width=_LOT_PX),
        Column(say("Product"), lambda one: one.product, wide=True),
    )
