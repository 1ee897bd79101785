"""Packing lines: what stands where, what is printed there now, and the printers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.changes import Changes, Kind
from desktop.operations import jobs, labels, lines, printers
from desktop.operations.lines import LineView, StationView
from desktop.operations.plant import Plant
from desktop.operations.printers import PrinterRow
from desktop.texts import say
from desktop.units import Resolution
from ui.kit import row, scrolling
from ui.pages.line_bands import LineBands
from ui.pages.page import Page
from ui.pages.printers_view import PrintersView
from ui.widgets.empty import EmptyPage
from ui.widgets.label_view import Dots, dots_of
from ui.widgets.tabs import Tabs
from ui.workplace import Workplace

_REFRESH_MS = 200
_LINES, _PRINTERS = range(2)
_DRAWN_AT = Resolution(8)
"""Dots per millimetre of the small pictures."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the page shows."""

    lines: tuple[LineView, ...]
    printers: tuple[PrinterRow, ...]
    busy: frozenset[str] = frozenset()
    """Addresses of printers on which a job of this program runs."""


class LinesPage(Page):
    """The lines as bands, and in a second view all printers."""

    kinds: ClassVar[frozenset[Kind]] = frozenset(
        {Kind.LINES, Kind.PRINTERS, Kind.JOBS, Kind.CODES, Kind.DESIGNS}
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self._plan = Plan((), ())
        self._pictures: dict[str, Dots] = {}
        self._drawing: set[str] = set()
        self._wanted: str | int | None = None
        self.bands = LineBands(work)
        self.bands.order_wanted.connect(self._order)
        self.bands.why_wanted.connect(self._why)
        self.printers = PrintersView(work)
        self.printers.reported.connect(lambda: self.bands.show_reported(self.printers.states()))
        self.find_printers = kit.button(say("Find printers"), self._find, icon_name="search")
        self.check_scanner = kit.button(
            say("Check a keyboard scanner"), self._check_scanner, icon_name="help-scan"
        )
        self.add_line = kit.button(
            say("Add a line"), lambda: self.bands.rename(None), "primary", icon_name="add"
        )
        self.people = kit.button(say("People"), self._people, icon_name="user")
        self.tabs = Tabs(kit)
        self._scroll = scrolling(self.bands)
        self.tabs.add(say("By line"), self._scroll)
        self.tabs.add(say("Printers"), self.printers)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self._make_empty())
        self._tools = (self.check_scanner, self.find_printers, self.add_line)
        self.lay_out(row(kit.label(say("Packing lines"), "title"), 1, self.people, *self._tools), self._stack)
        self.shortcut("Ctrl+N", say("Add a line"), self.add_line)
        self.shortcut("Ctrl+F", say("Find printers"), self.find_printers)
        self.shortcut("F5", say("Ask all printers how they are"), self.printers.refresh_all)
        self.shortcut("F2", say("Edit the chosen printer"), self.printers.edit)
        self.shortcut("F9", say("Find out why the chosen printer does not print"), self.printers.why)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        work.running.changed.connect(lambda _job_id: self.outdate())
        work.changed.connect(self._forget_pictures)

    def refresh(self) -> None:
        """Read lines and printers anew."""
        plant, running = self.work.plant, self.work.running.ids
        self.work.background.run(lambda _report: _read(plant, running), receiver=self, done=self._show)

    def reword(self) -> None:
        """Word the tiles anew."""
        self.bands.show_lines(self._plan.lines)

    def show_what(self, what: object) -> None:
        """``"find"`` finds printers; a number shows that line, an address that printer."""
        if what == "find":
            # Later, so that whoever asks for it, a dialog perhaps, is gone.
            QTimer.singleShot(0, self, self._find)
        elif isinstance(what, str | int):
            self._wanted = what
            self._show_wanted()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if isinstance(wanted, str):
            self.tabs.choose(_PRINTERS)
            self.printers.table.choose(lambda item: item.address == wanted)
        elif wanted is not None:
            self.tabs.choose(_LINES)
            band = self.bands.band(wanted)
            if band is None:
                self._wanted = wanted
            else:
                self._scroll.ensureWidgetVisible(band)

    def _make_empty(self) -> QWidget:
        kit = self.work.kit
        self.first_find = kit.button(say("Find printers"), self._find, "primary", icon_name="search")
        self.first_line = kit.button(say("Add a line"), lambda: self.bands.rename(None), icon_name="add")
        return EmptyPage(
            kit,
            "lines",
            say("No packing lines yet"),
            say(
                "Here stand your packing lines with their stations: which printer or coder prints which "
                "label there, and what it prints now. Find the printers first, then add a line with its "
                "stations."
            ),
            self.first_find,
            self.first_line,
        )

    def _check_scanner(self) -> None:
        from ui.dialogs.wedge_check import WedgeCheck  # noqa: PLC0415 (start-up)

        WedgeCheck(self.work, self).ask()

    def _find(self) -> None:
        self.printers.find_printers()

    def _show(self, plan: Plan) -> None:
        self._plan = plan
        filled = bool(plan.lines or plan.printers)
        self._stack.setCurrentIndex(0 if filled else 1)
        for tool in self._tools:
            tool.setVisible(filled)
        self.bands.show_lines(plan.lines)
        self.printers.show_printers(plan.printers, plan.busy)
        self.printers.ask_new()
        self._draw_missing()
        self._show_wanted()

    def _forget_pictures(self, changes: Changes) -> None:
        if Kind.DESIGNS in changes.kinds:
            self._pictures.clear()

    def _draw_missing(self) -> None:
        names = {view.station.label for line in self._plan.lines for view in line.stations} - {""}
        missing = sorted(names - self._pictures.keys() - self._drawing)
        if missing:
            plant = self.work.plant
            self._drawing |= set(missing)
            self.work.background.run(
                lambda _report: _draw(plant, missing),
                receiver=self,
                done=self._drawn,
                ended=lambda: self._drawing.difference_update(missing),
            )
        self.bands.show_pictures(self._pictures)

    def _drawn(self, pictures: Mapping[str, Dots]) -> None:
        self._pictures |= pictures
        self.bands.show_pictures(self._pictures)

    def _people(self) -> None:
        from ui.dialogs.people import PeopleDialog  # noqa: PLC0415 (start-up)

        PeopleDialog(self.work, self).ask()

    def _order(self, view: StationView) -> None:
        from ui.dialogs.new_job import NewJob  # noqa: PLC0415 (start-up)

        dialog = NewJob(self.work, self, station_id=view.station.id)
        if dialog.ask() and dialog.created is not None:
            self.work.go("jobs", dialog.created.job.id)

    def _why(self, view: StationView) -> None:
        from ui.dialogs.why_not_printing import WhyNotPrinting  # noqa: PLC0415 (start-up)

        if view.printer is not None:
            waiting = self.bands.tile(view.station.id).waiting_job()
            WhyNotPrinting(self.work, view.printer.address, waiting, self).ask()

    def _tick(self) -> None:
        if self.isVisible():
            self.bands.tick()


def _read(plant: Plant, running: Sequence[int]) -> Plan:
    busy = frozenset(jobs.job(plant, job_id).job.printer for job_id in running)
    return Plan(lines.overview(plant), printers.list_printers(plant), busy)


def _draw(plant: Plant, names: Sequence[str]) -> Mapping[str, Dots]:
    known = {row.name: row.design for row in labels.list_templates(plant)}
    return {name: dots_of(labels.preview(known[name], _DRAWN_AT)) for name in names if name in known}
