"""Scan one or two packs, see what will change, say why, have it confirmed, do it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox

from desktop.errors import PackmarkError
from desktop.operations import pack_exceptions, pack_preview
from desktop.operations.pack_decisions import Asked
from desktop.operations.pack_preview import Foreseen
from desktop.operations.plant import Plant
from desktop.packing.refusals import ScanRefused, Why
from desktop.texts import say
from ui.kit import box, column, row
from ui.packing_problem.grounds import Grounds
from ui.packing_problem.guide import Guide
from ui.packing_problem.guided_path import Done, GuidedPath
from ui.packing_problem.pack_card import PackCard
from ui.packing_problem.ways import Way
from ui.scans import CodeField
from ui.style import GRID
from ui.widgets.form import FormField
from ui.widgets.second_person import Confirm
from ui.workplace import Workplace

_PAUSE_MS = 300
"""After so long without a key what was typed is looked up."""


class ScanPath(GuidedPath):
    """The path of all exceptions that name one or two packs.

    Attributes:
        first, second: take the codes.
        mixed: offered once the rules ask whether batches may be mixed.
        grounds: reason and second person.
        card: what was scanned, and what will change.
    """

    def __init__(self, work: Workplace, order_id: int, station_id: int | None) -> None:
        super().__init__(work)
        kit = work.kit
        self._order_id, self._station_id = order_id, station_id
        self._way: Way | None = None
        self._asked_for = 0
        self._foreseen: Asked | None = None
        self._guide = Guide(kit)
        self.first, self.second = CodeField(), CodeField()
        for field in (self.first, self.second):
            work.language.word(field, say("Scan or type 20 digits"), "setPlaceholderText")
            field.textChanged.connect(lambda _text: self._typed())
        self.first.returnPressed.connect(self._first_entered)
        self.second.returnPressed.connect(self._second_entered)
        self.first_field = FormField(kit, say("Code of the pack"), self.first)
        self.second_field = FormField(kit, say("Code of the pack that it goes into"), self.second)
        self.mixed = QCheckBox()
        work.language.word(self.mixed, say("Whoever confirms approves that lots are mixed"))
        self.mixed.toggled.connect(lambda _on: self._look())
        self.grounds = Grounds(work)
        self.grounds.changed.connect(self.changed)
        self.card = PackCard(work)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._look)
        left = box(column(self.first_field, self.second_field, self.mixed, self.grounds, 1, spacing=GRID))
        body = row(left, self.card, spacing=3 * GRID)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        layout = column(self._guide, body)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def begin(self, way: Way) -> None:
        """Begin anew, for this way."""
        assert way.first is not None
        self._way = way
        self._guide.show_steps(way.steps)
        self.first_field.show_name(way.first)
        self.second_field.setVisible(way.second is not None)
        if way.second is not None:
            self.second_field.show_name(way.second)
        self.first.clear()
        self.second.clear()
        self._forget_mixed()
        self.grounds.begin(way.reasons)
        self._look()
        self.first.setFocus()

    @property
    def ready(self) -> bool:
        """Whether it was seen what will change, and reason and second person are given."""
        return self._foreseen is not None and self._foreseen == self._asked() and self.grounds.complete

    def go(self) -> None:
        """Do what was seen."""
        plant, order_id, station_id = self.work.plant, self._order_id, self._station_id
        asked, reason, confirm = self._foreseen, self.grounds.why(), self.grounds.take()
        assert asked is not None
        self.setEnabled(False)
        self.work.background.run(
            lambda _report: _do(plant, order_id, station_id, asked, reason, confirm),
            receiver=self,
            done=self._finish,
            failed=self._refused,
            ended=self._free,
        )

    def _asked(self) -> Asked | None:
        """Return what is asked for so far, None while a code is missing."""
        way = self._way
        first, second = self.first.code().strip(), self.second.code().strip()
        if way is None or way.kind is None or not first or (way.second is not None and not second):
            return None
        return Asked(way.kind, first, second if way.second is not None else "", self.mixed.isChecked())

    def _first_entered(self) -> None:
        self._look()
        if self.first.code().strip():
            one_only = self._way is None or self._way.second is None
            (self.grounds.reason if one_only else self.second).setFocus()

    def _second_entered(self) -> None:
        self._look()
        if self.second.code().strip():
            self.grounds.reason.setFocus()

    def _typed(self) -> None:
        self._forget_mixed()
        self._timer.start()
        self.changed.emit()

    def _forget_mixed(self) -> None:
        self.mixed.blockSignals(True)
        self.mixed.setChecked(False)
        self.mixed.blockSignals(False)
        self.mixed.hide()

    def _look(self) -> None:
        self._timer.stop()
        self._asked_for += 1
        number, asked, code = self._asked_for, self._asked(), self.first.code().strip()
        self._foreseen = None
        self.changed.emit()
        if not code:
            self._tell(None)
            self.card.clear(
                say("Scan the pack: here stands what it is, and what will change, before anything is done.")
            )
            return
        plant, order_id = self.work.plant, self._order_id
        self.work.background.run(
            lambda _report: _see(plant, order_id, code, asked),
            receiver=self,
            done=lambda found: self._show(number, asked, found),
            failed=lambda error: self._fail(number, error),
        )

    def _show(self, number: int, asked: Asked | None, found: Foreseen) -> None:
        if number == self._asked_for:
            self._tell(None)
            self._foreseen = asked
            self.card.show_pack(found)
            self.changed.emit()

    def _fail(self, number: int, error: PackmarkError) -> None:
        if number != self._asked_for:
            return
        self._tell(error)
        self.card.clear(say("Nothing would be changed: see what is said below the code."))
        plant, order_id, code = self.work.plant, self._order_id, self.first.code().strip()
        # Where the pack lies is shown all the same; if it is no code of this plant, that was told already.
        self.work.background.run(
            lambda _report: pack_preview.look(plant, order_id, code),
            receiver=self,
            done=lambda found: self._show_only(number, found),
            failed=lambda _error: None,
        )

    def _show_only(self, number: int, found: Foreseen) -> None:
        if number == self._asked_for:
            self.card.show_pack(found)

    def _refused(self, error: PackmarkError) -> None:
        if isinstance(error, ScanRefused):
            self._tell(error)
        else:
            self.failed.emit(error)

    def _tell(self, error: PackmarkError | None) -> None:
        """Say below the code that it is about why it is not taken."""
        for field in (self.first_field, self.second_field):
            field.trouble(None)
        if error is None:
            return
        if isinstance(error, ScanRefused) and error.why is Why.WRONG_BATCH and self._may_mix():
            self.mixed.show()
        told = error.text
        for detail in error.details:
            told = say("{first} {second}", first=told, second=detail)
        about = dict(error.text.values).get("code")
        second = bool(self.second.code().strip()) and about == _digits(self.second.code())
        (self.second_field if second else self.first_field).trouble(told)

    def _may_mix(self) -> bool:
        return self._way is not None and self._way.may_mix


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


def _see(plant: Plant, order_id: int, code: str, asked: Asked | None) -> Foreseen:
    if asked is None:
        return pack_preview.look(plant, order_id, code)
    return pack_preview.foresee(plant, order_id, asked)


def _do(
    plant: Plant, order_id: int, station_id: int | None, asked: Asked, reason: str, confirm: Confirm
) -> Done:
    reviewer = confirm(plant)
    event, changes = pack_exceptions.do(
        plant, order_id, asked, reason=reason, reviewer=reviewer, station_id=station_id
    )
    return pack_preview.told(plant, event), changes
