"""Choose an event of the order, see what taking it back restores, have it confirmed, do it."""

from collections.abc import Sequence

from desktop.errors import PackmarkError
from desktop.operations import pack_exceptions, pack_preview
from desktop.operations.pack_preview import EVENTS_AT_ONCE, EventRow, Foreseen
from desktop.operations.plant import Plant
from desktop.texts import say
from ui.kit import box, column, row
from ui.packing_problem.grounds import Grounds
from ui.packing_problem.guide import Guide
from ui.packing_problem.guided_path import Done, GuidedPath
from ui.packing_problem.pack_card import PackCard
from ui.packing_problem.ways import Way
from ui.scans import CodeField
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.widgets.second_person import Confirm
from ui.wording import moment
from ui.workplace import Workplace


class TakeBackPath(GuidedPath):
    """The path of taking something back.

    Attributes:
        code: narrows the list to what was done to one pack.
        table: events that are not taken back yet, the newest first.
        more: brings older ones.
        grounds: reason and second person.
        card: what would be restored.
    """

    def __init__(self, work: Workplace, order_id: int, station_id: int | None) -> None:
        super().__init__(work)
        kit = work.kit
        self._order_id, self._station_id = order_id, station_id
        self._events: list[EventRow] = []
        self._chosen: EventRow | None = None
        self._seen: int | None = None
        self._guide = Guide(kit)
        self.code = CodeField()
        work.language.word(
            self.code, say("Scan or type 20 digits, or leave empty for all"), "setPlaceholderText"
        )
        self.code.returnPressed.connect(self._read)
        self.code.textChanged.connect(lambda text: None if text else self._read())
        self._code_field = FormField(kit, say("Only what was done to this pack"), self.code)
        self.table = Table(work, say("What was done in this order"), _columns())
        self.table.export.hide()
        self.table.chosen.connect(self._choose)
        self.more = kit.button(say("Show older ones"), self._read_more, "quiet")
        self.grounds = Grounds(work)
        self.grounds.changed.connect(self.changed)
        self.card = PackCard(work)
        left = column(self._code_field, self.table, row(self.more, 1), spacing=GRID)
        left.setStretch(1, 1)
        right = column(self.card, self.grounds, spacing=GRID)
        right.setStretch(0, 1)
        body = row(box(left), box(right), spacing=3 * GRID)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        layout = column(self._guide, body)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def begin(self, way: Way) -> None:
        """Begin anew."""
        self._guide.show_steps(way.steps)
        self.grounds.begin(way.reasons)
        self.code.blockSignals(True)
        self.code.clear()
        self.code.blockSignals(False)
        self._read()
        self.code.setFocus()

    @property
    def ready(self) -> bool:
        """Whether it was seen what is restored, and reason and second person are given."""
        chosen = self._chosen
        return chosen is not None and self._seen == chosen.number and self.grounds.complete

    def go(self) -> None:
        """Take the chosen event back."""
        plant, order_id, station_id = self.work.plant, self._order_id, self._station_id
        chosen, reason, confirm = self._chosen, self.grounds.why(), self.grounds.take()
        assert chosen is not None
        number = chosen.number
        self.setEnabled(False)
        self.work.background.run(
            lambda _report: _take_back(plant, order_id, station_id, number, reason, confirm),
            receiver=self,
            done=self._finish,
            failed=self.failed.emit,
            ended=self._free,
        )

    def _read(self) -> None:
        self._ask(before=None)

    def _read_more(self) -> None:
        if self._events:
            self._ask(before=self._events[-1].number)

    def _ask(self, before: int | None) -> None:
        plant, order_id, code = self.work.plant, self._order_id, self.code.code().strip()
        self.work.background.run(
            lambda _report: pack_preview.open_events(plant, order_id, code=code, before=before),
            receiver=self,
            done=lambda found: self._show_events(found, older=before is not None),
            failed=lambda error: self._code_field.trouble(error.text),
        )

    def _show_events(self, found: Sequence[EventRow], *, older: bool) -> None:
        self._code_field.trouble(None)
        self._events = [*self._events, *found] if older else list(found)
        self.more.setVisible(len(found) == EVENTS_AT_ONCE and not self.code.code().strip())
        self.table.put(self._events, same=lambda one, other: one.number == other.number)
        if not older:
            self._forget()

    def _forget(self) -> None:
        self._chosen = self._seen = None
        if self._events:
            self.card.clear(
                say("Choose an event: here stands what would be restored, before anything is done.")
            )
        else:
            self.card.clear(say("There is nothing that could be taken back."))
        self.changed.emit()

    def _choose(self, event: EventRow) -> None:
        self._chosen, self._seen = event, None
        self.changed.emit()
        plant, order_id = self.work.plant, self._order_id
        self.work.background.run(
            lambda _report: pack_preview.foresee_taking_back(plant, order_id, event.number),
            receiver=self,
            done=lambda found: self._show(event, found),
            failed=lambda error: self._fail(event, error),
        )

    def _show(self, event: EventRow, found: Foreseen) -> None:
        if event is self._chosen:
            self._seen = event.number
            self.card.show_pack(found)
            self.changed.emit()

    def _fail(self, event: EventRow, error: PackmarkError) -> None:
        if event is self._chosen:
            self.card.clear(error.text)


def _take_back(
    plant: Plant, order_id: int, station_id: int | None, number: int, reason: str, confirm: Confirm
) -> Done:
    reviewer = confirm(plant)
    event, changes = pack_exceptions.take_back(
        plant, order_id, number, reason=reason, reviewer=reviewer, station_id=station_id
    )
    return pack_preview.told(plant, event), changes


def _columns() -> tuple[Column[EventRow], ...]:
    return (
        Column(say("No."), lambda event: event.number),
        Column(say("When"), lambda event: moment(event.at)),
        Column(say("Who"), lambda event: event.actor),
        Column(say("What"), lambda event: event.what, wide=True),
    )
