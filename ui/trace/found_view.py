"""What a search found where it was no code: codes, batches, work orders."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.operations.trace_search import Hits
from desktop.texts import Text, say
from ui.kit import column
from ui.style import GRID
from ui.tables import Column, Table
from ui.trace.visits import Visit, Where
from ui.wording import CODE_STATES, code_grouped, day, level_name
from ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found. ``visit``: what opening it shows; None: there is nothing to see yet."""

    kind: Text
    name: str
    about: Text
    visit: Visit | None


class FoundView(QWidget):
    """The list of what was found.

    Signals:
        wanted: (Visit) the person opens one.
    """

    wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._title = work.kit.label(role="heading")
        self.table: Table[Hit] = Table(work, say("What was found"), _columns(), tools=False)
        self.table.opened.connect(self._open)
        self.setFocusProxy(self.table.view)
        self.setLayout(column(work.kit.card(self._title, self.table, spacing=GRID)))

    def show_hits(self, hits: Hits) -> None:
        """Show what was found."""
        self._work.language.word(self._title, say("Found for {text}: Enter opens", text=hits.text))
        self.table.put(hits_of(hits), same=lambda one, other: one.visit == other.visit)
        if self.table.chosen_row() is None:
            self.table.choose(lambda _hit: True)

    def _open(self, hit: Hit) -> None:
        if hit.visit is not None:
            self.wanted.emit(hit.visit)


def hits_of(hits: Hits) -> tuple[Hit, ...]:
    """Return what was found as one list: batches, orders, codes."""
    return (
        *(
            Hit(
                say("Batch"),
                row.batch.lot,
                say("{product}, expiry {expiry}", product=row.product, expiry=day(row.batch.expiry)),
                Visit(Where.BATCH, batch_id=row.id),
            )
            for row in hits.batches
        ),
        *(
            Hit(
                say("Work order"),
                order.number,
                say("{product}, lot {lot}", product=order.product, lot=order.batch.lot)
                if order.batch is not None
                else say("{product}, no lot yet: nothing was printed or packed", product=order.product),
                None if order.batch_id is None else Visit(Where.BATCH, batch_id=order.batch_id),
            )
            for order in hits.orders
        ),
        *(
            Hit(
                level_name(one.level),
                code_grouped(one.code),
                say("{product}: {state}", product=one.product, state=CODE_STATES[one.state][1]),
                Visit(Where.CODE, one.code),
            )
            for one in hits.codes
        ),
    )


def _columns() -> tuple[Column[Hit], ...]:
    return (
        Column(say("Kind"), lambda hit: hit.kind),
        Column(say("Name"), lambda hit: hit.name, code=True),
        Column(say("About it"), lambda hit: hit.about, wide=True),
    )
