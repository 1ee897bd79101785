"""Packing lines as bands, their stations as tiles in the direction of travel."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QMenu, QSizePolicy, QWidget

from desktop.changes import Changes
from desktop.operations import lines
from desktop.operations.lines import LineView, StationView
from desktop.products.lines import Line, Station
from desktop.texts import Text, say, say_count
from ui.kit import Button, column, emptied, row
from ui.messages import ask
from ui.pages.station_tile import StationTile
from ui.style import GRID
from ui.widgets.label_view import Dots
from ui.wording import Mark
from ui.workplace import Workplace

_TILES = 3
"""Tiles beside each other at 1366 pixels."""


class LineBands(QWidget):
    """Shows all lines and changes them.

    Signals:
        order_wanted: (StationView) a job is to be ordered there.
        why_wanted: (StationView) somebody asks why it is not printing there.
    """

    order_wanted = Signal(object)
    why_wanted = Signal(object)

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._views: tuple[LineView, ...] = ()
        self._pictures: Mapping[str, Dots] = {}
        self._reported: Mapping[str, tuple[Mark, Text]] = {}
        self._tiles: dict[int, StationTile] = {}
        self._of_line: dict[int, QWidget] = {}
        self._menus: dict[int, QMenu] = {}
        self._bands = column(spacing=2 * GRID)
        self._none = work.kit.label(
            say("No line yet: add one, then the places on it where something is printed."), "muted"
        )
        self.setLayout(column(self._none, self._bands, 1))

    def tiles(self) -> tuple[StationTile, ...]:
        """Return the tiles that are shown, line by line."""
        return tuple(self._tiles.values())

    def tile(self, station_id: int) -> StationTile:
        """Return the tile of a station."""
        return self._tiles[station_id]

    def menu(self, station_id: int) -> QMenu:
        """Return what can be done with a station."""
        return self._menus[station_id]

    def band(self, line_id: int) -> QWidget | None:
        """Return the band of a line, if it is shown."""
        return self._of_line.get(line_id)

    def show_lines(self, views: tuple[LineView, ...]) -> None:
        """Show the lines as they are now; tiles stay where nothing was moved, and keep the focus."""
        same = _shape(views) == _shape(self._views)
        self._views = views
        self._none.setVisible(not views)
        if not same:
            self._build()
        for view in views:
            for station in view.stations:
                self._tiles[station.station.id].show_view(station)
        self._dress()

    def show_pictures(self, pictures: Mapping[str, Dots]) -> None:
        """Show the labels that are printed, by the names of their designs."""
        self._pictures = pictures
        self._dress()

    def show_reported(self, reported: Mapping[str, tuple[Mark, Text]]) -> None:
        """Show what the printers said of themselves, by their addresses."""
        self._reported = reported
        self._dress()

    def tick(self) -> None:
        """Show how far running jobs have come."""
        for tile in self._tiles.values():
            tile.tick()

    def _dress(self) -> None:
        for tile in self._tiles.values():
            view = tile.view
            tile.show_picture(self._pictures.get(view.station.label))
            tile.show_reported(None if view.printer is None else self._reported.get(view.printer.address))

    def _build(self) -> None:
        emptied(self._bands)
        self._tiles = {}
        self._of_line = {view.line.id: self._make_band(view) for view in self._views}
        for band in self._of_line.values():
            self._bands.addWidget(band)

    def _make_band(self, view: LineView) -> QWidget:
        kit, line = self._work.kit, view.line
        name = kit.label(role="heading")
        name.setText(line.name)
        add = kit.button(
            say("Add a station"), lambda: self.edit_station(line, None), "quiet", icon_name="add"
        )
        rename = kit.button(say("Rename"), lambda: self.rename(line), "quiet", icon_name="edit")
        remove = kit.button(say("Remove"), lambda: self._remove_line(view), "quiet", icon_name="close")
        head = row(name, 1, add, rename, remove, spacing=GRID)
        if not view.stations:
            hint = kit.label(
                say("No station yet: add the places on this line where something is printed."), "muted"
            )
            return kit.card(head, hint, spacing=GRID)
        grid = QGridLayout()
        grid.setSpacing(2 * GRID)
        for place in range(_TILES):
            grid.setColumnStretch(place, 1)
        for place, station in enumerate(view.stations):
            grid.addWidget(self._tile(view, station), place // _TILES, place % _TILES)
        return kit.card(head, grid, spacing=GRID)

    def _tile(self, line: LineView, view: StationView) -> StationTile:
        tile = StationTile(self._work, view)
        tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        tile.order_wanted.connect(lambda: self.order_wanted.emit(tile.view))
        tile.help_wanted.connect(lambda: self.why_wanted.emit(tile.view))
        tile.choice_wanted.connect(lambda: self.edit_station(line.line, tile.view.station))
        more = Button("", "edit")
        self._work.language.word(more, say("Change"))
        menu = self._menus[view.station.id] = self._make_menu(line, view.station, more)
        more.setMenu(menu)
        tile.tools.addWidget(more)
        self._tiles[view.station.id] = tile
        return tile

    def _make_menu(self, line: LineView, station: Station, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        last = len(line.stations)
        self._offer(menu, say("Edit the station …"), lambda: self.edit_station(line.line, station))
        earlier = self._offer(menu, say("Move against the travel"), lambda: self._move(station, -1))
        earlier.setEnabled(station.place > 1)
        later = self._offer(menu, say("Move with the travel"), lambda: self._move(station, 1))
        later.setEnabled(station.place < last)
        tile = self._offer(
            menu,
            say("Why is it not printing?"),
            lambda: self.why_wanted.emit(self._tiles[station.id].view),
        )
        tile.setEnabled(station.printer_id is not None)
        menu.addSeparator()
        self._offer(menu, say("Remove the station …"), lambda: self._remove_station(station))
        return menu

    def _offer(self, menu: QMenu, text: Text, act: Callable[[], object]) -> QAction:
        action = QAction(menu)
        self._work.language.word(action, text)
        action.triggered.connect(lambda _checked: act())
        menu.addAction(action)
        return action

    def edit_station(self, line: Line, station: Station | None) -> None:
        """Open the dialog of a station; None adds one."""
        from ui.dialogs.edit_station import EditStation  # noqa: PLC0415 (start-up)

        EditStation(self._work, line, station, self).ask()

    def rename(self, line: Line | None) -> None:
        """Ask for the name of a line; None adds one."""
        from ui.dialogs.name_line import NameLine  # noqa: PLC0415 (start-up)

        NameLine(self._work, line, self).ask()

    def _move(self, station: Station, by: int) -> None:
        plant = self._work.plant
        self._work.background.run(
            lambda _report: lines.move_station(plant, station.id, station.place + by)[1],
            receiver=self,
            done=self._work.announce,
        )

    def _remove_station(self, station: Station) -> None:
        if ask(
            self,
            self._work.language,
            say("Remove the station"),
            say(
                "Remove the station {name}? Its printer, its jobs and their codes stay as they are.",
                name=station.name,
            ),
            say("Remove"),
            say("Keep it"),
        ):
            plant = self._work.plant
            self._remove(lambda: lines.remove_station(plant, station.id))

    def _remove_line(self, view: LineView) -> None:
        if ask(
            self,
            self._work.language,
            say("Remove the line"),
            say_count(
                "Remove {name} with its {n} station? Printers, jobs and codes stay as they are.",
                "Remove {name} with its {n} stations? Printers, jobs and codes stay as they are.",
                name=view.line.name,
                n=len(view.stations),
            ),
            say("Remove"),
            say("Keep it"),
        ):
            plant = self._work.plant
            self._remove(lambda: lines.remove_line(plant, view.line.id))

    def _remove(self, work: Callable[[], Changes]) -> None:
        self._work.background.run(lambda _report: work(), receiver=self, done=self._work.announce)


def _shape(views: tuple[LineView, ...]) -> list[tuple[Line, tuple[tuple[int, int], ...]]]:
    return [
        (view.line, tuple((one.station.id, one.station.place) for one in view.stations)) for view in views
    ]
