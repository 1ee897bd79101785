"""The largest packs of a batch, and the way to its recall list."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations import recall
from desktop.operations.plant import Plant
from desktop.operations.trace import TreePack
from desktop.texts import say, say_count
from ui.kit import column, facts, row
from ui.style import GRID
from ui.trace.pack_list import PackList
from ui.trace.reading import BatchCases
from ui.wording import day
from ui.workplace import Workplace


class BatchView(QWidget):
    """Shows the cases of a batch.

    Signals:
        wanted: (Visit) the person wants to see a pack.
        recall_wanted: (Outline) the person wants the list of all packs that may be out.
    """

    wanted = Signal(object)
    recall_wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._shown: BatchCases | None = None
        kit = work.kit
        self._lot = kit.label(role="heading")
        self._facts = {name: kit.label(wrap=True) for name in ("product", "days", "orders", "packs")}
        self.recall = kit.button(say("Recall list …"), self._recall, "primary", icon_name="export")
        self._mixed = kit.label(wrap=True)
        self.packs = PackList(work, say("Cases of the batch"), places=False)
        self.packs.wanted.connect(self.wanted)
        self.setFocusProxy(self.packs.table.view)
        names = {
            "product": say("Product"),
            "days": say("Dates"),
            "orders": say("Work orders"),
            "packs": say("May be out"),
        }
        about = facts(
            *((kit.label(text, "muted"), self._facts[key]) for key, text in names.items()), columns=2
        )
        head = kit.card(row(self._lot, 1, self.recall), about, spacing=GRID)
        page = column(head, kit.card(self._mixed, self.packs, spacing=GRID))
        page.setStretch(1, 1)
        self.setLayout(page)

    def show_batch(self, shown: BatchCases) -> None:
        """Show the cases of a batch; the same once more leaves everything as it is."""
        if shown == self._shown:
            return
        self._shown = shown
        outline, cases = shown.outline, shown.cases
        batch = outline.batch.batch
        orders = ", ".join(outline.orders)
        told = {
            "product": say("{told}", told=outline.batch.product),
            "days": say("produced {made} · expiry {expiry}", made=day(batch.made), expiry=day(batch.expiry)),
            "orders": say("{told}", told=orders) if orders else say("none: nothing was packed"),
            "packs": say_count("{n} pack of all levels", "{n} packs of all levels", n=outline.all),
        }
        word = self._work.language.word
        for key, text in told.items():
            word(self._facts[key], text)
        word(self._lot, say("Lot {lot}", lot=batch.lot))
        self._mixed.setVisible(bool(cases.mixed))
        word(
            self._mixed,
            say_count(
                "{n} mixed pack of another order holds packs of this lot; it stands first.",
                "{n} mixed packs of other orders hold packs of this lot; they stand first.",
                n=len(cases.mixed),
            ),
        )
        more = partial(_next_page, batch_id=outline.batch.id) if cases.next is not None else None
        self.packs.show_packs((*cases.mixed, *cases.own), cases.count + len(cases.mixed), more)

    def _recall(self) -> None:
        if self._shown is not None:
            self.recall_wanted.emit(self._shown.outline)


def _next_page(plant: Plant, last: TreePack, *, batch_id: int) -> tuple[TreePack, ...]:
    return recall.cases(plant, batch_id, (last.order_id or 0, last.id)).own
