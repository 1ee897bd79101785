"""Finds printers: every way at the same time, and those whose address a person knows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from desktop.changes import Changes
from desktop.devices import FoundPrinter, Way
from desktop.errors import PackmarkError
from desktop.operations import printers
from desktop.operations.printers import PrinterRow
from desktop.texts import Text, say, say_count
from ui.asking import ask_beside
from ui.device_words import WAYS
from ui.dialogs.dialog import Dialog
from ui.kit import row
from ui.style import GRID
from ui.tables import Column, Table
from ui.widgets.form import FormField
from ui.wording import Mark
from ui.workplace import Workplace

_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class _Row:
    """What was found, and under which name it is set up already."""

    found: FoundPrinter
    name: str = ""


class FindPrinters(Dialog):
    """Shows what is found as it comes, and sets up what is chosen or typed.

    Attributes:
        added: the printers that were set up here.
    """

    def __init__(self, work: Workplace, known: Sequence[PrinterRow], parent: QWidget) -> None:
        super().__init__(work, say("Find printers"), parent)
        kit = work.kit
        self.added: list[PrinterRow] = []
        self._names = {item.address: item.name for item in known}
        self._rows: list[_Row] = []
        self._waiting = 0
        self._state = kit.label(role="muted")
        self.again = kit.button(say("Search again"), self.search, icon_name="refresh")
        self.table: Table[_Row] = Table(work, say("Printers that were found"), _columns(), tools=False)
        self.table.setMinimumHeight(36 * GRID)
        self.table.chosen.connect(self._choose)
        self.address = kit.field(say("tcp://192.0.2.7:9100"))
        self.name = kit.field(say("Case printer, line 1"))
        self.ask_device = kit.button(say("Ask it"), self._ask, icon_name="search")
        self.add = kit.button(say("Add"), self._add, "primary", icon_name="add")
        self.address_field = FormField(
            kit,
            say("Address: choose a row above, or type one"),
            self.address,
            beside=self.ask_device,
        )
        self.name_field = FormField(kit, say("Name in this plant"), self.name, beside=self.add)
        self.address.textChanged.connect(lambda _text: self._check())
        self.name.textChanged.connect(lambda _text: self.name_field.trouble(None))
        fields = row(self.address_field, self.name_field)
        fields.setStretch(0, 1)
        fields.setStretch(1, 1)
        close = kit.button(say("Close"), self.accept)
        self.lay_out(row(self._state, 1, self.again), self.table, fields, buttons=(close,))
        self.resize(112 * GRID, 68 * GRID)
        self._check()
        self.search()

    def search(self) -> None:
        """Look everywhere at the same time; rows appear as they come."""
        self._rows.clear()
        self.table.put(())
        self._waiting = len(Way)
        self.again.setEnabled(False)
        self._tell_state()
        for way in Way:
            self._search(way)

    def _search(self, way: Way) -> None:
        plant = self.work.plant
        self.work.background.run(
            lambda _report: printers.found(plant, (way,), _SECONDS),
            receiver=self,
            done=self._found,
            failed=lambda error: self._found([FoundPrinter("", "", error.text, way)]),
            ended=self._way_ended,
        )

    def _found(self, found: Sequence[FoundPrinter]) -> None:
        self._rows += [_Row(item, self._names.get(item.address, "")) for item in found]
        self._show()

    def _way_ended(self) -> None:
        self._waiting -= 1
        self.again.setEnabled(self._waiting == 0)
        self._tell_state()

    def _tell_state(self) -> None:
        there = sum(bool(item.found.address) for item in self._rows)
        text = say_count("{n} printer found.", "{n} printers found.", n=there)
        if self._waiting:
            text = say("Searching by network, USB, serial lines and print queues …")
        self.work.language.word(self._state, text)

    def _show(self) -> None:
        # What can be used comes first; a way that could not be searched is told below.
        self._rows.sort(key=lambda item: (not item.found.address, item.found.trouble is not None))
        self.table.put(self._rows, same=lambda one, other: one.found == other.found)

    def _choose(self, item: _Row) -> None:
        if not item.found.address:
            return
        self.address.setText(item.found.address)
        if not self.name.text() or self.name.text() in {other.found.model for other in self._rows}:
            self.name.setText(item.name or item.found.model)

    def _check(self) -> bool:
        """Say while it is typed whether the address is one, and whether it is set up already."""
        address = self.address.text().strip()
        known = self._names.get(address)
        trouble: Text | None = None
        if known is not None:
            self.address_field.show_hint(say("Set up already as {name}.", name=known))
        elif address:
            try:
                printers.kind_of(self.work.plant, address)
            except PackmarkError as error:
                trouble = error.text
            self.address_field.show_hint(say("Ask it who it is, or add it at once."))
        else:
            self.address_field.show_hint(say("Such as tcp://192.0.2.7:9100 or zipher://192.0.2.8:3003."))
        self.address_field.trouble(trouble)
        usable = bool(address) and trouble is None
        self.ask_device.setEnabled(usable and not address.startswith("queue:"))
        self.add.setEnabled(usable and known is None)
        return usable

    def _ask(self) -> None:
        ask_beside(self.work, self, self.address.text().strip(), self.address_field, self.ask_device)

    def _add(self) -> None:
        name, address = self.name.text().strip(), self.address.text().strip()
        if not name:
            self.name_field.trouble(say("Give it a name by which people here know it."))
            self.name.setFocus()
            return
        plant = self.work.plant
        self.add.setEnabled(False)
        self.notice.hide()
        self.work.background.run(
            lambda _report: printers.add_printer(plant, name, address),
            receiver=self,
            done=self._added,
            failed=self._refused,
        )

    def _refused(self, error: PackmarkError) -> None:
        self.notice.trouble(error)
        self.add.setEnabled(True)

    def _added(self, result: tuple[PrinterRow, Changes]) -> None:
        item, changes = result
        self.added.append(item)
        self._names[item.address] = item.name
        self._rows = [
            replace(each, name=item.name) if each.found.address == item.address else each
            for each in self._rows
        ]
        self.work.announce(changes)
        self._show()
        self.address.clear()
        self.name.clear()
        self.name_field.show_hint(say("{name} was added.", name=item.name))
        self.address.setFocus()


def _columns() -> tuple[Column[_Row], ...]:
    return (
        Column(say("Printer"), lambda item: item.found.model or _unnamed(item)),
        Column(say("Way"), lambda item: WAYS[item.found.way]),
        Column(say("Address"), lambda item: item.found.address, code=True),
        Column(say("State"), _told, mark=_mark, wide=True),
    )


def _unnamed(item: _Row) -> Text:
    return say("Unknown model") if item.found.address else say("Not searched")


def _told(item: _Row) -> Text:
    if item.found.trouble is not None:
        return item.found.trouble
    return say("Set up as {name}", name=item.name) if item.name else say("Can be added")


def _mark(item: _Row) -> Mark:
    if item.found.trouble is not None:
        return Mark.ATTENTION
    return Mark.DONE if item.name else Mark.IDLE
