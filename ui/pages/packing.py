"""Packing: which order at which station, and then the station, as a packer sees it."""

from functools import partial
from typing import ClassVar

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from desktop.changes import Changes, Kind
from desktop.texts import say
from ui.kit import box, column, row, scrolling
from ui.packing.place_choice import PlaceChoice
from ui.packing.places import OrderPlaces, Place, read_places
from ui.packing.station_view import StationView
from ui.pages.page import Page
from ui.widgets.empty import EmptyPage
from ui.workplace import Workplace

_CHOICE, _EMPTY, _STATION = range(3)
_LAST = "packing/place"


class PackingPage(Page):
    """The running orders with their stations, and in their place the station that is chosen."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.ORDERS, Kind.LINES, Kind.JOBS})

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        kit = work.kit
        self.view: StationView | None = None
        self._resumes = True
        self._wanted: int | None = None
        self.choice = PlaceChoice(work)
        self.choice.chosen.connect(self.open)
        self.to_orders = kit.button(
            say("Go to orders"), lambda: work.go("orders"), "primary", icon_name="orders"
        )
        empty = EmptyPage(
            kit,
            "packing",
            say("Nothing is being packed"),
            say(
                "Here units are scanned into bundles, bundles into cases and cases onto pallets. Every scan "
                "is on record before it is confirmed. Start a work order on its line first."
            ),
            self.to_orders,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(
            box(column(kit.label(say("What is packed here?"), "title"), scrolling(self.choice)))
        )
        self._stack.addWidget(empty)
        self._room = QVBoxLayout()
        self._room.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(box(self._room))
        self.lay_out(row(self._stack))
        self._bind_keys()

    def refresh(self) -> None:
        """Read the running orders anew; the open station, how it stands."""
        plant = self.work.plant
        self.work.background.run(lambda _report: read_places(plant), receiver=self, done=self._show)
        if self.view is not None:
            self.view.look()

    def reword(self) -> None:
        """Word anew what is drawn."""
        if self.view is not None:
            self.view.panel.reword()

    def show_what(self, what: object) -> None:
        """Show the stations of an order, by its id; the station itself, if it has only one."""
        if isinstance(what, int):
            self._wanted = what
            self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to where the scanner types."""
        super().focusInEvent(event)
        if self.view is not None:
            self.view.setFocus()

    def open(self, place: Place) -> None:
        """Pack at a station; it is opened again when this page is shown next on this computer."""
        self.leave()
        self.work.settings.setValue(_LAST, place.key)
        self.view = view = StationView(self.work, place)
        view.left.connect(self._back)
        self._room.addWidget(view)
        self._stack.setCurrentIndex(_STATION)
        view.setFocus()

    def leave(self) -> None:
        """Close the station that is open."""
        view, self.view = self.view, None
        if view is not None:
            view.close_station()
            self._room.removeWidget(view)
            view.hide()
            view.deleteLater()

    def _note(self, changes: Changes) -> None:
        if self.view is None or not self.view.telling:
            super()._note(changes)

    def _back(self) -> None:
        self.leave()
        self.work.settings.remove(_LAST)
        self.refresh()

    def _show(self, found: tuple[OrderPlaces, ...]) -> None:
        self.choice.show_places(found)
        wanted, self._wanted = self._wanted, None
        resumes, self._resumes = self._resumes, False
        if wanted is not None:
            self._show_order(found, wanted)
            return
        if self.view is not None:
            return
        last = str(self.work.settings.value(_LAST, ""))
        place = next((one for order in found for one in order.places if one.key == last), None)
        if resumes and place is not None:
            self.open(place)
        else:
            self._stack.setCurrentIndex(_CHOICE if found else _EMPTY)

    def _show_order(self, found: tuple[OrderPlaces, ...], order_id: int) -> None:
        if self.view is not None:
            if self.view.place.order.id == order_id or self.view.situation.stopped:
                return
            self.leave()
        places = next((one.places for one in found if one.order.id == order_id), ())
        if len(places) == 1:
            self.open(places[0])
        else:
            self._stack.setCurrentIndex(_CHOICE if found else _EMPTY)

    def _bind_keys(self) -> None:
        for keys, what, name in (
            ("Ctrl+Z", say("Undo the last scan"), "undo"),
            ("F7", say("Report a problem"), "problem"),
            ("F8", say("Close a pack that is not full"), "partial"),
            ("F9", say("Allow mixed lots for this tray"), "mixed"),
            ("F10", say("Take scans again after a stop"), "resume"),
            ("Ctrl+M", say("Sound on or off"), "sound"),
            ("Ctrl+,", say("Sound and settings of this station"), "settings"),
            ("Ctrl+B", say("Other station"), "back"),
        ):
            self.shortcuts.append((keys, what))
            self.key(keys, partial(self._press, name))
        self.shortcuts += [("Esc", say("Back to the scan field"))]

    def _press(self, name: str) -> None:
        if self.view is None:
            return
        button = getattr(self.view.panel, name)
        if button.isEnabled() and button.isVisible():
            button.click()
