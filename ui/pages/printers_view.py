"""The printers and coders of the plant: where they are, how they are, and what can be done with them."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.devices import DeviceKind
from desktop.errors import PackmarkError
from desktop.operations import printers
from desktop.operations.printer_test_page import print_test_page
from desktop.operations.printers import CoderReport, PrinterReport, PrinterRow
from desktop.operations.station_checks import ask_device
from desktop.texts import Text, say
from desktop.units import PRINTER_RESOLUTIONS, Resolution
from ui.device_words import KINDS, QUEUE_STATE, described, state_of
from ui.kit import column, row
from ui.messages import ask
from ui.style import GRID
from ui.tables import Column, Table
from ui.wording import Mark
from ui.workplace import Workplace

_NOT_ASKED = (Mark.IDLE, say("Not asked yet"))
_ASKING = (Mark.IDLE, say("Asking …"))
_NOT_REACHED = say("Not reached")
_QUEUE = say(
    "A print queue takes labels and never says which of them were printed: good for labels without codes "
    "of their own, and never used for jobs."
)
_PRINTS = (Mark.RUNNING, say("Prints a job"))


class PrintersView(QWidget):
    """A table of printers with their states, which are asked in the background.

    Signals:
        reported: the state of a printer is known; see ``states``.
    """

    reported = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._rows: tuple[PrinterRow, ...] = ()
        self._kinds: Mapping[int, DeviceKind] = {}
        self._busy: frozenset[str] = frozenset()
        self._asking: set[str] = set()
        self._told: dict[str, tuple[Mark, Text]] = {}
        self._sentences: dict[str, Text] = {}
        kit = work.kit
        self.table: Table[PrinterRow] = Table(work, say("Printers"), self._columns())
        self.table.chosen.connect(lambda _item: self._show_buttons())
        self.table.opened.connect(lambda _item: self._edit())
        self.refresh_all = kit.button(say("Refresh"), self.ask_all, icon_name="refresh")
        self.edit = kit.button(say("Edit …"), self._edit, icon_name="edit")
        self.test = kit.button(say("Ask how it is"), self._ask_chosen, icon_name="search")
        self.test_page = kit.button(say("Test page"), self._test_page, icon_name="printer")
        self.calibrate = kit.button(say("Calibrate …"), self._calibrate, icon_name="grid")
        self.why = kit.button(say("Why is it not printing?"), self._why, icon_name="explain")
        self.remove = kit.button(say("Remove …"), self._remove, "quiet", icon_name="close")
        self.resolutions = self._make_resolutions()
        self.tools = row(self.edit, self.test, self.test_page, self.calibrate, self.why, spacing=GRID)
        self._sentence = kit.label(role="muted", wrap=True)
        tools = row(self.tools, 1, self.remove, self.refresh_all, spacing=GRID)
        self.setLayout(column(kit.card(self.table, self._sentence, tools, spacing=GRID)))
        self._show_buttons()

    def states(self) -> Mapping[str, tuple[Mark, Text]]:
        """Return what the printers said of themselves, by address."""
        return dict(self._told)

    def show_printers(self, rows: tuple[PrinterRow, ...], busy: frozenset[str]) -> None:
        """Show the printers; ``busy``: addresses at which a job runs, which nobody else may ask."""
        plant = self._work.plant
        self._rows, self._busy = rows, busy
        self._kinds = {item.id: printers.kind_of(plant, item.address) for item in rows}
        self._show_table()

    def ask_all(self) -> None:
        """Ask every printer how it is, at the same time."""
        for item in self._rows:
            self._ask(item)

    def ask_new(self) -> None:
        """Ask the printers that were not asked yet."""
        for item in self._rows:
            if item.address not in self._told:
                self._ask(item)

    def chosen(self) -> PrinterRow | None:
        """Return the printer that the person is on."""
        return self.table.chosen_row()

    def _columns(self) -> tuple[Column[PrinterRow], ...]:
        return (
            Column(say("Printer"), lambda item: item.name),
            Column(say("State"), lambda item: self._state(item)[1], mark=lambda item: self._state(item)[0]),
            Column(say("Kind"), lambda item: KINDS[self._kinds[item.id]]),
            Column(say("Address"), lambda item: item.address, code=True),
            Column(say("Stations"), lambda item: ", ".join(item.stations), wide=True),
        )

    def _state(self, item: PrinterRow) -> tuple[Mark, Text]:
        if self._kinds[item.id] is DeviceKind.QUEUE:
            return QUEUE_STATE
        if item.address in self._busy:
            return _PRINTS
        if item.address in self._asking:
            return _ASKING
        return self._told.get(item.address, _NOT_ASKED)

    def _show_table(self) -> None:
        self.table.put(self._rows, same=lambda one, other: one.id == other.id)
        if self.chosen() is None:
            self.table.choose(lambda _item: True)
        self._show_buttons()

    def _show_buttons(self) -> None:
        item = self.chosen()
        kind = None if item is None else self._kinds[item.id]
        free = item is not None and item.address not in self._busy and item.address not in self._asking
        self.edit.setEnabled(item is not None)
        self.remove.setEnabled(item is not None)
        self.test.setEnabled(free and kind is not DeviceKind.QUEUE)
        self.test_page.setEnabled(free and kind is not DeviceKind.CODER)
        self.calibrate.setEnabled(free and kind is DeviceKind.LABEL_PRINTER)
        self.why.setEnabled(item is not None)
        sentence = None if item is None else self._sentences.get(item.address)
        if kind is DeviceKind.QUEUE:
            sentence = _QUEUE
        self._work.language.word(self._sentence, sentence)

    def _ask_chosen(self) -> None:
        item = self.chosen()
        if item is not None:
            self._ask(item)

    def _ask(self, item: PrinterRow) -> None:
        address = item.address
        queue = self._kinds[item.id] is DeviceKind.QUEUE
        if queue or address in self._asking or address in self._busy:
            return
        plant = self._work.plant
        self._asking.add(address)
        self._show_table()
        self._work.background.run(
            lambda _report: ask_device(plant, address),
            receiver=self,
            done=lambda report: self._answered(address, report),
            failed=lambda error: self._failed(address, error),
        )

    def _answered(self, address: str, report: PrinterReport | CoderReport) -> None:
        self._note(address, state_of(report), described(report))

    def _failed(self, address: str, error: PackmarkError) -> None:
        self._note(address, (Mark.STOPPED, _NOT_REACHED), error.text)

    def _note(self, address: str, state: tuple[Mark, Text], sentence: Text) -> None:
        self._asking.discard(address)
        self._told[address] = state
        self._sentences[address] = sentence
        self._show_table()
        self.reported.emit()

    def _edit(self) -> None:
        from ui.dialogs.edit_printer import EditPrinter  # noqa: PLC0415 (start-up)

        item = self.chosen()
        if item is not None:
            EditPrinter(self._work, item, self).ask()

    def find_printers(self) -> None:
        """Open the dialog that finds printers and adds them."""
        from ui.dialogs.find_printers import FindPrinters  # noqa: PLC0415 (start-up)

        FindPrinters(self._work, self._rows, self).ask()

    def _make_resolutions(self) -> QMenu:
        """A queue cannot be asked how many dots its printer sets, so a person says it."""
        menu = QMenu(self)
        for dots in PRINTER_RESOLUTIONS:
            action = QAction(menu)
            shown = say("{dots} dots/mm ({dpi} dpi)", dots=dots, dpi=Resolution(dots).nominal_dpi)
            self._work.language.word(action, shown)
            action.triggered.connect(lambda _checked, dots=dots: self._print_test_page(dots))
            menu.addAction(action)
        return menu

    def _test_page(self) -> None:
        item = self.chosen()
        if item is not None and self._kinds[item.id] is DeviceKind.QUEUE:
            self.resolutions.popup(self.test_page.mapToGlobal(self.test_page.rect().bottomLeft()))
        else:
            self._print_test_page(None)

    def _print_test_page(self, dots_per_mm: int | None) -> None:
        item = self.chosen()
        if item is None:
            return
        plant, address, name = self._work.plant, item.address, item.name
        self.test_page.setEnabled(False)
        self._work.background.run(
            lambda _report: print_test_page(plant, address, dots_per_mm),
            receiver=self,
            done=lambda _done: self._work.messages.done(
                say("The test page was handed over to {name}: look whether it comes out.", name=name)
            ),
            ended=self._show_buttons,
        )

    def _calibrate(self) -> None:
        from ui.dialogs.calibrate import Calibrate  # noqa: PLC0415 (start-up)

        item = self.chosen()
        if item is not None:
            Calibrate(self._work, item, self).ask()

    def _why(self) -> None:
        from ui.dialogs.why_not_printing import WhyNotPrinting  # noqa: PLC0415 (start-up)

        item = self.chosen()
        if item is not None:
            WhyNotPrinting(self._work, item.address, parent=self).ask()

    def _remove(self) -> None:
        item = self.chosen()
        if item is None or not ask(
            self,
            self._work.language,
            say("Remove the printer"),
            say(
                "Remove {name}, {address}? Jobs that were printed on it stay.",
                name=item.name,
                address=item.address,
            ),
            say("Remove"),
            say("Keep it"),
        ):
            return
        plant, printer_id = self._work.plant, item.id
        self._work.background.run(
            lambda _report: printers.remove_printer(plant, printer_id),
            receiver=self,
            done=self._work.announce,
        )
